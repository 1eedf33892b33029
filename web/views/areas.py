"""A network's areas: who does what in them, when each was treated, what has waited longest."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler import clock
from scheduler.errors import Conflict, NotFound, Refused
from scheduler.inputs.areas import AreaInput, AreaPatch
from scheduler.model import Network
from scheduler.queries import area_story, entitled
from scheduler.queries import areas as areas_query
from scheduler.queries.areas import AreaLine
from scheduler.services import areas
from web.forms import Form, owners
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("areas", __name__)

M = TypeVar("M", AreaInput, AreaPatch)


@bp.get("/networks/<network>/areas")
@allow("areas:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's areas in its order, and who does what in them."""
    return _list(network, Form(AreaInput))


@bp.post("/networks/<network>/areas")
@allow("areas:write")
def add(network: UUID) -> ResponseReturnValue:
    """Add an area."""
    form = _typed(AreaInput)
    try:
        with transaction() as session:
            areas.add(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        _refuse(form, refused)
        return _list(network, form)
    flash(gettext("The area is on the list."))
    return redirect(f"/networks/{network}/areas", 303)


@bp.get("/areas/<area>")
@allow("areas:read")
def show(area: UUID) -> ResponseReturnValue:
    """Show an area: its points over time, its decisions, its actions."""
    with reading() as session:
        story = area_story.show(session, area, entitled.reader(session, current_actor()))
        coming = areas_query.coming_meetings(session, story.network.id)
    return render_template("areas/show.html", story=story, area=story.area, coming=coming)


@bp.get("/areas/<area>/change")
@allow("areas:write")
def edit(area: UUID) -> ResponseReturnValue:
    """Show an area, ready to be changed."""
    line = _line(area)
    return _edit(line, Form(AreaPatch, _as_typed(line)), version=line.version)


@bp.post("/areas/<area>/change")
@allow("areas:write")
def change(area: UUID) -> ResponseReturnValue:
    """Change an area's name, text and parts."""
    form = _typed(AreaPatch)
    version = request.form.get("version", type=int) or 0
    try:
        plan = form.input
        plan = plan if plan.owner else plan.model_copy(update={"owner": None})  # taken away
        with transaction() as session:
            areas.change(session, area, plan=plan, version=version, by=current_actor())
    except Refused as refused:
        _refuse(form, refused)
        line = _line(area)
        clash = isinstance(refused, Conflict)
        return _edit(line, form, version=line.version if clash else version, clash=clash)
    flash(gettext("The area is saved."))
    return redirect(f"/areas/{area}", 303)


@bp.post("/areas/<area>/place")
@allow("areas:write")
def place(area: UUID) -> ResponseReturnValue:
    """Move an area up or down in the order, close it or open it again."""
    line = _line(area)
    wishes = {
        "up": AreaPatch(position=max(line.position - 1, 1)),
        "down": AreaPatch(position=line.position + 1),
        "close": AreaPatch(closed=True),
        "open": AreaPatch(closed=False),
    }
    plan = wishes.get(request.form.get("do", ""))
    if plan is not None:
        with transaction() as session:
            areas.change(session, area, plan=plan, by=current_actor())
    return redirect(f"/networks/{line.network_id}/areas", 303)


@bp.post("/areas/<area>/agenda")
@allow("agenda:write")
def on_agenda(area: UUID) -> ResponseReturnValue:
    """Put an area on the agenda of a coming meeting."""
    meeting = request.form.get("meeting", type=UUID)
    if meeting is None:
        raise NotFound
    with transaction() as session:
        areas.put_on_agenda(session, area, meeting, by=current_actor())
    flash(gettext("The area is on the agenda."))
    return redirect(f"/meetings/{meeting}/agenda", 303)


def _typed(model: type[M]) -> Form[M]:
    owner = request.form.get("owner", "")
    data = {
        "name": request.form.get("name", ""),
        "text": request.form.get("text", ""),
        "owner": owners.parsed(owner) if owner else None,
        "participates": request.form.getlist("participates"),
        "informed": request.form.getlist("informed"),
    }
    return Form(model, data)


def _refuse(form: Form[M], refused: Refused) -> None:
    form.refuse(refused)
    for one in form.refusals:
        one.field = one.field.partition(".")[0]  # a list of boxes is one field on the page


def _as_typed(line: AreaLine) -> dict[str, Any]:
    owner = {"organisation": line.owner_id, "person": line.person_id}
    return {
        "name": line.name,
        "text": line.text,
        "owner": owner if line.owner_id else None,
        "participates": [str(one.organisation_id) for one in line.having("participates")],
        "informed": [str(one.organisation_id) for one in line.having("informed")],
    }


def _line(area: UUID) -> AreaLine:
    with reading() as session:
        return areas_query.one(session, area, entitled.reader(session, current_actor()))


def _list(network_id: UUID, form: Form[AreaInput]) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        reader = entitled.reader(session, current_actor())
        today = clock.today(network.time_zone)
        page = render_template(
            "areas/index.html",
            network=network,
            lines=areas_query.of_network(session, network_id, today, reader),
            waiting=areas_query.longest_waiting(session, network_id, reader),
            coming=areas_query.coming_meetings(session, network_id),
            form=form,
            owners=owners.choices(session, network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return page, form.status


def _edit(
    line: AreaLine, form: Form[AreaPatch], *, version: int, clash: bool = False
) -> ResponseReturnValue:
    with reading() as session:
        page = render_template(
            "areas/edit.html",
            network=session.get_one(Network, line.network_id),
            line=line,
            form=form,
            version=version,
            clash=clash,
            owners=owners.choices(session, line.network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return page, form.status
