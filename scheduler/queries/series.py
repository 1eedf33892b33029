"""What does a rhythm give, and what stands on each date already?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import calling, clock, rhythm
from scheduler.calendar import timezone
from scheduler.errors import NotFound
from scheduler.inputs import SeriesInput
from scheduler.model import Meeting, Network, Series
from scheduler.queries import seats


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a date does when its series is fixed.

    `does`: over (nothing any more) | now (calls itself at once) | later (at `at`) | by_hand.
    """

    meeting: Meeting
    does: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    """What fixing a series means: each date's step, and how many people a notice goes to today."""

    series: Series
    network: Network
    steps: list[Step]
    people: int

    @property
    def at_once(self) -> int:
        """How many notices leave at once."""
        return self.people * sum(step.does == "now" for step in self.steps)


def preview(
    session: Session, network: Network, *, plan: SeriesInput, apart_from: UUID | None = None
) -> list[SeriesDate]:
    """Say which dates a rhythm gives and what stands on each; writes nothing.

    `apart_from`: the series that is laid anew does not clash with itself.
    """
    starts = rhythm.starts_of(plan, network)
    zone = rhythm.zone_of(plan, network)
    instants = [timezone.resolve(start, zone) for start in starts]
    length = timedelta(minutes=plan.minutes)
    booked = [
        one
        for one in _booked(session, network.id, min(instants), max(instants) + length)
        if one.series_id is None or one.series_id != apart_from
    ]
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


def fixing(session: Session, series_id: UUID) -> Fixing:
    """Say what fixing a series means; raises NotFound."""
    found = page(session, series_id)
    zone = found.series.time_zone
    return Fixing(
        series=found.series,
        network=found.network,
        steps=[_step(one) for one in found.meetings if one.status == "preliminary"],
        people=len(seats.of_network(session, found.network.id, clock.today(zone))),
    )


def _step(meeting: Meeting) -> Step:
    moment, at = clock.now(), calling.call_at(meeting)
    if meeting.starts_at <= moment:
        return Step(meeting=meeting, does="over", at=None)
    if meeting.call_when == "all_now" or (at and at <= moment):
        return Step(meeting=meeting, does="now", at=None)
    return Step(meeting=meeting, does="later" if at else "by_hand", at=at)


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
