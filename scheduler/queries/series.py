"""What does a rhythm give, and what stands on each date already?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import rhythm
from scheduler.calendar import timezone
from scheduler.errors import NotFound
from scheduler.inputs import SeriesInput
from scheduler.model import Meeting, Network, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDate:
    """One date of a rhythm: `start` in wall time, ISO `week`, and meetings at the same time."""

    start: datetime
    starts_at: datetime
    week: int
    clashes: list[Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """A series with its network and its meetings in order of time."""

    series: Series
    network: Network
    meetings: list[Meeting]


def preview(session: Session, network: Network, *, plan: SeriesInput) -> list[SeriesDate]:
    """Say which dates a rhythm gives and what stands on each; writes nothing."""
    starts = rhythm.starts_of(plan, network)
    zone = rhythm.zone_of(plan, network)
    instants = [timezone.resolve(start, zone) for start in starts]
    length = timedelta(minutes=plan.minutes)
    booked = _booked(session, network.id, min(instants), max(instants) + length)
    return [
        SeriesDate(
            start=start,
            starts_at=at,
            week=start.isocalendar().week,
            clashes=[one for one in booked if one.starts_at < at + length and at < one.ends_at],
        )
        for start, at in zip(starts, instants, strict=True)
    ]


def page(session: Session, series_id: UUID) -> SeriesPage:
    """Give a series' page; raises NotFound."""
    series = session.get(Series, series_id)
    if series is None:
        raise NotFound
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.series_id == series_id)
        .options(joinedload(Meeting.network))
        .order_by(Meeting.starts_at)
    )
    network = session.get_one(Network, series.network_id)
    return SeriesPage(series=series, network=network, meetings=list(meetings))


def _booked(session: Session, network_id: UUID, first: datetime, last: datetime) -> list[Meeting]:
    return list(
        session.scalars(
            select(Meeting)
            .where(
                Meeting.network_id == network_id,
                Meeting.starts_at > first - timedelta(days=8),  # the longest meeting is a week
                Meeting.starts_at < last,
                Meeting.status != "cancelled",
            )
            .order_by(Meeting.starts_at)
        )
    )
