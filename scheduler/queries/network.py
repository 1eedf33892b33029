"""What does a network's page show: its year, its next meeting, its series, what has been?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.model import Meeting, Minutes, Network, Series
from scheduler.queries import membership
from scheduler.queries.head import MeetingHead, of, with_network
from scheduler.queries.meeting import counts_of

MOST_COMING = 12
MOST_PAST = 8
LONGEST = timedelta(days=7)  # that a meeting can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One column of the year: its first day, and its meetings in order of time."""

    first: date
    meetings: list[MeetingHead]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Twelve months; `earlier` and `later`: whether other years have meetings."""

    number: int
    months: list[Month]
    earlier: bool
    later: bool

    @property
    def count(self) -> int:
        """How many meetings it has."""
        return sum(len(month.meetings) for month in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A meeting as a row; `minutes` is the state of its notes, or "missing"."""

    meeting: MeetingHead
    counts: Mapping[str, int]
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLine:
    """A series with how many meetings it has and the next of them (wall time)."""

    series: Series
    count: int
    next: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """All that a network's page shows; `coming` begins with the next meeting."""

    network: Network
    convenor: str
    today: date
    people: int
    year: Year
    coming: list[Line]
    past: list[Line]
    series: list[SeriesLine]

    @property
    def next(self) -> Line | None:
        """The next meeting that holds: neither preliminary nor cancelled."""
        held = (line for line in self.coming if line.meeting.status in {"planned", "called"})
        return next(held, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLine:
    """A network in a list, with its next meeting."""

    network: Network
    next: MeetingHead | None


def page(session: Session, network_id: UUID, *, year: int | None = None) -> NetworkPage:
    """Give a network's page with one calendar year, by default the present one."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    today = clock.today(network.time_zone)
    convenor = membership.convenor(session, network_id, today)
    return NetworkPage(
        network=network,
        convenor=convenor.name if convenor else "",
        today=today,
        people=len(membership.members(session, network_id, today)),
        year=_year(session, network_id, year or today.year),
        coming=_coming(session, network_id),
        past=_past(session, network_id),
        series=_series(session, network_id),
    )


def lines(session: Session, networks: list[Network]) -> list[NetworkLine]:
    """Give networks with the next meeting of each that holds."""
    ids = [one.id for one in networks]
    nearest = (
        select(Meeting.network_id, func.min(Meeting.starts_at).label("at"))
        .where(Meeting.network_id.in_(ids), Meeting.starts_at > now())
        .where(Meeting.status.in_(("planned", "called")))
        .group_by(Meeting.network_id)
        .subquery()
    )
    rows = session.scalars(
        with_network().join(
            nearest,
            (Meeting.network_id == nearest.c.network_id) & (Meeting.starts_at == nearest.c.at),
        )
    )
    found = {row.network_id: of(row) for row in rows if row.status in {"planned", "called"}}
    return [NetworkLine(network=one, next=found.get(one.id)) for one in networks]


def _year(session: Session, network_id: UUID, number: int) -> Year:
    months: list[list[MeetingHead]] = [[] for _ in range(12)]
    begins, ends = datetime(number, 1, 1), datetime(number + 1, 1, 1)  # noqa: DTZ001  # wall time
    chosen = _of(network_id).where(Meeting.start >= begins, Meeting.start < ends)
    for row in session.scalars(chosen.order_by(Meeting.starts_at)):
        months[row.start.month - 1].append(of(row))
    first, last = session.execute(
        select(func.min(Meeting.start), func.max(Meeting.start)).where(
            Meeting.network_id == network_id
        )
    ).one()
    return Year(
        number=number,
        months=[
            Month(first=date(number, at, 1), meetings=found) for at, found in enumerate(months, 1)
        ],
        earlier=first is not None and first < begins,
        later=last is not None and last >= ends,
    )


def _coming(session: Session, network_id: UUID) -> list[Line]:
    chosen = _of(network_id).where(Meeting.starts_at > now() - LONGEST)
    rows = session.scalars(chosen.order_by(Meeting.starts_at))
    return _lines(session, [row for row in rows if row.ends_at > now()][:MOST_COMING])


def _past(session: Session, network_id: UUID) -> list[Line]:
    chosen = _of(network_id).where(Meeting.starts_at <= now(), Meeting.status != "preliminary")
    rows = session.scalars(chosen.order_by(Meeting.starts_at.desc()).limit(2 * MOST_PAST))
    return _lines(session, [row for row in rows if row.ends_at <= now()][:MOST_PAST])


def _lines(session: Session, rows: list[Meeting]) -> list[Line]:
    ids = [row.id for row in rows]
    counts = counts_of(session, ids)
    written = select(Minutes.meeting_id, Minutes.state).where(Minutes.meeting_id.in_(ids))
    states = {row.meeting_id: row.state for row in session.execute(written)}
    return [
        Line(meeting=of(row), counts=counts[row.id], minutes=states.get(row.id, "missing"))
        for row in rows
    ]


def _series(session: Session, network_id: UUID) -> list[SeriesLine]:
    ahead = (Meeting.starts_at > now(), Meeting.status != "cancelled")
    rows = session.execute(
        select(Series, func.count(Meeting.id), func.min(Meeting.start).filter(*ahead))
        .outerjoin(Meeting, Meeting.series_id == Series.id)
        .where(Series.network_id == network_id)
        .group_by(Series.id)
        .order_by(Series.created_at)
    )
    return [SeriesLine(series=one, count=count, next=start) for one, count, start in rows]


def _of(network_id: UUID) -> Select[Meeting]:
    return with_network().where(Meeting.network_id == network_id)
