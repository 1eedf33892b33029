"""What does a meeting's page show?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import calling
from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.model import Invitation, Meeting, MeetingChange, Minutes
from scheduler.queries import agenda, behind, head, timeline
from scheduler.queries.agenda import Point
from scheduler.queries.behind import Delivery
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import alphabetical
from scheduler.queries.timeline import TimelineEntry

ANSWERS = ("accepted", "tentative", "declined", "needs-action")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee(Delivery):
    """One person's call as the coordinator sees it, and how it went; a protected one by role."""

    id: UUID
    person_id: UUID
    name: str
    optional: bool
    answer: str
    comment: str
    answered_at: datetime | None
    answered_via: str | None
    late: bool
    substitute_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One organisation's invitees; `silent` when none of them has answered."""

    name: str
    invitees: list[Invitee]

    @property
    def silent(self) -> bool:
        """Whether nobody of it has answered."""
        return all(one.answer == "needs-action" for one in self.invitees)

    @property
    def behind(self) -> list[Invitee]:
        """Those of it whose calendars show the meeting as it was."""
        return [one for one in self.invitees if one.behind]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """All that a meeting's page shows."""

    head: MeetingHead
    text: str
    series_id: UUID | None
    original_start: datetime
    sequence: int
    called_at: datetime | None
    extra: bool
    reply_by: date | None
    counts: Mapping[str, int]
    parties: list[Party]
    agenda: list[Point]
    timeline: list[TimelineEntry]
    minutes_state: str
    cancel_reason: str
    over: bool  # it has begun
    ended: bool
    behind: int

    @property
    def moved(self) -> bool:
        """Whether it stands at another time than it was first planned for."""
        return self.head.start != self.original_start


def page(session: Session, meeting_id: UUID) -> MeetingPage:
    """Give a meeting's page; raises NotFound."""
    meeting = _load(session, meeting_id)
    invitees = [one for one in meeting.invitations if one.active]
    parties = _parties(meeting, invitees, behind.of_meeting(session, meeting, invitees))
    return MeetingPage(
        head=head.of(meeting),
        text=meeting.text,
        series_id=meeting.series_id,
        original_start=meeting.original_start,
        sequence=meeting.sequence,
        called_at=meeting.called_at,
        extra=meeting.extra,
        reply_by=calling.reply_by(meeting),
        counts=count(invitees),
        parties=parties,
        agenda=agenda.points(meeting),
        timeline=timeline.of_meeting(session, meeting_id),
        minutes_state=_minutes_state(session, meeting_id),
        cancel_reason=_cancel_reason(session, meeting),
        over=meeting.starts_at <= now(),
        ended=meeting.ends_at <= now(),
        behind=sum(len(party.behind) for party in parties),
    )


def count(invitees: Iterable[Invitation]) -> dict[str, int]:
    """Count answers, each of the four words even at zero."""
    found = Counter(one.answer for one in invitees)
    return {word: found.get(word, 0) for word in ANSWERS}


def counts_of(session: Session, meetings: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Count the answers of several meetings in one query."""
    wanted = list(meetings)
    found: dict[UUID, Counter[str]] = {meeting: Counter() for meeting in wanted}
    rows = session.execute(
        select(Invitation.meeting_id, Invitation.answer).where(
            Invitation.meeting_id.in_(wanted), Invitation.removed_at.is_(None)
        )
    )
    for meeting, answer in rows:
        found[meeting][answer] += 1
    return {
        meeting: {word: counted.get(word, 0) for word in ANSWERS}
        for meeting, counted in found.items()
    }


def _load(session: Session, meeting_id: UUID) -> Meeting:
    people = selectinload(Meeting.invitations)
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.network),
            selectinload(Meeting.agenda),
            people.joinedload(Invitation.person),
            people.joinedload(Invitation.organisation),
        )
    ).one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


def _parties(
    meeting: Meeting, invitees: list[Invitation], how: Mapping[UUID, Delivery]
) -> list[Party]:
    replaced = {one.person_id: one.person.public_name for one in meeting.invitations}
    found: dict[str, list[Invitee]] = {}
    for one in invitees:
        place = one.organisation or one.person.organisation
        invitee = _invitee(one, how[one.id], replaced)
        found.setdefault(place.name if place else "", []).append(invitee)
    parties = [
        Party(name=name, invitees=sorted(people, key=lambda one: alphabetical(one.name)))
        for name, people in found.items()
    ]
    return sorted(parties, key=lambda party: alphabetical(party.name))


def _invitee(one: Invitation, how: Delivery, names: Mapping[UUID, str]) -> Invitee:
    absent = one.substitute_for_id
    return Invitee(
        id=one.id,
        person_id=one.person_id,
        name=one.person.public_name,
        optional=one.optional,
        answer=one.answer,
        comment=one.comment,
        answered_at=one.answered_at,
        answered_via=one.answered_via,
        late=one.answered_late,
        substitute_for=names.get(absent, "") if absent else "",
        **asdict(how),
    )


def _minutes_state(session: Session, meeting_id: UUID) -> str:
    return session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting_id)) or ""


def _cancel_reason(session: Session, meeting: Meeting) -> str:
    if not meeting.cancelled:
        return ""
    found = session.scalar(
        select(MeetingChange.reason)
        .where(MeetingChange.meeting_id == meeting.id, MeetingChange.kind == "cancelled")
        .order_by(MeetingChange.at.desc())
        .limit(1)
    )
    return found or ""
