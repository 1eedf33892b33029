"""What can be done with calendar addresses: make one, replace it, end it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, tokens
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import FeedCreated, FeedRevoked, FeedRotated
from scheduler.inputs.invitation import FeedInput
from scheduler.model import Feed, Network, Person
from scheduler.queries import membership


class FeedIsEnded(Refused):
    """An ended address stays ended."""

    message = N_("This calendar address has been ended. Make a new one.")


class NobodysFeed(Refused):
    """A personal calendar needs its person."""

    message = N_("Say whose calendar it is: somebody who belongs to the network.")


def create(
    session: Session, network_id: UUID | None, *, plan: FeedInput, by: Actor
) -> tuple[Feed, str]:
    """Make a calendar address and give its token, which is not kept and not shown again.

    A person's own has all their networks; one that a coordinator makes for them has that network
    alone, since whoever makes an address can read it.
    """
    token = tokens.fresh()
    own = plan.person is not None and (by.administrator or by.person_id == plan.person)
    feed = Feed(
        kind=plan.kind,
        level=plan.level,
        language=plan.language,
        network_id=None if own else _managed(session, network_id, by).id,
        person_id=_owner(session, network_id, plan.person) if plan.person else None,
        token_hash=tokens.digest(token),
    )
    session.add(feed)
    session.flush()
    record(session, FeedCreated(by=by.name, subject=feed.id, network_id=feed.network_id))
    return feed, token


def rotate(session: Session, feed_id: UUID, *, by: Actor) -> tuple[Feed, str]:
    """Replace an address: the old one is dead at once, the new token is shown this once."""
    feed = _load(session, feed_id, by)
    if feed.revoked_at is not None:
        raise FeedIsEnded
    token = tokens.fresh()
    feed.token_hash, feed.rotated_at = tokens.digest(token), clock.now()
    feed.fetched_at, feed.fetched_by = None, ""  # nobody has fetched from the new one
    record(session, FeedRotated(by=by.name, subject=feed.id, network_id=feed.network_id))
    return feed, token


def revoke(session: Session, feed_id: UUID, *, by: Actor) -> Feed:
    """End an address for good."""
    feed = _load(session, feed_id, by)
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        record(session, FeedRevoked(by=by.name, subject=feed.id, network_id=feed.network_id))
    return feed


def renew_own(session: Session, person_id: UUID, *, by: Actor) -> tuple[Feed, str]:
    """Give a person a new address for all their networks; an earlier one is dead from now on."""
    feed = own_feed(session, person_id)
    if feed is not None:
        return rotate(session, feed.id, by=by)
    return create(session, None, plan=FeedInput(kind="person", person=person_id), by=by)


def own_feed(session: Session, person_id: UUID) -> Feed | None:
    """Find a person's own address for all their networks, if it is not ended."""
    return session.scalars(
        select(Feed)
        .where(Feed.person_id == person_id, Feed.network_id.is_(None), Feed.revoked_at.is_(None))
        .order_by(Feed.created_at.desc())
    ).first()


def _load(session: Session, feed_id: UUID, by: Actor) -> Feed:
    feed = session.get(Feed, feed_id, with_for_update=True)
    if feed is None:
        raise NotFound
    if feed.network_id is not None:
        by.must("feeds:manage", feed.network_id)
    elif not by.administrator and (by.person_id is None or by.person_id != feed.person_id):
        raise NotFound
    return feed


def _managed(session: Session, network_id: UUID | None, by: Actor) -> Network:
    network = session.get(Network, network_id) if network_id else None
    if network is None:
        raise NotFound
    by.must("feeds:manage", network.id)
    return network


def _owner(session: Session, network_id: UUID | None, person_id: UUID) -> UUID:
    if session.get(Person, person_id) is None:
        raise NobodysFeed(field="person")
    if network_id is not None:
        network = session.get_one(Network, network_id)
        today = clock.today(network.time_zone)
        if membership.of_person(session, network_id, person_id, today) is None:
            raise NobodysFeed(field="person")
    return person_id
