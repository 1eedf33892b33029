"""What does a network work on, who does what in it, and what has waited longest?

Where an area was treated is told as far as the reader may read the points about it; to nobody in
particular (`reader` None) open points alone are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import clock
from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import AgendaItem, Area, AreaPart, Meeting, Network
from scheduler.promised import scope_of
from scheduler.queries import actions
from scheduler.queries.entitled import Reader
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import alphabetical

NOBODY = Reader(Actor(kind="link"))  # reads what everybody may
UNTREATED = ("postponed", "dropped")  # outcomes of a point that was not spoken about


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One organisation's part in an area: owner, participates, informed."""

    organisation_id: UUID
    organisation: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A meeting that treats an area; `start` is its wall time."""

    meeting_id: UUID
    title: str
    start: datetime

    @property
    def date(self) -> date:
        """Its day."""
        return self.start.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area; `waited_days` since it was treated last, None: never; a protected person by role.

    `position` is its place in the network's order, from 1.
    """

    id: UUID
    network_id: UUID
    position: int
    name: str
    text: str
    owner_id: UUID | None
    owner: str
    person_id: UUID | None
    person: str
    parts: tuple[PartLine, ...]
    last: Treated | None
    next: Treated | None
    waited_days: int | None
    open_actions: int
    closed: bool
    closed_at: datetime | None
    version: int
    created_at: datetime

    def having(self, part: str) -> list[PartLine]:
        """Give the organisations that have a part, by name."""
        return [one for one in self.parts if one.part == part]


def of_network(
    session: Session, network_id: UUID, today: date, reader: Reader | None = None
) -> list[AreaLine]:
    """Give a network's areas in its order, the closed ones last."""
    areas = session.scalars(
        select(Area)
        .where(Area.network_id == network_id)
        .options(
            joinedload(Area.person),
            selectinload(Area.parts).joinedload(AreaPart.organisation),
        )
        .order_by(Area.closed_at.is_not(None), Area.position, Area.id)
    ).all()
    treated = _treated(session, network_id, reader)
    counts = _open_actions(session, session.get_one(Network, network_id), reader)
    return [_line(area, today, treated.get(area.id, []), counts) for area in areas]


def one(session: Session, area_id: UUID, reader: Reader | None = None) -> AreaLine:
    """Give one area by its network's day; raises NotFound."""
    area = session.get(Area, area_id)
    if area is None:
        raise NotFound
    network = session.get_one(Network, area.network_id)
    lines = of_network(session, network.id, clock.today(network.time_zone), reader)
    return next(line for line in lines if line.id == area_id)


def longest_waiting(
    session: Session, network_id: UUID, reader: Reader | None = None
) -> AreaLine | None:
    """Give the area to propose for an agenda: never treated, else the longest ago.

    None when all are closed or stand on an agenda to come.
    """
    network = session.get_one(Network, network_id)
    lines = of_network(session, network.id, clock.today(network.time_zone), reader)
    waiting = [line for line in lines if not line.closed and line.next is None]
    return min(waiting, key=_turn, default=None)


def proposed_for(session: Session, meeting: MeetingHead, reader: Reader) -> AreaLine | None:
    """Give the area to propose for a meeting's agenda, while it is yet to come."""
    if meeting.cancelled or meeting.status == "held" or meeting.starts_at <= clock.now():
        return None
    return longest_waiting(session, meeting.network_id, reader)


def names(session: Session, network_id: UUID) -> list[tuple[UUID, str]]:
    """Give the areas that are worked on, to choose from, in the network's order."""
    rows = session.execute(
        select(Area.id, Area.name)
        .where(Area.network_id == network_id, Area.closed_at.is_(None))
        .order_by(Area.position)
    )
    return [(area_id, name) for area_id, name in rows]


def coming_meetings(session: Session, network_id: UUID, most: int = 12) -> list[Treated]:
    """Give the next meetings, on whose agenda an area can be put."""
    coming = (
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            Meeting.status.in_(("preliminary", "planned", "called")),
            Meeting.starts_at > clock.now(),
        )
        .order_by(Meeting.starts_at)
        .limit(most)
    )
    return [_at(meeting) for meeting in session.scalars(coming)]


def _turn(line: AreaLine) -> tuple[bool, int, int]:
    waited = line.waited_days
    return (waited is not None, -(waited or 0), line.position)


def _treated(
    session: Session, network_id: UUID, reader: Reader | None
) -> Mapping[UUID, list[Meeting]]:
    rows = session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.network_id == network_id,
            Meeting.status != "cancelled",
            AgendaItem.area_id.is_not(None),
            AgendaItem.outcome.not_in(UNTREATED),
        )
        .order_by(Meeting.starts_at)
    )
    found: dict[UUID, list[Meeting]] = {}
    for item, meeting in rows:
        if item.area_id and _may_read(reader, network_id, item):
            found.setdefault(item.area_id, []).append(meeting)
    return found


def _open_actions(session: Session, network: Network, reader: Reader | None) -> Mapping[UUID, int]:
    lines = actions.of_network(session, network, reader or NOBODY)
    return Counter(line.area_id for line in lines if line.area_id and line.open)


def _may_read(reader: Reader | None, network_id: UUID, item: AgendaItem | None) -> bool:
    scope = scope_of(item)
    return scope.open or (reader is not None and reader.may_read(network_id, *scope.point))


def _line(
    area: Area, today: date, treated: Iterable[Meeting], counts: Mapping[UUID, int]
) -> AreaLine:
    moment, meetings = clock.now(), list(treated)
    held = [_at(one) for one in meetings if one.status == "held"]
    coming = [_at(one) for one in meetings if one.status != "held" and one.starts_at > moment]
    last = held[-1] if held else None
    parts = [_part(one) for one in area.parts]
    parts.sort(key=lambda part: alphabetical(part.organisation))
    owner = next((part for part in parts if part.part == "owner"), None)
    return AreaLine(
        id=area.id,
        network_id=area.network_id,
        position=area.position,
        name=area.name,
        text=area.text,
        owner_id=owner.organisation_id if owner else None,
        owner=owner.organisation if owner else "",
        person_id=area.person_id,
        person=area.person.public_name if area.person else "",
        parts=tuple(parts),
        last=last,
        next=coming[0] if coming else None,
        waited_days=(today - last.date).days if last else None,
        open_actions=counts.get(area.id, 0),
        closed=area.closed_at is not None,
        closed_at=area.closed_at,
        version=area.version,
        created_at=area.created_at,
    )


def _part(row: AreaPart) -> PartLine:
    name = row.organisation.name
    return PartLine(organisation_id=row.organisation_id, organisation=name, part=row.part)


def _at(meeting: Meeting) -> Treated:
    return Treated(meeting_id=meeting.id, title=meeting.title, start=meeting.start)
