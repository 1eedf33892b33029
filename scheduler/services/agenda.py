"""What can be done with an agenda: it is written as a whole, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import AgendaChanged
from scheduler.inputs import AgendaInput, AgendaItemInput
from scheduler.model import Action, AgendaItem, Decision, Meeting, Minutes, MinutesEntry

FIELDS = ("title", "kind", "item_class", "minutes", "presenter", "text")
WRITTEN = (*FIELDS, "audience", "area_id")


class MinutesArePublished(Refused):
    """What has been published is what everybody has read."""

    message = N_(
        "The notes from this meeting are published, so they no longer change here. "
        "Write what has to be corrected in the notes from the next meeting."
    )
    status = 409


class PointHasNotes(Refused):
    """What was said about a point would be lost with it, or was to stay spoken."""

    message = N_(
        "“%(title)s” has notes, decisions or actions. Keep the point as it is, "
        "or take them out of the notes first."
    )


class UnknownPoint(Refused):
    """The id is of no point on this agenda."""

    message = N_("This point is not on the meeting's agenda. Reload the page and try again.")


class PointTwice(Refused):
    """One point cannot stand in two places."""

    message = N_("The same point stands on the agenda twice. Take one of them away.")


def put(session: Session, meeting_id: UUID, *, plan: AgendaInput, by: Actor) -> list[AgendaItem]:
    """Write the whole agenda; a point whose `id` is given stays that point, the others are new."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("agenda:write", meeting.network_id)
    refuse_if_published(session, meeting.id)
    before = [_values(item) for item in meeting.agenda]
    items = list(_placed(meeting, plan))
    _refuse_to_lose_notes(session, meeting, dict(zip(items, plan.items, strict=True)))
    for position, (item, point) in enumerate(zip(items, plan.items, strict=True), 1):
        _describe(item, point, position)
    _replace(session, meeting, items)
    if [_values(item) for item in items] != before:
        meeting.sequence += 1  # open titles stand in calendars, which take what is newer alone
        meeting.changed_at = now()
        network_id = meeting.network_id
        record(session, AgendaChanged(by=by.name, subject=meeting.id, network_id=network_id))
    return items


def refuse_if_published(session: Session, meeting_id: UUID) -> None:
    """Refuse to change what belongs to published minutes."""
    state = session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting_id))
    if state == "published":
        raise MinutesArePublished


def _placed(meeting: Meeting, plan: AgendaInput) -> Iterator[AgendaItem]:
    left = {item.id: item for item in meeting.agenda}
    known = set(left)
    for place, point in enumerate(plan.items):
        if point.id is None:
            yield AgendaItem(id=new_id(), meeting_id=meeting.id)
        elif point.id in left:
            yield left.pop(point.id)
        else:
            refusal = PointTwice if point.id in known else UnknownPoint
            raise refusal(field=f"items.{place}.id")


def _refuse_to_lose_notes(
    session: Session, meeting: Meeting, kept: Mapping[AgendaItem, AgendaItemInput]
) -> None:
    noted = _noted(session, meeting)
    for item in meeting.agenda:
        point = kept.get(item)
        if item.id in noted and (point is None or point.item_class == "spoken"):
            raise PointHasNotes(field="items", title=item.title)


def _noted(session: Session, meeting: Meeting) -> set[UUID | None]:
    entries = select(MinutesEntry.item_id).join(Minutes).where(Minutes.meeting_id == meeting.id)
    decisions = select(Decision.item_id).where(Decision.meeting_id == meeting.id)
    actions = select(Action.item_id).where(Action.meeting_id == meeting.id)
    return set(session.scalars(union_all(entries, decisions, actions)))


def _describe(item: AgendaItem, point: AgendaItemInput, position: int) -> None:
    item.position = position
    for name in FIELDS:
        setattr(item, name, getattr(point, name))
    item.area_id, item.audience = point.area, sorted(str(one) for one in point.audience)
    if point.item_class == "spoken":
        item.text = ""  # what is only spoken leaves no more than its title


def _replace(session: Session, meeting: Meeting, items: list[AgendaItem]) -> None:
    for item in meeting.agenda:
        if item not in items:
            session.delete(item)
    meeting.agenda = items
    session.flush()


def _values(item: AgendaItem) -> tuple[object, ...]:
    return (item.id, *(getattr(item, name) for name in WRITTEN))
