"""What can programs do with calendar addresses?"""

from __future__ import annotations

from uuid import UUID

from scheduler.inputs.invitation import FeedInput
from scheduler.queries import lists
from scheduler.services import feeds
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.session import parts


@endpoint(
    "GET",
    "/networks/<network>/feeds",
    rule="feeds:manage",
    query=Listing,
    returns=out.Page[out.Feed],
)
def list_feeds(call: Call[Listing], network: UUID) -> out.Page[out.Feed]:
    """List a network's living calendar addresses, without the addresses."""
    found = lists.feeds(call.session, network, after=call.asked.after, limit=call.asked.limit)
    items = [out.Feed.of(row) for row in found.rows]
    return out.Page[out.Feed](items=items, next=found.next)


@endpoint(
    "POST",
    "/networks/<network>/feeds",
    rule="feeds:manage",
    body=FeedInput,
    returns=out.Feed,
    status=201,
)
def create_feed(call: Call[FeedInput], network: UUID) -> out.Feed:
    """Make a calendar address; `url` is shown this once."""
    row, token = feeds.create(call.session, network, plan=call.asked, by=call.actor)
    return out.Feed.of(row, _url(token))


@endpoint("POST", "/feeds/<feed>/rotate", rule="feeds:manage", returns=out.Feed)
def rotate_feed(call: Call[Nothing], feed: UUID) -> out.Feed:
    """Replace a calendar address: the old one is dead at once, the new `url` is shown this once."""
    row, token = feeds.rotate(call.session, feed, by=call.actor)
    return out.Feed.of(row, _url(token))


@endpoint("DELETE", "/feeds/<feed>", rule="feeds:manage", status=204)
def revoke_feed(call: Call[Nothing], feed: UUID) -> None:
    """End a calendar address for good."""
    feeds.revoke(call.session, feed, by=call.actor)


def _url(token: str) -> str:
    return f"{parts().settings.base_url}/feeds/{token}.ics"
