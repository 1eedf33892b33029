"""Actions: what somebody has promised, what is late, what is done; in a network and in all."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import ownership, promising
from scheduler.errors import Conflict, Refused
from scheduler.inputs import ActionInput, ActionPatch, ReportInput
from scheduler.model import Action, Area, Network
from scheduler.queries import action_history, decisions, membership
from scheduler.queries import actions as actions_query
from scheduler.queries.actions import ActionLine
from scheduler.queries.entitled import reader
from scheduler.services import actions
from web.forms import Form, action_filters, owners
from web.forms.action_filters import Asked
from web.reader import gettext
from web.rules import allow, signed_in
from web.session import current_actor, reading, transaction

bp = Blueprint("actions", __name__)

M = TypeVar("M", ActionInput, ActionPatch)
_TYPED = ("due", "state", "horizon", "area")


@bp.get("/actions")
@signed_in("each reader gets the actions of their own networks")
def everywhere() -> ResponseReturnValue:
    """List the actions of all networks whose actions the reader may read."""
    actor, asked = current_actor(), Asked.from_request()
    with reading() as session:
        networks = [
            one
            for one in membership.networks_of(session, actor)
            if actor.may("actions:read", one.id)
        ]
        lines = actions_query.of_networks(session, networks, reader(session, actor))
    return render_template(
        "actions/everywhere.html",
        lines=asked.of(lines),
        any=bool(lines),
        networks={one.id: one for one in networks},
        asked=asked,
        houses=action_filters.houses(lines),
    )


@bp.get("/networks/<network>/actions")
@allow("actions:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's actions, the overdue first; by state, organisation, area if asked."""
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
    flash(gettext("The action is on the list. Its owner gets a mail with a link to report by."))
    return redirect(f"/networks/{network}/actions", 303)


@bp.get("/actions/<action>")
@allow("actions:read")
def show(action: UUID) -> ResponseReturnValue:
    """Show one action: where it comes from, what has become of it, what can be done now."""
    line = _line(action)
    return page(line, Form(ActionPatch, _as_typed(line)), version=line.version)


@bp.post("/actions/<action>")
@allow("actions:write")
def change(action: UUID) -> ResponseReturnValue:
    """Change an action's words, owner, date, area or horizon."""
    form = _typed(ActionPatch)
    version = request.form.get("version", type=int) or 0
    line = _line(action)
    try:
        _save(action, form, version)
    except Refused as refused:
        form.refuse(refused)
        line = _line(action)
        clash = isinstance(refused, Conflict)
        return page(line, form, version=line.version if clash else version, clash=clash)
    flash(gettext("The action is saved."))
    return redirect(f"/actions/{action}", 303)


@bp.post("/actions/<action>/state")
@allow("actions:write")
def move(action: UUID) -> ResponseReturnValue:
    """Let an action take the state of the button that was pressed."""
    form = Form(ActionPatch, {"state": request.form.get("state", "")})
    line = _line(action)
    try:
        with transaction() as session:
            actions.change(session, action, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        form.data = _as_typed(line)
        return page(_line(action), form, version=line.version)
    flash(gettext("The action is saved."))
    return redirect(f"/actions/{action}", 303)


def page(
    line: ActionLine,
    form: Form[ActionPatch],
    *,
    version: int,
    clash: bool = False,
    report: Form[ReportInput] | None = None,
) -> ResponseReturnValue:
    """Show the page of an action, with what was typed and what is wrong with it."""
    actor = current_actor()
    with reading() as session:
        action = session.get_one(Action, line.id)
        rendered = render_template(
            "actions/show.html",
            network=session.get_one(Network, line.network_id),
            line=line,
            form=form,
            report=report or Form(ReportInput),
            version=version,
            clash=clash,
            next=promising.FOLLOWS[line.state],
            mine=ownership.is_owner(session, action, actor.person_id),
            history=action_history.of_action(session, line.id),
            decisions=decisions.of_point(session, line.item_id, reader(session, actor)),
            areas=_areas(session, line.network_id),
            owners=owners.choices(session, line.network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return rendered, (report or form).status


def _save(action: UUID, form: Form[ActionPatch], version: int) -> None:
    plan = form.input
    emptied = {name: None for name in ("due", "area") if name not in form.data}
    if emptied:
        plan = plan.model_copy(update=emptied)  # an emptied date is none, not the old one
    with transaction() as session:
        actions.change(session, action, plan=plan, version=version, by=current_actor())


def _typed(model: type[M]) -> Form[M]:
    kept = {name: request.form[name] for name in _TYPED if request.form.get(name)}
    owner = owners.parsed(request.form.get("owner", ""))
    horizon = {"horizon": request.form.get("horizon", "")}
    return Form(model, horizon | kept | {"text": request.form.get("text", ""), "owner": owner})


def _as_typed(line: ActionLine) -> dict[str, Any]:
    owner = {"organisation": line.organisation_id, "person": line.person_id}
    values = {name: getattr(line, name) for name in ("text", "due", "horizon")}
    return values | {"owner": owner, "area": line.area_id}


def _line(action: UUID) -> ActionLine:
    with reading() as session:
        return actions_query.by_id(session, action, reader(session, current_actor()))


def _areas(session: Session, network_id: UUID) -> list[tuple[str, str]]:
    chosen = select(Area).where(Area.network_id == network_id, Area.closed_at.is_(None))
    return [(str(one.id), one.name) for one in session.scalars(chosen.order_by(Area.position))]


def _list(network_id: UUID, form: Form[ActionInput]) -> ResponseReturnValue:
    asked = Asked.from_request()
    with reading() as session:
        network = session.get_one(Network, network_id)
        lines = actions_query.of_network(session, network, reader(session, current_actor()))
        rendered = render_template(
            "actions/index.html",
            network=network,
            lines=asked.of(lines),
            any=bool(lines),
            houses=action_filters.houses(lines),
            lined=action_filters.areas(lines),
            asked=asked,
            form=form,
            areas=_areas(session, network_id),
            owners=owners.choices(session, network_id),
            chosen=owners.value(form.data.get("owner")),
        )
    return rendered, form.status
