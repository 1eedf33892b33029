"""Who was there, what was kept of what was promised, and how long did it take?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.model import (
    Action,
    Attendance,
    Invitation,
    Meeting,
    Minutes,
    Network,
    Organisation,
)
from scheduler.model.action import OPEN_STATES
from scheduler.queries import areas
from scheduler.queries.entitled import Reader
from scheduler.queries.membership import alphabetical, organisations
from scheduler.yearly import Followed, NetworkYear, OrganisationYear, middle

OVER = 5  # years that are looked back on


@dataclass(slots=True)
class _Tally:
    """What is counted of one organisation."""

    counts: Counter[str] = field(default_factory=Counter)
    days: list[float] = field(default_factory=list)

    def followed(self) -> Followed:
        return Followed(**self.counts, median_days=middle(self.days))


def of_network(
    session: Session, network_id: UUID, year: int, reader: Reader | None = None
) -> NetworkYear:
    """Give a network's year, nothing hidden; areas as far as the reader may read (None: open)."""
    network = session.get_one(Network, network_id)
    held = session.scalars(select(Meeting).where(*_in(network_id, year), *_held())).all()
    listed = _listed(session, held)
    tallies: defaultdict[UUID, _Tally] = defaultdict(_Tally)
    _count_presence(session, listed, tallies)
    _count_actions(session, network, year, tallies)
    asked, in_time = _answers(session, held)
    return NetworkYear(
        network_id=network.id,
        slug=network.slug,
        network=network.name,
        language=network.language,
        demo=network.demo,
        year=year,
        held=len(held),
        listed=len(listed),
        cancelled=_cancelled(session, network_id, year),
        notice_days=middle([days for one in held if (days := _notice(one)) is not None]),
        answers=asked,
        answers_in_time=in_time,
        untreated=_untreated(session, network, year, reader),
        organisations=_lines(session, network, tallies),
        together=_whole(tallies),
    )


def over_time(session: Session, network_id: UUID, last: int) -> list[NetworkYear]:
    """Give the years up to the last, the latest first; none before the first meeting."""
    first = session.scalar(select(func.min(Meeting.start)).where(Meeting.network_id == network_id))
    begun = max(first.year if first else last, last - OVER + 1)
    return [of_network(session, network_id, year) for year in range(last, begun - 1, -1)]


def _in(network_id: UUID, year: int) -> tuple[ColumnElement[bool], ...]:
    first, after = datetime(year, 1, 1), datetime(year + 1, 1, 1)  # noqa: DTZ001  # wall times
    return (Meeting.network_id == network_id, Meeting.start >= first, Meeting.start < after)


def _held() -> tuple[ColumnElement[bool], ...]:
    past = (Meeting.status == "called") & (Meeting.starts_at < clock.now())
    return (or_(Meeting.status == "held", past),)


def _cancelled(session: Session, network_id: UUID, year: int) -> int:
    gone = select(func.count()).where(*_in(network_id, year), Meeting.status == "cancelled")
    return session.scalar(gone) or 0


def _listed(session: Session, held: Sequence[Meeting]) -> dict[UUID, Meeting]:
    """Give the meetings held that have an attendance list."""
    ids = set(
        session.scalars(
            select(Minutes.meeting_id)
            .join(Attendance, Attendance.minutes_id == Minutes.id)
            .where(Minutes.meeting_id.in_([one.id for one in held]))
        )
    )
    return {one.id: one for one in held if one.id in ids}


def _count_presence(
    session: Session, listed: Mapping[UUID, Meeting], tallies: Mapping[UUID, _Tally]
) -> None:
    called = _called(session, listed)
    there: defaultdict[tuple[UUID, UUID], list[bool]] = defaultdict(list)
    rows = session.execute(
        select(Minutes.meeting_id, Attendance.organisation_id, Attendance.represents_id)
        .join(Attendance, Attendance.minutes_id == Minutes.id)
        .where(Minutes.meeting_id.in_(listed), Attendance.present)
    )
    for meeting_id, house, represents in rows:
        if house is not None:
            there[meeting_id, house].append(represents is not None)
    for meeting_id, house in called:
        counts = tallies[house].counts
        sat = there.get((meeting_id, house))
        counts["called"] += 1
        counts["there"] += bool(sat)
        counts["substituted"] += bool(sat) and all(sat or ())


def _called(session: Session, listed: Mapping[UUID, Meeting]) -> set[tuple[UUID, UUID]]:
    rows = session.execute(
        select(Invitation.meeting_id, Invitation.organisation_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Meeting.id.in_(listed),
            or_(Invitation.removed_at.is_(None), Invitation.removed_at >= Meeting.starts_at),
        )
    )
    return {(meeting_id, house) for meeting_id, house in rows if house is not None}


def _count_actions(
    session: Session, network: Network, year: int, tallies: Mapping[UUID, _Tally]
) -> None:
    zone = ZoneInfo(network.time_zone)
    first, after = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    taken = select(Action).where(
        Action.network_id == network.id,
        Action.state != "declined",
        Action.created_at >= first.astimezone(UTC),
        Action.created_at < after.astimezone(UTC),
    )
    for action in session.scalars(taken):
        tally = tallies[action.organisation_id]
        tally.counts["taken"] += 1
        if action.state in OPEN_STATES:
            tally.counts["open"] += 1
            continue
        closed = action.closed_at or action.changed_at
        late = action.due is not None and closed.astimezone(zone).date() > action.due
        tally.counts["late" if late else "in_time"] += 1
        tally.days.append((closed - action.created_at).total_seconds() / 86_400)


def _answers(session: Session, held: Sequence[Meeting]) -> tuple[int, int]:
    """Count the answers that were asked for, and those that came by the last day for them."""
    rows = session.execute(
        select(Invitation.answer, Invitation.answered_late).where(
            Invitation.meeting_id.in_([one.id for one in held]), Invitation.removed_at.is_(None)
        )
    ).all()
    return len(rows), sum(answer != "needs-action" and not late for answer, late in rows)


def _notice(meeting: Meeting) -> int | None:
    if meeting.called_at is None:
        return None
    told = meeting.called_at.astimezone(ZoneInfo(meeting.time_zone)).date()
    return (meeting.start.date() - told).days


def _untreated(
    session: Session, network: Network, year: int, reader: Reader | None
) -> tuple[str, ...]:
    lines = areas.of_network(session, network.id, clock.today(network.time_zone), reader)
    return tuple(
        line.name
        for line in lines
        if not line.closed and line.last is None and line.created_at.year <= year
    )


def _lines(
    session: Session, network: Network, tallies: Mapping[UUID, _Tally]
) -> tuple[OrganisationYear, ...]:
    """Give each organisation that belongs today or was called or promised something then."""
    today = clock.today(network.time_zone)
    members = [one.organisation for one in organisations(session, network.id, today)]
    names = {one.id: one.name for one in members if one is not None}
    others = select(Organisation).where(Organisation.id.in_(tallies.keys() - names.keys()))
    names |= {one.id: one.name for one in session.scalars(others)}
    return tuple(
        OrganisationYear(
            id=key, name=name, followed=(tallies[key] if key in tallies else _Tally()).followed()
        )
        for key, name in sorted(names.items(), key=lambda pair: alphabetical(pair[1]))
    )


def _whole(tallies: Mapping[UUID, _Tally]) -> Followed:
    whole = _Tally()
    for tally in tallies.values():
        whole.counts.update(tally.counts)
        whole.days += tally.days
    return whole.followed()
