"""What does a page show of an agenda: each point, when it begins, where it comes from?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.queries import agenda, agenda_sending, appearances, editions, entitled, points
from scheduler.queries.agenda import AgendaView, Point
from scheduler.queries.agenda_sending import Sending
from scheduler.queries.appearances import Appearance
from scheduler.queries.points import Choices
from web.session import current_actor


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One point, the wall time at which it begins (None: nobody has said), its history."""

    point: Point
    begins: datetime | None
    area: str = ""
    before: list[Appearance] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An agenda as the reader may see it; `whole` is what there is, `sending` who lacks it."""

    whole: AgendaView
    view: AgendaView
    lines: list[Line]
    sending: Sending


def show(session: Session, whole: AgendaView) -> Shown:
    """Give an agenda as the reader may see it."""
    reader = entitled.reader(session, current_actor())
    view = editions.agenda_for(whole, reader)
    seen = [point for point in view.points if not point.hidden]
    areas = {point.area_id for point in seen if point.area_id}
    past = appearances.before(session, [point.id for point in seen], reader)
    names = points.area_names(session, areas)
    times = begins(whole)
    return Shown(
        whole=whole,
        view=view,
        lines=[
            Line(
                point=point,
                begins=times.get(point.number),
                area=names.get(point.area_id, "") if point.area_id else "",
                before=past.get(point.id, []),
            )
            for point in view.points
        ],
        sending=agenda_sending.of_meeting(session, view.meeting.id),
    )


def choices(session: Session, shown: Shown) -> Choices:
    """Give what a writer of the agenda can choose from, what is chosen already included."""
    seen = [point for point in shown.view.points if not point.hidden]
    return points.choices(
        session,
        shown.view.meeting.network_id,
        clock.today(shown.view.meeting.time_zone),
        areas={point.area_id for point in seen if point.area_id},
        organisations={house for point in seen for house in point.audience},
    )


def load(session: Session, meeting_id: UUID) -> Shown:
    """Read a meeting's agenda and show it; raises NotFound."""
    return show(session, agenda.of_meeting(session, meeting_id))


def begins(view: AgendaView) -> dict[int, datetime]:
    """Give the wall time at which each point begins, by number; none if no point has minutes."""
    here, passed, found = ZoneInfo(view.meeting.time_zone), timedelta(), {}
    for point in view.points if view.total else ():
        instant = view.meeting.starts_at + passed
        found[point.number] = instant.astimezone(here).replace(tzinfo=None)
        passed += timedelta(minutes=point.minutes or 0)
    return found
