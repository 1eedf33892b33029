"""At which earlier meetings did a point stand, and what became of it each time?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import AgendaItem, Meeting
from scheduler.queries.entitled import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A point as it stood at one earlier meeting, which began at `start` by the clocks there."""

    meeting_id: UUID
    start: datetime
    title: str
    outcome: str
    reason: str


def before(
    session: Session, points: Collection[UUID], reader: Reader
) -> dict[UUID, list[Appearance]]:
    """Give the earlier appearances of these points that a reader may read, the latest first."""
    first = select(AgendaItem.id.label("point"), AgendaItem.origin_id.label("earlier")).where(
        AgendaItem.id.in_(points), AgendaItem.origin_id.is_not(None)
    )
    chain = first.cte("chain", recursive=True)
    further = select(chain.c.point, AgendaItem.origin_id).join(
        AgendaItem, AgendaItem.id == chain.c.earlier
    )
    chain = chain.union(further.where(AgendaItem.origin_id.is_not(None)))
    rows = session.execute(
        select(chain.c.point, AgendaItem, Meeting)
        .join(AgendaItem, AgendaItem.id == chain.c.earlier)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .order_by(Meeting.starts_at.desc(), AgendaItem.position)
    )
    found: dict[UUID, list[Appearance]] = {}
    for point, item, meeting in rows:
        if _may_read(reader, item, meeting):
            found.setdefault(point, []).append(_of(item, meeting))
    return found


def _may_read(reader: Reader, item: AgendaItem, meeting: Meeting) -> bool:
    audience = [UUID(one) for one in item.audience]
    return reader.may_read(meeting.network_id, meeting.id, item.item_class, audience)


def _of(item: AgendaItem, meeting: Meeting) -> Appearance:
    return Appearance(
        meeting_id=meeting.id,
        start=meeting.start,
        title=item.title,
        outcome=item.outcome,
        reason=item.outcome_reason,
    )
