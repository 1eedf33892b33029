"""What does a calendar address serve?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import clock, entries
from scheduler.calendar.feed import feed as calendar
from scheduler.errors import NotFound
from scheduler.language import language
from scheduler.model import (
    Feed,
    Invitation,
    Meeting,
    MeetingChange,
    Membership,
    Person,
    RenderedEntry,
)
from scheduler.model.network import Network
from scheduler.queries.membership import roles_of
from scheduler.titles import DEMO
from scheduler.tokens import digest

BEFORE = timedelta(days=92)
AFTER = timedelta(days=549)
# After a cancellation: whoever is back from a long leave still reads why the time is free. Counted
# from that day and not to the meeting's own, which may be more than a year ahead.
CANCELLED = timedelta(days=42)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A calendar file, the address it stands at, and the fetch of it that was noted last."""

    body: bytes
    feed_id: UUID
    fetched_at: datetime | None
    fetched_by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One meeting in a feed, in the variant (scheduler.entries) that this subscriber gets."""

    meeting: Meeting
    variant: str
    language: str


def by_token(session: Session, token: str, *, base_url: str) -> Served:
    """Give the calendar file of an address; raises NotFound for one that is dead or never was.

    RFC 5545; the same content gives the same bytes.
    """
    feed = session.scalars(
        select(Feed)
        .where(Feed.token_hash == digest(token), Feed.revoked_at.is_(None))
        .options(joinedload(Feed.network), joinedload(Feed.person))
    ).one_or_none()
    if feed is None:
        raise NotFound
    source = f"{base_url}/feeds/{token}.ics"
    return Served(
        body=_body(session, feed, source=source, url=base_url),
        feed_id=feed.id,
        fetched_at=feed.fetched_at,
        fetched_by=feed.fetched_by,
    )


def of_network(session: Session, network_id: UUID) -> list[Feed]:
    """Give a network's living addresses, the oldest first; whose they are, never the address."""
    return list(
        session.scalars(
            select(Feed)
            .where(Feed.network_id == network_id, Feed.revoked_at.is_(None))
            .options(joinedload(Feed.person))
            .order_by(Feed.created_at, Feed.id)
        )
    )


def _body(session: Session, feed: Feed, *, source: str, url: str) -> bytes:
    shown = _of_person(session, feed, feed.person) if feed.person else _of_network(session, feed)
    return calendar(
        name=_name(feed),
        source=source,
        url=url,
        entries=_entries(session, shown),
        zones=_zones(shown),
    )


def _of_network(session: Session, feed: Feed) -> list[Shown]:
    found = _window(session, Meeting.network_id == feed.network_id)
    return [_shown(meeting, feed.level, feed.language) for meeting in found]


def _of_person(session: Session, feed: Feed, person: Person) -> list[Shown]:
    """Choose a person's meetings: they are called, or will be with all the network's members."""
    calls = {
        call.meeting_id: call
        for call in session.scalars(select(Invitation).where(Invitation.person_id == person.id))
    }
    belongs = set(roles_of(session, person.id, clock.today(person.time_zone)))
    left = _ever(session, person) - belongs
    found = _window(session, or_(Meeting.id.in_(calls), Meeting.network_id.in_(belongs)))
    speech = feed.language or person.language
    return [
        _shown(meeting, f"{feed.level}{_way(person, calls.get(meeting.id))}", speech)
        for meeting in found
        if feed.network_id in {None, meeting.network_id}
        and meeting.network_id not in left
        and _concerns(person, meeting, calls.get(meeting.id))
    ]


def _shown(meeting: Meeting, variant: str, language: str) -> Shown:
    wanted = language or meeting.network.language
    return Shown(meeting, variant, entries.speech(meeting, variant, wanted))


def _ever(session: Session, person: Person) -> set[UUID]:
    rows = select(Membership.network_id).where(Membership.person_id == person.id)
    return set(session.scalars(rows))


def _concerns(person: Person, meeting: Meeting, call: Invitation | None) -> bool:
    if call is None:
        return meeting.everyone and meeting.called_at is None
    mailed = person.delivery == "mail" and call.told_sequence is not None
    return call.active and not mailed


def _way(person: Person, call: Invitation | None) -> str:
    if call is not None and call.answer == "declined":
        return "-declined"
    return "-free" if person.delivery == "both" else ""


def _window(session: Session, condition: ColumnElement[bool]) -> list[Meeting]:
    moment = clock.now()
    found = session.scalars(
        select(Meeting)
        .where(
            condition,
            _not_long_cancelled(moment),
            Meeting.starts_at >= moment - BEFORE,
            Meeting.starts_at < moment + AFTER,
        )
        .options(joinedload(Meeting.network), joinedload(Meeting.exercise))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [meeting for meeting in found if entries.is_shown(meeting)]


def _not_long_cancelled(moment: datetime) -> ColumnElement[bool]:
    cancelled_at = (
        select(func.max(MeetingChange.at))
        .where(MeetingChange.meeting_id == Meeting.id, MeetingChange.kind == "cancelled")
        .scalar_subquery()
    )
    since = func.coalesce(cancelled_at, Meeting.changed_at)
    return or_(Meeting.status != "cancelled", since > moment - CANCELLED)


def _entries(session: Session, shown: Sequence[Shown]) -> list[bytes]:
    stored = _stored(session, shown)
    _load_agendas(session, [one for one in shown if _key(one) not in stored])
    return [
        stored.get(_key(one)) or entries.rendered(one.meeting, one.variant, one.language)
        for one in shown
    ]


def _key(one: Shown) -> tuple[UUID, str, str]:
    return (one.meeting.id, one.variant, one.language)


def _load_agendas(session: Session, shown: Sequence[Shown]) -> None:
    """Load in one query what full entries are written from."""
    full = {one.meeting.id for one in shown if one.variant.startswith("full")}
    if full:
        points = selectinload(Meeting.agenda)
        session.scalars(select(Meeting).where(Meeting.id.in_(full)).options(points)).all()


def _stored(session: Session, shown: Sequence[Shown]) -> Mapping[tuple[UUID, str, str], bytes]:
    """Give what is rendered already, in the network's language, and tells the meeting as it is."""
    meetings = {one.meeting.id: one.meeting for one in shown}
    rows = session.execute(
        select(
            RenderedEntry.meeting_id,
            RenderedEntry.variant,
            RenderedEntry.body,
            RenderedEntry.rendered_at,
        ).where(
            RenderedEntry.meeting_id.in_(meetings),
            RenderedEntry.variant.in_({one.variant for one in shown}),
        )
    )
    return {
        (meeting.id, variant, meeting.network.language): body
        for meeting_id, variant, body, rendered_at in rows
        if rendered_at >= (meeting := meetings[meeting_id]).changed_at
        and entries.is_present(body, meeting)
    }


def _zones(shown: Sequence[Shown]) -> Mapping[str, list[datetime]]:
    told: dict[str, list[datetime]] = defaultdict(list)
    for one in shown:
        told[one.meeting.time_zone] += [one.meeting.starts_at, one.meeting.ends_at]
    return told


def _name(feed: Feed) -> str:
    if feed.person is not None:
        return language(feed.language or feed.person.language).gettext("Network meetings")
    network: Network = feed.network  # type: ignore[assignment]  # a feed is of one or the other
    return f"{DEMO}: {network.name}" if network.demo else network.name
