"""The library of scenarios: a network's list, a new one, one of them whole, its states."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise import checking
from scheduler.exercise.comparing import Field
from scheduler.exercise.ready import LANGUAGES, READY
from scheduler.inputs.scenario import ApprovalInput, ScenarioInput
from scheduler.model import Network, Scenario
from scheduler.queries import scenarios as query
from scheduler.services import scenarios
from web import import_words, scenario_words
from web.forms import Form
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("scenarios", __name__)

DONE = {
    "draft": N_("The scenario is a draft again."),
    "review": N_("The scenario is in review. Ask those who know the matter to read it."),
    "approved": N_("Version %(number)s is approved and can be run."),
    "retired": N_("Version %(number)s is out of use."),
}


@bp.get("/networks/<network>/scenarios")
@allow("scenarios:propose")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's scenarios; to members those that they have proposed."""
    with reading() as session:
        return render_template(
            "scenarios/index.html",
            network=session.get_one(Network, network),
            lines=query.of_network(session, network, current_actor()),
            words=scenario_words,
        )


@bp.get("/networks/<network>/scenarios/new")
@allow("scenarios:propose")
def new(network: UUID) -> ResponseReturnValue:
    """Offer the ready scenarios, an empty one and the way to import."""
    return _new(network, Form(ScenarioInput))


@bp.post("/networks/<network>/scenarios/new")
@allow("scenarios:propose")
def create(network: UUID) -> ResponseReturnValue:
    """Begin a scenario."""
    form = Form(ScenarioInput, _typed())
    try:
        with transaction() as session:
            made = scenarios.create(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        for one in form.refusals:
            one.field = one.field and "title"
        return _new(network, form)
    flash(gettext("“%(title)s” is there as a draft.", title=made.title))
    return redirect(f"/scenarios/{made.id}", 303)


@bp.get("/scenarios/<scenario>")
@allow("scenarios:propose")
def show(scenario: UUID) -> ResponseReturnValue:
    """Show all that a scenario says, in its newest version or the one asked for."""
    number = request.args.get("version", type=int)
    with reading() as session:
        view = query.one(session, scenario, current_actor(), number)
        return _page(session, view)


@bp.post("/scenarios/<scenario>/state")
@allow("scenarios:propose")
def advance(scenario: UUID) -> ResponseReturnValue:
    """Let the newest version go on to review, back to draft, be approved, go out of use."""
    plan = Form.from_request(ApprovalInput).input
    with transaction() as session:
        version = _seen(session, scenario)
        made = scenarios.advance(session, version, plan=plan, by=current_actor())
        number, state = made.number, made.state
    flash(gettext(DONE[state], number=number))
    return redirect(f"/scenarios/{scenario}", 303)


@bp.post("/scenarios/<scenario>/copy")
@allow("scenarios:write")
def copy(scenario: UUID) -> ResponseReturnValue:
    """Begin a new scenario with what this one says."""
    with transaction() as session:
        title = session.get_one(Scenario, scenario).title
        name = gettext("%(title)s (copy)", title=title[:190])
        made = scenarios.copy(session, scenario, title=name, by=current_actor())
    flash(gettext("“%(title)s” is there as a draft.", title=made.title))
    return redirect(f"/scenarios/{made.id}", 303)


@bp.get("/scenarios/<scenario>/compare")
@allow("scenarios:propose")
def compare(scenario: UUID) -> ResponseReturnValue:
    """Show what is different between two versions."""
    before = request.args.get("from", type=int)
    after = request.args.get("to", type=int)
    with reading() as session:
        view = query.one(session, scenario, current_actor(), after)
        numbers = [line.number for line in view.versions]
        old = before if before is not None else max(min(numbers), view.version.number - 1)
        found = query.compared(
            session, scenario, current_actor(), before=old, after=view.version.number
        )
        return render_template(
            "scenarios/compare.html",
            view=view,
            network=session.get_one(Network, view.line.network_id),
            before=old,
            found=found,
            said=_said,
            words=scenario_words,
        )


def _said(field: Field) -> tuple[str, str]:
    """Say what a field was and is; whole where the short words are the same."""
    short = tuple(import_words.value(field.name, one) for one in (field.before, field.after))
    if short[0] != short[1]:
        return short[0], short[1]
    return json.dumps(field.before, ensure_ascii=False), json.dumps(field.after, ensure_ascii=False)


def _page(session: Session, view: query.ScenarioView) -> str:
    network = session.get_one(Network, view.line.network_id)
    leads = current_actor().may("scenarios:write", network.id)
    warnings = [
        (one.level, one.place, reader().gettext(one.message, **one.params))
        for one in checking.findings(view.content)
    ]
    return render_template(
        "scenarios/show.html",
        view=view,
        content=view.content,
        network=network,
        leads=leads,
        writes=view.newest,  # who may read may write: leaders, and the proposer for now
        warnings=warnings,
        words=scenario_words,
    )


def _typed() -> dict[str, Any]:
    """Take one of the beginnings that the page offers."""
    ready = request.form.get("ready", "")
    language = request.form.get("language", "")
    return {
        "ready": ready or None,
        "language": language if language in LANGUAGES else None,
        "title": "" if ready else request.form.get("title", ""),
    }


def _new(network_id: UUID, form: Form[ScenarioInput]) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        page = render_template(
            "scenarios/new.html",
            network=network,
            form=form,
            ready=READY,
            leads=current_actor().may("scenarios:write", network.id),
        )
    return page, form.status


def _seen(session: Session, scenario_id: UUID) -> UUID:
    """Give the version that the reader saw, which may not be the newest any more."""
    number = request.form.get("version", type=int)
    for version in session.get_one(Scenario, scenario_id).versions:
        if version.number == number:
            return version.id
    raise NotFound
