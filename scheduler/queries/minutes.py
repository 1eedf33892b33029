"""What did a meeting come to, and who may read it?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from scheduler import clock
from scheduler.errors import N_, NotFound
from scheduler.model import Attendance, Decision, Invitation, Meeting, Minutes
from scheduler.queries import actions, agenda, head
from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import Point
from scheduler.queries.attendance import Attendee, from_answers, listed
from scheduler.queries.head import MeetingHead
from scheduler.tokens import KeyRing, identity_in

LINK_DAYS = 90


class LinkHasEnded(NotFound):
    """A mailed link is forwarded and kept: it does not open for ever."""

    message = N_(
        "This link to notes has ended: it opens for 90 days after they were published. "
        "Sign in to read them, or ask the network's coordinator."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Notes (Markdown) on one point, or with `item_id` None on the whole meeting."""

    item_id: UUID | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One decision and its number within network and year."""

    id: UUID
    item_id: UUID | None
    year: int
    number: int
    text: str

    @property
    def label(self) -> str:
        """The number as people say it: 7/2027."""
        return f"{self.number}/{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One point with all that was written about it; `point` None: the whole meeting."""

    point: Point | None
    text: str
    decisions: list[DecisionLine]
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """Minutes as they are read and written; `version` 0: nobody has saved any yet."""

    meeting: MeetingHead
    state: str
    version: int
    saved_at: datetime | None
    published_at: datetime | None
    attendance: list[Attendee]
    points: list[Point]
    notes: list[Note]
    decisions: list[DecisionLine]
    actions: list[ActionLine]

    @property
    def published(self) -> bool:
        """Whether everybody who was called has been told of them."""
        return self.state == "published"

    @property
    def sections(self) -> list[Section]:
        """All that was written, by point; the whole meeting comes first."""
        return [self.section(point) for point in (None, *self.points)]

    def section(self, point: Point | None) -> Section:
        """Gather what was written about one point."""
        item_id = point.id if point else None
        return Section(
            point=point,
            text="\n\n".join(note.text for note in self.notes if note.item_id == item_id),
            decisions=[line for line in self.decisions if line.item_id == item_id],
            actions=[line for line in self.actions if line.item_id == item_id],
        )

    @property
    def present_by_organisation(self) -> list[tuple[str, int]]:
        """How many were there from each organisation, by name."""
        counted = Counter(one.organisation for one in self.attendance if one.present)
        return sorted(counted.items())


def of_meeting(session: Session, meeting_id: UUID) -> MinutesView:
    """Give a meeting's minutes; before the first save a draft, attendance as people answered."""
    meeting = head.load(session, meeting_id)
    minutes = session.scalars(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id)
        .options(
            selectinload(Minutes.attendance).joinedload(Attendance.person),
            selectinload(Minutes.attendance).joinedload(Attendance.represents),
            selectinload(Minutes.attendance).joinedload(Attendance.organisation),
            selectinload(Minutes.entries),
            selectinload(Minutes.decisions),
        )
    ).one_or_none()
    return _view(session, meeting, minutes)


def by_token(session: Session, keys: KeyRing, token: str) -> tuple[MinutesView, str]:
    """Give what a mailed link opens, and its reader's language.

    Published open points, for 90 days after publishing; raises NotFound or LinkHasEnded.
    """
    invitation = session.get(Invitation, identity_in(token) or UUID(int=0))
    if invitation is None or not invitation.active:
        raise NotFound
    minutes = session.scalars(
        select(Minutes).where(Minutes.meeting_id == invitation.meeting_id)
    ).one_or_none()
    if minutes is None or minutes.published_at is None:
        raise NotFound
    if not keys.verify(token, "minutes", invitation.id, minutes.generation):
        raise NotFound
    if clock.now() >= minutes.published_at + timedelta(days=LINK_DAYS):
        raise LinkHasEnded
    view = open_part(of_meeting(session, invitation.meeting_id))
    return view, invitation.person.language


def count_called(session: Session, meeting_id: UUID) -> int:
    """Count those who will be told when the minutes are published: all who were called."""
    called = select(func.count()).where(
        Invitation.meeting_id == meeting_id, Invitation.removed_at.is_(None)
    )
    return session.scalar(called) or 0


def open_part(view: MinutesView) -> MinutesView:
    """Leave out what stands and was written on points that are not open; their numbers stay."""
    shown: set[UUID | None] = {None} | {point.id for point in view.points if point.open}
    return replace(
        view,
        points=[
            point if point.open else _closed(point)
            for point in view.points
            if point.item_class != "spoken"
        ],
        notes=[note for note in view.notes if note.item_id in shown],
        decisions=[line for line in view.decisions if line.item_id in shown],
        actions=[line for line in view.actions if line.item_id in shown],
    )


def _closed(point: Point) -> Point:
    return replace(point, title="", presenter="", text="", minutes=None)


def _view(session: Session, meeting: Meeting, minutes: Minutes | None) -> MinutesView:
    today = clock.today(meeting.network.time_zone)
    return MinutesView(
        meeting=head.of(meeting),
        state=minutes.state if minutes else "draft",
        version=minutes.version if minutes else 0,
        saved_at=minutes.saved_at if minutes else None,
        published_at=minutes.published_at if minutes else None,
        attendance=listed(minutes) if minutes else from_answers(session, meeting.id),
        points=agenda.points(meeting),
        notes=[Note(item_id=entry.item_id, text=entry.text) for entry in minutes.entries]
        if minutes
        else [],
        decisions=[_decision(line) for line in minutes.decisions] if minutes else [],
        actions=actions.of_meeting(session, meeting.id, today),
    )


def _decision(decision: Decision) -> DecisionLine:
    return DecisionLine(
        id=decision.id,
        item_id=decision.item_id,
        year=decision.year,
        number=decision.number,
        text=decision.text,
    )
