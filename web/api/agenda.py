"""What can programs do with agendas, standing points, and what became of points?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import AgendaInput, LeavingInput, OutcomeInput, TemplateInput
from scheduler.inputs.types import Input
from scheduler.model import Series
from scheduler.queries import agenda as agenda_query
from scheduler.queries import editions, templates
from scheduler.queries.agenda import AgendaView
from scheduler.queries.entitled import reader
from scheduler.services import agenda as agenda_service
from scheduler.services import meetings, notices, points
from scheduler.services import templates as templates_service
from web.api import out
from web.api.asking import Nothing, query
from web.api.endpoint import Call, endpoint
from web.api.meetings import shown


class NotCalledYet(Refused):
    """Nobody could be sent an agenda."""

    message = N_("Nobody has been called to this meeting yet. The notice carries the agenda.")


class NothingToSend(Refused):
    """An agenda without points says nothing."""

    message = N_("The agenda is empty. Write it first, then send it.")


class SeriesAsked(Input):
    """Whose standing points: a series', else the network's."""

    series: UUID | None = None


@endpoint("GET", "/meetings/<meeting>/agenda", rule="agenda:read", returns=out.Agenda)
def get_agenda(call: Call[Nothing], meeting: UUID) -> out.Agenda:
    """Show a meeting's agenda as far as the asker may read it; it can be sent back as it is."""
    return _agenda(call, meeting)


@endpoint(
    "PUT",
    "/meetings/<meeting>/agenda",
    rule="agenda:write",
    body=AgendaInput,
    returns=out.Agenda,
    match="may",
)
def put_agenda(call: Call[AgendaInput], meeting: UUID) -> out.Agenda:
    """Write the whole agenda; a point whose `id` is given stays that point."""
    call.unchanged(_agenda(call, meeting))
    agenda_service.put(call.session, meeting, plan=call.asked, by=call.actor)
    return _agenda(call, meeting)


@endpoint(
    "POST",
    "/meetings/<meeting>/agenda/send",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Meeting,
    status=202,
)
def send_agenda(call: Call[LeavingInput], meeting: UUID) -> out.Meeting:
    """Send a called meeting's agenda as an update; all answers stay, nobody is asked anew."""
    row = meetings.to_come(call.session, meeting, call.actor)
    if row.called_at is None:
        raise NotCalledYet
    if not row.agenda:
        raise NothingToSend
    leave = call.asked.leaving(row.time_zone)
    return shown(
        call.session, notices.send_agenda(call.session, meeting, leave=leave, by=call.actor)
    )


@endpoint(
    "POST",
    "/items/<item>/outcome",
    rule="minutes:write",
    body=OutcomeInput,
    returns=out.AgendaItem,
)
def settle_point(call: Call[OutcomeInput], item: UUID) -> out.AgendaItem:
    """Say what the meeting made of a point; what is left open comes back on the next agenda."""
    row = points.settle(call.session, item, plan=call.asked, by=call.actor)
    shown_ = {point.id: point for point in _view(call, row.meeting_id).points}
    return out.AgendaItem.of(shown_[row.id])


@endpoint(
    "GET",
    "/networks/<network>/agenda-template",
    rule="agenda:write",
    query=SeriesAsked,
    returns=out.AgendaTemplate,
)
def get_agenda_template(call: Call[SeriesAsked], network: UUID) -> out.AgendaTemplate:
    """Show the standing points of a network or a series; a series with none has its network's."""
    return _template(call.session, network, call.asked.series)


@endpoint(
    "PUT",
    "/networks/<network>/agenda-template",
    rule="agenda:write",
    body=TemplateInput,
    query=SeriesAsked,
    returns=out.AgendaTemplate,
    match="may",
)
def put_agenda_template(call: Call[TemplateInput], network: UUID) -> out.AgendaTemplate:
    """Write standing points; agendas to come that nobody has written by hand follow."""
    series = call.asked.series or query(SeriesAsked).series
    call.unchanged(_template(call.session, network, series))
    plan = call.asked.model_copy(update={"series": series})
    templates_service.put(call.session, network, plan=plan, by=call.actor)
    return _template(call.session, network, series)


def _template(session: Session, network: UUID, series_id: UUID | None) -> out.AgendaTemplate:
    if series_id is not None:
        series = session.get(Series, series_id)
        if series is None or series.network_id != network:
            raise NotFound
    return out.AgendaTemplate.of(templates.of_network(session, network, series_id), series_id)


def _agenda(call: Call[Nothing] | Call[AgendaInput], meeting: UUID) -> out.Agenda:
    return out.Agenda.of(_view(call, meeting))


def _view(
    call: Call[Nothing] | Call[AgendaInput] | Call[OutcomeInput], meeting: UUID
) -> AgendaView:
    """Give the agenda as the asker may see it, with what was just written read anew."""
    call.session.flush()
    call.session.expire_all()
    whole = agenda_query.of_meeting(call.session, meeting)
    return editions.agenda_for(whole, reader(call.session, call.actor))
