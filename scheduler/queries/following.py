"""Which meeting comes next, for what one meeting leaves to another?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.model import Meeting

FILLED = ("meeting", "other")  # an exercise or a training has its own programme


def coming(session: Session, network_id: UUID) -> list[Meeting]:
    """Give a network's meetings to come that are not cancelled, the next first."""
    chosen = select(Meeting).where(
        Meeting.network_id == network_id,
        Meeting.status.in_(("planned", "called")),
        Meeting.starts_at > now(),
    )
    return list(session.scalars(chosen.order_by(Meeting.starts_at, Meeting.id)))


def after(session: Session, meeting: Meeting) -> Meeting | None:
    """Give the meeting after one: the next of its series, else the network's next."""
    later = [
        one
        for one in coming(session, meeting.network_id)
        if one.kind in FILLED and one.starts_at > meeting.starts_at
    ]
    same = [one for one in later if one.series_id == meeting.series_id]
    return next(iter(same or later), None)
