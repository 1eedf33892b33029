"""What is a meeting about, and does it fit?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Meeting, Minutes
from scheduler.model.minutes import FIXED
from scheduler.queries import head
from scheduler.queries.head import MeetingHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point as it stands on the agenda; `number` counts from 1."""

    id: UUID
    number: int
    title: str
    kind: str
    item_class: str
    minutes: int | None
    presenter: str
    text: str
    audience: tuple[UUID, ...] = ()  # organisations; empty: all who were called
    area_id: UUID | None = None
    source: str = ""
    origin_id: UUID | None = None
    outcome: str = ""
    outcome_reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    hidden: bool = False  # the reader may not see more than that there is a point

    @property
    def open(self) -> bool:
        """Whether it may be shown to whoever has the link."""
        return self.item_class == "open"

    @property
    def written(self) -> tuple[object, ...]:
        """What a writer of the agenda has written about it."""
        said = (self.title, self.kind, self.item_class, self.minutes, self.presenter, self.text)
        return (self.id, *said, self.audience, self.area_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaView:
    """A meeting's agenda, in order."""

    meeting: MeetingHead
    points: list[Point]
    closed: bool  # the minutes are approved: it no longer changes

    @property
    def mark(self) -> str:
        """What tells two writers that they saw different agendas."""
        written = [point.written for point in self.points]
        return hashlib.sha256(repr(written).encode()).hexdigest()[:16]

    @property
    def total(self) -> int:
        """How many minutes the points take together."""
        return sum(point.minutes or 0 for point in self.points)

    @property
    def overrun(self) -> int:
        """How many minutes the points take beyond the meeting's end; negative: minutes left."""
        return self.total - self.meeting.minutes


def of_meeting(session: Session, meeting_id: UUID) -> AgendaView:
    """Give a meeting's whole agenda; raises NotFound."""
    meeting = head.load(session, meeting_id)
    state = session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting.id))
    return AgendaView(meeting=head.of(meeting), points=points(meeting), closed=state in FIXED)


def points(meeting: Meeting) -> list[Point]:
    """Give a meeting's points, numbered."""
    return [
        Point(
            id=item.id,
            number=number,
            title=item.title,
            kind=item.kind,
            item_class=item.item_class,
            minutes=item.minutes,
            presenter=item.presenter,
            text=item.text,
            audience=tuple(UUID(one) for one in item.audience),
            area_id=item.area_id,
            source=item.source,
            origin_id=item.origin_id,
            outcome=item.outcome,
            outcome_reason=item.outcome_reason,
            started_at=item.started_at,
            ended_at=item.ended_at,
        )
        for number, item in enumerate(meeting.agenda, 1)
    ]


def open_points(shown: Sequence[Point]) -> list[Point]:
    """Give the points that feeds, mails and links may show; their numbers stay."""
    return [point for point in shown if point.open]
