"""What does a letter need to know? The words' values, read from the present.

One `Facts` per letter, in the reader's language and zone; templates/mail turns it into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from scheduler import calling, history
from scheduler.calendar import timezone
from scheduler.calendar.address import uri
from scheduler.clock import today
from scheduler.language import Language, language
from scheduler.letters import TELLING
from scheduler.model import (
    Letter,
    Meeting,
    MeetingChange,
    Membership,
    Network,
    Organisation,
    Person,
)
from scheduler.titles import calendar_title
from scheduler.told import time_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point of the agenda as a letter may show it."""

    title: str
    minutes: int | None
    presenter: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What a change changed: the earlier time and place, as far as they differ."""

    date_line: str = ""
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingFacts:
    """A meeting in the reader's words; `own_date_line` only where the reader's clock differs.

    `online_link` is `online_url` where that may stand behind a link; `reply_by` is a day to come.
    """

    title: str
    kind: str
    extra: bool
    still_on: bool
    date_line: str
    short_date: str
    zone: str
    own_date_line: str
    own_zone: str
    place: str
    online_url: str
    online_link: str
    text: str
    reply_by: date | None
    agenda: Sequence[Point]
    hidden_points: int
    sequence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkFacts:
    """Who writes: the network, the organisation that convenes it, and its coordinator, if any."""

    name: str
    convenor: str
    contact: str
    slug: str
    demo: bool


def network_facts(session: Session, network: Network) -> NetworkFacts:
    """Read who writes."""
    day = today(network.time_zone)
    convenor = session.scalar(
        select(Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(*_holding("convenor", network, day), Membership.person_id.is_(None))
        .limit(1)
    )
    contact = session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(*_holding("coordinator", network, day))
        .order_by(Person.name)
        .limit(1)
    )
    return NetworkFacts(
        name=network.name,
        convenor=convenor or network.name,
        contact=contact.public_name if contact else "",
        slug=network.slug,
        demo=network.demo,
    )


def _holding(role: str, network: Network, day: date) -> list[ColumnElement[bool]]:
    return [
        Membership.network_id == network.id,
        Membership.role == role,
        Membership.since <= day,
        or_(Membership.until.is_(None), Membership.until > day),
    ]


def meeting_facts(letter: Letter, meeting: Meeting, speech: Language) -> MeetingFacts:
    """Put a meeting into the words and the clock of the letter's reader."""
    zone, own = meeting.time_zone, letter.person.time_zone
    own_start = _wall(meeting.starts_at, own)
    shown = [item for item in meeting.agenda if item.item_class == "open"]
    points = [Point(title=i.title, minutes=i.minutes, presenter=i.presenter) for i in shown]
    differs = own_start != meeting.start
    return MeetingFacts(
        title=calendar_title(meeting, meeting.network, speech.code),
        kind=meeting.kind,
        extra=meeting.extra,
        still_on=letter.kind not in {"cancelled", "removed"},
        date_line=speech.date_line(meeting.start, _wall(meeting.ends_at, zone)),
        short_date=speech.short_date(meeting.start.date()),
        zone=speech.zone_name(zone, meeting.starts_at),
        own_date_line=speech.date_line(own_start, _wall(meeting.ends_at, own)) if differs else "",
        own_zone=speech.zone_name(own, meeting.starts_at),
        place=meeting.place,
        online_url=meeting.online_url,
        online_link=uri(meeting.online_url),
        text=meeting.text,
        reply_by=_deadline(meeting),
        agenda=points,
        hidden_points=len(meeting.agenda) - len(points),
        sequence=letter.sequence,
    )


def before(session: Session, letter: Letter, change: MeetingChange | None = None) -> Before:
    """Say what its reader was told before, as far as that differs from the present, and why.

    `change`: the one that a preview shows, which is not kept.
    """
    meeting, speech = letter.meeting, language(letter.person.language)
    told = history.told_one(session, letter)
    if meeting is None or told is None or letter.kind not in TELLING:
        return Before()
    line = ""
    if told.start and told.time != time_of(meeting):
        line = speech.date_line(told.start, _end(told.start, told.minutes, told.zone))
    shown = change is not None and change.kind == letter.kind
    reason = change.reason if change and shown else _reason(session, letter, told.sequence)
    return Before(
        date_line=line, place=told.place if told.place != meeting.place else "", reason=reason
    )


def _reason(session: Session, letter: Letter, since: int) -> str:
    """Give why what the letter tells was done: the latest reason that its reader has not read."""
    found = session.scalar(
        select(MeetingChange.reason)
        .where(
            MeetingChange.meeting_id == (letter.meeting.id if letter.meeting else None),
            MeetingChange.kind == letter.kind,
            MeetingChange.sequence > since,
            MeetingChange.undone_at.is_(None),
        )
        .order_by(MeetingChange.sequence.desc())
        .limit(1)
    )
    return found or ""


def _deadline(meeting: Meeting) -> date | None:
    # A letter can leave after the day it would ask for: a move, a resent notice.
    day = calling.reply_by(meeting)
    return day if day and day >= today(meeting.time_zone) else None


def _end(start: datetime, minutes: int, zone: str) -> datetime:
    # A meeting's minutes are real ones: over a change of the clocks the wall shows another end.
    starts_at = timezone.instant(start, zone)
    return _wall(starts_at + timedelta(minutes=minutes), zone)


def _wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(timezone.zone(zone)).replace(tzinfo=None)
