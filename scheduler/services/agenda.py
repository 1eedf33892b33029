"""What can be done with an agenda: it is written as a whole, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import AgendaChanged
from scheduler.inputs import AgendaInput, AgendaItemInput
from scheduler.model import AgendaItem, Area, Meeting, Membership, Minutes
from scheduler.model.minutes import FIXED
from scheduler.queries import entitled
from scheduler.services import ties
from scheduler.services.refusals import MinutesAreFixed

FIELDS = ("title", "kind", "item_class", "minutes", "presenter", "text")
WRITTEN = (*FIELDS, "audience", "area_id")


class PointHasNotes(Refused):
    """What was said about a point would be lost with it, or was to stay spoken."""

    message = N_(
        "“%(title)s” has notes, decisions or actions. Keep the point as it is, "
        "or take them out of the notes first."
    )


class PointHasPapers(Refused):
    """What was handed in for a point would be lost with it, or was to stay spoken."""

    message = N_(
        "“%(title)s” has papers, or reports in its round. Keep the point as it is, "
        "or take them away first."
    )


class NotYoursToRead(Refused):
    """A point that the writer may not read is not theirs to take away."""

    message = N_(
        "Point %(number)s is only for those it concerns. Leave it on the agenda; "
        "somebody who keeps the network's records can take it off."
    )


class UnknownArea(Refused):
    """The area is of another network, or of none."""

    message = N_("This area is not one of the network's. Reload the page and choose again.")


class UnknownAudience(Refused):
    """The organisation is of another network, or of none."""

    message = N_(
        "One of the organisations that the point is for does not belong to the network. "
        "Reload the page and choose again."
    )


class UnknownPoint(Refused):
    """The id is of no point on this agenda."""

    message = N_("This point is not on the meeting's agenda. Reload the page and try again.")


class PointTwice(Refused):
    """One point cannot stand in two places."""

    message = N_("The same point stands on the agenda twice. Take one of them away.")


def put(session: Session, meeting_id: UUID, *, plan: AgendaInput, by: Actor) -> list[AgendaItem]:
    """Write the whole agenda; a point whose `id` is given stays that point, the others are new.

    What a writer may not read stays as it is, wherever they put it.
    """
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("agenda:write", meeting.network_id)
    refuse_if_fixed(session, meeting.id)
    refuse_strangers(session, meeting.network_id, plan.items, meeting.agenda)
    before = [values(item) for item in meeting.agenda]
    items = list(_placed(meeting, plan))
    kept = dict(zip(items, plan.items, strict=True))
    hidden = _hidden(session, meeting, by)
    _refuse_to_lose(session, meeting, kept, hidden)
    for position, (item, point) in enumerate(kept.items(), 1):
        item.position = position
        if item not in hidden:
            _describe(item, point)
    _remember_without(meeting, items)
    replace(session, meeting, items)
    if [values(item) for item in items] != before:
        changed(session, meeting, by)
    return items


def refuse_if_fixed(session: Session, meeting_id: UUID) -> None:
    """Refuse to change what belongs to approved minutes."""
    state = session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting_id))
    if state in FIXED:
        raise MinutesAreFixed


def refuse_strangers(
    session: Session,
    network_id: UUID,
    points: Sequence[AgendaItemInput],
    standing: Sequence[AgendaItem] = (),
) -> None:
    """Refuse areas and audiences of elsewhere; what stands already stays."""
    areas = set(session.scalars(select(Area.id).where(Area.network_id == network_id)))
    known = {UUID(one) for item in standing for one in item.audience}
    if any(point.audience for point in points):
        belong = select(Membership.organisation_id).where(Membership.network_id == network_id)
        known |= {one for one in session.scalars(belong.distinct()) if one is not None}
    for place, point in enumerate(points):
        if point.area is not None and point.area not in areas:
            raise UnknownArea(field=f"items.{place}.area")
        if not known.issuperset(point.audience):
            raise UnknownAudience(field=f"items.{place}.audience")


def replace(session: Session, meeting: Meeting, items: list[AgendaItem]) -> None:
    """Let a meeting have these points and no others."""
    for item in meeting.agenda:
        if item not in items:
            ties.let_go(session, item)
            session.delete(item)
    meeting.agenda = items
    session.flush()


def insert(session: Session, meeting: Meeting, item: AgendaItem, place: int) -> None:
    """Put one point among the others; `place` counts from 0."""
    items = [*meeting.agenda[:place], item, *meeting.agenda[place:]]
    for position, one in enumerate(items, 1):
        one.position = position
    replace(session, meeting, items)


def changed(session: Session, meeting: Meeting, by: Actor) -> None:
    """Tell that an agenda says something else; nobody is asked anew, and all answers stay."""
    meeting.sequence += 1  # open titles stand in calendars, which take what is newer alone
    meeting.changed_at = now()
    network_id = meeting.network_id
    record(session, AgendaChanged(by=by.name, subject=meeting.id, network_id=network_id))


def values(item: AgendaItem) -> tuple[object, ...]:
    """Give all that a writer says of a point."""
    return (item.id, *(getattr(item, name) for name in WRITTEN))


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


def _hidden(session: Session, meeting: Meeting, by: Actor) -> set[AgendaItem]:
    reader = entitled.reader(session, by)
    return {
        item
        for item in meeting.agenda
        if not reader.may_read(
            meeting.network_id, meeting.id, item.item_class, [UUID(one) for one in item.audience]
        )
    }


def _refuse_to_lose(
    session: Session,
    meeting: Meeting,
    kept: Mapping[AgendaItem, AgendaItemInput],
    hidden: Collection[AgendaItem],
) -> None:
    noted, filled = ties.noted(session, meeting.id), ties.filled(session, meeting.id)
    for number, item in enumerate(meeting.agenda, 1):
        point = kept.get(item)
        if item in hidden:
            if point is None:
                raise NotYoursToRead(field="items", number=number)
            continue
        lost = point is None or point.item_class == "spoken" != item.item_class
        if lost and item.id in noted:
            raise PointHasNotes(field="items", title=item.title)
        if lost and item.id in filled:
            raise PointHasPapers(field="items", title=item.title)


def _describe(item: AgendaItem, point: AgendaItemInput) -> None:
    before = values(item)
    for name in FIELDS:
        setattr(item, name, getattr(point, name))
    item.area_id, item.audience = point.area, []
    if point.item_class != "open":
        item.audience = sorted(str(one) for one in point.audience)
    if point.item_class == "spoken":
        item.text = ""  # what is only spoken leaves no more than its title
    if item.source and values(item) != before:
        item.touched = True


def _remember_without(meeting: Meeting, items: Collection[AgendaItem]) -> None:
    """Keep in mind what a person took off that had come by itself: here it stays away."""
    gone = [item.source for item in meeting.agenda if item.source and item not in items]
    if gone:
        meeting.agenda_without = sorted({*meeting.agenda_without, *gone})
