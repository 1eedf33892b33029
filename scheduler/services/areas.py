"""What can be done with areas: they are written, put in order, closed, and put on an agenda."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import AreaChanged
from scheduler.inputs.areas import AreaInput, AreaPatch
from scheduler.model import AgendaItem, Area, Meeting, Network
from scheduler.promised import scope_of
from scheduler.queries import entitled
from scheduler.services import agenda, responsibilities


class AreaTwice(Refused):
    """Two areas of one network are called the same."""

    message = N_("An area called “%(name)s” is there already. Change that one, or choose a name.")


class AreaIsClosed(Refused):
    """What is no longer worked on comes to no agenda."""

    message = N_("This area is closed. Open it again before you put it on an agenda.")
    status = 409


class MeetingIsNotComing(Refused):
    """Only what is yet to be held has an agenda that still grows."""

    message = N_("This meeting has been held or cancelled. Choose one that is yet to come.")
    status = 409


def add(session: Session, network_id: UUID, *, plan: AreaInput, by: Actor) -> Area:
    """Add an area last in the network's order."""
    network = session.get(Network, network_id, with_for_update=True)
    if network is None:
        raise NotFound
    by.must("areas:write", network.id)
    _refuse_second(session, network.id, plan.name)
    area = Area(network_id=network.id, name=plan.name, text=plan.text)
    area.position = len(_ordered(session, network.id)) + 1
    session.add(area)
    responsibilities.divide(session, network, area, plan=AreaPatch(**dict(plan)))
    session.flush()
    _record(session, area, by)
    return area


def change(
    session: Session, area_id: UUID, *, plan: AreaPatch, by: Actor, version: int | None = None
) -> Area:
    """Change what the plan names: name, text, parts, place in the order, closed; the rest stays."""
    area = _loaded(session, area_id, by)
    if version not in {None, area.version}:
        raise Conflict
    before = _values(area)
    if plan.name is not None and plan.name.casefold() != area.name.casefold():
        _refuse_second(session, area.network_id, plan.name)
    area.name = plan.name or area.name
    area.text = area.text if plan.text is None else plan.text
    responsibilities.divide(session, session.get_one(Network, area.network_id), area, plan=plan)
    if plan.closed is not None and plan.closed != (area.closed_at is not None):
        area.closed_at = clock.now() if plan.closed else None
    if plan.position is not None:
        _place(session, area, plan.position)
    if _values(area) != before:
        area.version += 1
        _record(session, area, by)
    return area


def move(session: Session, area_id: UUID, *, to: int, by: Actor) -> Area:
    """Give an area another place in the order, counted from 1."""
    return change(session, area_id, plan=AreaPatch(position=to), by=by)


def close(session: Session, area_id: UUID, *, by: Actor) -> Area:
    """Close an area: it stays to be read, and is worked on no longer."""
    return change(session, area_id, plan=AreaPatch(closed=True), by=by)


def put_on_agenda(session: Session, area_id: UUID, meeting_id: UUID, *, by: Actor) -> AgendaItem:
    """Put an area last on a coming meeting's agenda; one that stands there already stays."""
    area = session.get(Area, area_id)
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if area is None or meeting is None or area.network_id != meeting.network_id:
        raise NotFound
    by.must("agenda:write", meeting.network_id)
    standing = _standing(session, meeting, area, by)
    if standing is not None:
        return standing
    if area.closed_at is not None:
        raise AreaIsClosed
    if meeting.status in {"held", "cancelled"} or meeting.starts_at <= clock.now():
        raise MeetingIsNotComing
    agenda.refuse_if_fixed(session, meeting.id)
    return _appended(session, meeting, area, by)


def _standing(session: Session, meeting: Meeting, area: Area, by: Actor) -> AgendaItem | None:
    # A point that the asker may not read is none to them: that it is there would be told.
    reader = entitled.reader(session, by)
    for item in meeting.agenda:
        scope = scope_of(item)
        if item.area_id == area.id and reader.may_read(area.network_id, *scope.point):
            return item
    return None


def _appended(session: Session, meeting: Meeting, area: Area, by: Actor) -> AgendaItem:
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        title=area.name,
        kind="discussion",
        area_id=area.id,
        audience=[],
        source=f"area:{area.id}",
    )
    agenda.insert(session, meeting, item, len(meeting.agenda))
    agenda.changed(session, meeting, by)
    return item


def _loaded(session: Session, area_id: UUID, by: Actor) -> Area:
    area = session.get(Area, area_id, with_for_update=True)
    if area is None:
        raise NotFound
    by.must("areas:write", area.network_id)
    return area


def _ordered(session: Session, network_id: UUID) -> list[Area]:
    whole = select(Area).where(Area.network_id == network_id).order_by(Area.position, Area.id)
    return list(session.scalars(whole))


def _refuse_second(session: Session, network_id: UUID, name: str) -> None:
    if any(one.name.casefold() == name.casefold() for one in _ordered(session, network_id)):
        raise AreaTwice(field="name", name=name)


def _place(session: Session, area: Area, to: int) -> None:
    session.flush()
    others = [one for one in _ordered(session, area.network_id) if one is not area]
    others.insert(to - 1, area)
    for position, one in enumerate(others, 1):
        one.position = position


def _values(area: Area) -> tuple[object, ...]:
    parts = sorted((str(one.organisation_id), one.part) for one in area.parts)
    closed = area.closed_at is not None
    return (area.name, area.text, area.position, area.person_id, closed, parts)


def _record(session: Session, area: Area, by: Actor) -> None:
    record(session, AreaChanged(by=by.name, subject=area.id, network_id=area.network_id))
