"""A network's actions: what somebody has promised, what is late, what is done."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, Refused
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.model import Network
from scheduler.queries import actions as actions_query
from scheduler.queries.actions import ActionLine
from scheduler.services import actions
from web.forms import Form, owners
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("actions", __name__)

M = TypeVar("M", ActionInput, ActionPatch)


@bp.get("/networks/<network>/actions")
@allow("actions:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's actions, the overdue first; by organisation and state if asked."""
    return _list(network, Form(ActionInput))


@bp.post("/networks/<network>/actions")
@allow("actions:write")
def add(network: UUID) -> ResponseReturnValue:
    """Take on an action between meetings."""
    form = _typed(ActionInput)
    try:
        with transaction() as session:
            actions.add(session, network_id=network, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _list(network, form)
    flash(gettext("The action is on the list."))
    return redirect(f"/networks/{network}/actions", 303)


@bp.get("/actions/<action>")
@allow("actions:write")
def show(action: UUID) -> ResponseReturnValue:
    """Show one action, ready to be changed."""
    line = _line(action)
    return _edit(line, Form(ActionPatch, _as_typed(line)), version=line.version)


@bp.post("/actions/<action>")
@allow("actions:write")
def change(action: UUID) -> ResponseReturnValue:
    """Change an action's words, owner, date or state."""
    form = _typed(ActionPatch)
    version = request.form.get("version", type=int) or 0
    try:
        _save(action, form, version)
    except Refused as refused:
        form.refuse(refused)
        line = _line(action)
        clash = isinstance(refused, Conflict)
        return _edit(line, form, version=line.version if clash else version, clash=clash)
    flash(gettext("The action is saved."))
    return redirect(f"/networks/{_line(action).network_id}/actions", 303)


def _save(action: UUID, form: Form[ActionPatch], version: int) -> None:
    plan = form.input
    if "due" not in form.data:
        plan = plan.model_copy(update={"due": None})  # an emptied date is none, not the old one
    with transaction() as session:
        actions.change(session, action, plan=plan, version=version, by=current_actor())


def _typed(model: type[M]) -> Form[M]:
    kept = {name: request.form[name] for name in ("due", "state") if request.form.get(name)}
    owner = owners.parsed(request.form.get("owner", ""))
    return Form(model, kept | {"text": request.form.get("text", ""), "owner": owner})


def _as_typed(line: ActionLine) -> dict[str, Any]:
    owner = {"organisation": line.organisation_id, "person": line.person_id}
    return {"text": line.text, "due": line.due, "state": line.state, "owner": owner}


def _line(action: UUID) -> ActionLine:
    with reading() as session:
        return actions_query.by_id(session, action)


def _list(network_id: UUID, form: Form[ActionInput]) -> ResponseReturnValue:
    organisation = request.args.get("organisation", "")
    state = request.args.get("state", "open")
    with reading() as session:
        network = session.get_one(Network, network_id)
        lines = actions_query.of_network(session, network)
        page = render_template(
            "actions/index.html",
            network=network,
            lines=[line for line in lines if _wanted(line, organisation, state)],
            any=bool(lines),
            houses=sorted({(str(line.organisation_id), line.organisation) for line in lines}),
            organisation=organisation,
            state=state,
            form=form,
            owners=owners.choices(session, network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return page, form.status


def _wanted(line: ActionLine, organisation: str, state: str) -> bool:
    asked = {"open": line.open, "overdue": line.overdue, "closed": not line.open}
    return asked.get(state, True) and organisation in {"", str(line.organisation_id)}


def _edit(
    line: ActionLine, form: Form[ActionPatch], *, version: int, clash: bool = False
) -> ResponseReturnValue:
    with reading() as session:
        page = render_template(
            "actions/edit.html",
            network=session.get_one(Network, line.network_id),
            line=line,
            form=form,
            version=version,
            clash=clash,
            owners=owners.choices(session, line.network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return page, form.status
