"""Which parts of the same minutes and agenda does each reader get?

One writing, several editions, cut and never written anew: the keepers' full one, each
organisation's, what a reader is entitled to, and the public one without names. Numbers stay, so
that a gap shows that something is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from scheduler.queries.agenda import AgendaView, Point
from scheduler.queries.entitled import Reader
from scheduler.queries.minutes import MinutesView


def for_reader(view: MinutesView, reader: Reader) -> MinutesView:
    """Give what a reader is entitled to; an action's own owner always sees it."""
    network_id, meeting_id = view.meeting.network_id, view.meeting.id
    own = reader.actor.person_id
    return cut(
        view,
        lambda point: reader.sees(network_id, meeting_id, point),
        owner=lambda person_id: own is not None and person_id == own,
    )


def for_organisation(view: MinutesView, organisation_id: UUID) -> MinutesView:
    """Give the edition of an organisation that was called: open points and those meant for it."""
    return cut(view, lambda point: point.open or not point.audience or _has(point, organisation_id))


def public(view: MinutesView) -> MinutesView:
    """Give what everybody may read: open points; readers leave out the names of persons."""
    return cut(view, lambda point: point.open)


def agenda_for(view: AgendaView, reader: Reader) -> AgendaView:
    """Give the agenda as a reader may see it; numbers stay."""
    network_id, meeting_id = view.meeting.network_id, view.meeting.id
    shown = [
        point if reader.sees(network_id, meeting_id, point) else closed(point)
        for point in view.points
    ]
    return replace(view, points=shown)


def cut(
    view: MinutesView,
    may: Callable[[Point], bool],
    owner: Callable[[UUID | None], bool] = lambda _: False,
) -> MinutesView:
    """Leave out what stands and was written on points that `may` does not allow."""
    shown: set[UUID | None] = {None} | {point.id for point in view.points if may(point)}
    return replace(
        view,
        points=[point if point.id in shown else closed(point) for point in view.points],
        notes=[note for note in view.notes if note.item_id in shown],
        rounds=[note for note in view.rounds if note.item_id in shown],
        decisions=[line for line in view.decisions if line.item_id in shown],
        actions=[line for line in view.actions if line.item_id in shown or owner(line.person_id)],
    )


def closed(point: Point) -> Point:
    """Give a point of which no more than its number is shown."""
    return Point(
        id=point.id,
        number=point.number,
        title="",
        kind=point.kind,
        item_class=point.item_class,
        minutes=None,
        presenter="",
        text="",
        hidden=True,
    )


def _has(point: Point, organisation_id: UUID) -> bool:
    return organisation_id in point.audience
