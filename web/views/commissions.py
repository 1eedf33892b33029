"""A network's commissions: who gave them, when they report back, what came of them."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import Conflict, Refused
from scheduler.inputs.areas import CommissionInput, CommissionPatch
from scheduler.model import Network
from scheduler.queries import areas
from scheduler.queries import commissions as commissions_query
from scheduler.queries.commissions import CommissionLine
from scheduler.services import commissions
from web.forms import Form, owners
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("commissions", __name__)

M = TypeVar("M", CommissionInput, CommissionPatch)


@bp.get("/networks/<network>/commissions")
@allow("areas:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's commissions: the late, the other open ones by date, then the closed."""
    return _list(network, Form(CommissionInput))


@bp.post("/networks/<network>/commissions")
@allow("areas:write")
def add(network: UUID) -> ResponseReturnValue:
    """Write down a commission."""
    form = _typed(CommissionInput)
    try:
        with transaction() as session:
            commissions.add(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        _refuse(form, refused)
        return _list(network, form)
    flash(gettext("The commission is on the list."))
    return redirect(f"/networks/{network}/commissions", 303)


@bp.get("/commissions/<commission>")
@allow("areas:read")
def show(commission: UUID) -> ResponseReturnValue:
    """Show a commission; to those who may, ready to be changed."""
    line = _line(commission)
    return _show(line, Form(CommissionPatch, _as_typed(line)), version=line.version)


@bp.post("/commissions/<commission>")
@allow("areas:write")
def change(commission: UUID) -> ResponseReturnValue:
    """Change a commission, report it or close it."""
    form = _typed(CommissionPatch)
    version = request.form.get("version", type=int) or 0
    try:
        plan = form.input
        emptied = {name: None for name in ("report_back", "area") if form.data[name] is None}
        plan = plan.model_copy(update=emptied)
        with transaction() as session:
            commissions.change(session, commission, plan=plan, version=version, by=current_actor())
    except Refused as refused:
        _refuse(form, refused)
        line = _line(commission)
        clash = isinstance(refused, Conflict)
        return _show(line, form, version=line.version if clash else version, clash=clash)
    flash(gettext("The commission is saved."))
    return redirect(f"/networks/{_line(commission).network_id}/commissions", 303)


def _typed(model: type[M]) -> Form[M]:
    form = Form.from_request(model)
    form.data["bodies"] = request.form.getlist("bodies")
    form.data |= {name: form.data.get(name) for name in ("report_back", "area")}
    if model is CommissionPatch:  # what was emptied is empty, not as before
        texts = {name: request.form.get(name, "") for name in ("text", "document", "outcome")}
        form.data |= texts
    return form


def _refuse(form: Form[M], refused: Refused) -> None:
    form.refuse(refused)
    for one in form.refusals:
        one.field = one.field.partition(".")[0]  # a list of boxes is one field on the page


def _as_typed(line: CommissionLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "text": line.text,
        "giver": line.giver,
        "document": line.document,
        "bodies": [str(body) for body, _ in line.bodies],
        "report_back": line.report_back,
        "area": line.area_id,
        "state": line.state,
        "outcome": line.outcome,
    }


def _line(commission: UUID) -> CommissionLine:
    with reading() as session:
        return commissions_query.one(session, commission)


def _choices(session: Session, network_id: UUID) -> dict[str, Any]:
    houses = [(one.value, one.name) for one in owners.choices(session, network_id)]
    named = [(str(area), name) for area, name in areas.names(session, network_id)]
    return {"houses": houses, "areas": named}


def _list(network_id: UUID, form: Form[CommissionInput]) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        today = clock.today(network.time_zone)
        page = render_template(
            "commissions/index.html",
            network=network,
            lines=commissions_query.of_network(session, network_id, today),
            form=form,
            **_choices(session, network_id),
        )
    return page, form.status


def _show(
    line: CommissionLine, form: Form[CommissionPatch], *, version: int, clash: bool = False
) -> ResponseReturnValue:
    with reading() as session:
        page = render_template(
            "commissions/show.html",
            network=session.get_one(Network, line.network_id),
            line=line,
            form=form,
            version=version,
            clash=clash,
            **_choices(session, line.network_id),
        )
    return page, form.status
