"""What follows for calendar subscriptions: their stored entries are written anew."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import entries
from scheduler.clock import now
from scheduler.events import (
    Event,
    NetworkChanged,
    SeriesChanged,
    SeriesCreated,
    SeriesFixed,
    ZonesRenewed,
)
from scheduler.model import Meeting, RenderedEntry


def touch(session: Session, event: Event) -> None:
    """Write anew what subscriptions show of the meeting that the fact is about."""
    meeting_id = getattr(event, "meeting", event.subject)
    _write(session, _meetings(session, Meeting.id == meeting_id))


def touch_series(session: Session, event: SeriesCreated | SeriesChanged | SeriesFixed) -> None:
    """Write anew what subscriptions show of a rhythm's meetings."""
    _write(session, _meetings(session, Meeting.series_id == event.subject))


def touch_network(session: Session, event: NetworkChanged | ZonesRenewed) -> None:
    """Write anew what subscriptions show of a network: its language, and how its zones are told."""
    _write(session, _meetings(session, Meeting.network_id == event.subject))


def _meetings(session: Session, condition: ColumnElement[bool]) -> Iterable[Meeting]:
    return session.scalars(
        select(Meeting)
        .where(condition)
        .options(joinedload(Meeting.network), selectinload(Meeting.agenda))
        .order_by(Meeting.id)
    )


def _write(session: Session, meetings: Iterable[Meeting]) -> None:
    for meeting in meetings:
        session.execute(delete(RenderedEntry).where(RenderedEntry.meeting_id == meeting.id))
        if entries.is_shown(meeting):
            session.add_all(_rows(meeting))


def _rows(meeting: Meeting) -> list[RenderedEntry]:
    moment = now()
    return [
        RenderedEntry(
            meeting_id=meeting.id,
            variant=variant,
            body=entries.rendered(meeting, variant),
            rendered_at=moment,
        )
        for variant in entries.VARIANTS
    ]
