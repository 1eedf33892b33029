"""What can programs read of the briefs before a meeting?"""

from __future__ import annotations

from uuid import UUID

from scheduler.queries import briefs, entitled
from scheduler.queries.membership import alphabetical
from scheduler.queries.paging import part_of
from web.api import out
from web.api.asking import Listing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/meetings/<meeting>/briefs",
    rule="agenda:read",
    query=Listing,
    returns=out.Page[out.Brief],
)
def list_briefs(call: Call[Listing], meeting: UUID) -> out.Page[out.Brief]:
    """List the briefs that the asker may open, by organisation, as far as they may read them."""
    reader = entitled.reader(call.session, call.actor)
    houses = briefs.organisations(call.session, meeting, reader)
    part = part_of(houses, key=_key, after=call.asked.after, limit=call.asked.limit)
    shown = [briefs.show(call.session, meeting, house, reader) for house, _ in part.rows]
    return out.Page[out.Brief](items=[out.Brief.of(one.brief) for one in shown], next=part.next)


def _key(house: tuple[UUID, str]) -> tuple[str, ...]:
    return (alphabetical(house[1]), str(house[0]))
