"""Injects that members suggest: asked for on a page that tells a scenario's title alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.errors import N_, Refused
from scheduler.inputs.scenario import SuggestionDecisionInput, SuggestionInput
from scheduler.queries import suggestions as query
from scheduler.services import suggestions
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("suggestions", __name__)

DONE = {
    "taken": N_("“%(title)s” is in the draft as %(key)s."),
    "declined": N_("“%(title)s” is declined. Your word stands beside it."),
}


@bp.get("/scenarios/<scenario>/suggest")
@allow("scenarios:propose")
def show(scenario: UUID) -> ResponseReturnValue:
    """Ask for an inject, and show what became of the reader's own."""
    return _page(scenario, Form(SuggestionInput))


@bp.post("/scenarios/<scenario>/suggest")
@allow("scenarios:propose")
def suggest(scenario: UUID) -> ResponseReturnValue:
    """Suggest an inject."""
    form = Form.from_request(SuggestionInput)
    try:
        with transaction() as session:
            suggestions.suggest(session, scenario, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _page(scenario, form)
    flash(gettext("Thank you. A facilitator decides; the answer will stand here."))
    return redirect(f"/scenarios/{scenario}/suggest", 303)


@bp.get("/suggestions/<suggestion>/decide")
@allow("scenarios:write")
def show_decision(suggestion: UUID) -> ResponseReturnValue:
    """Show a suggestion, ready to be decided."""
    return _decision(suggestion, Form(SuggestionDecisionInput, {"state": "taken"}))


@bp.post("/suggestions/<suggestion>/decide")
@allow("scenarios:write")
def decide(suggestion: UUID) -> ResponseReturnValue:
    """Take a suggested inject into the draft, or decline it with a word."""
    form = Form.from_request(SuggestionDecisionInput)
    try:
        with transaction() as session:
            made = suggestions.decide(session, suggestion, plan=form.input, by=current_actor())
            told = {"title": made.title, "key": made.inject_key}
            state, scenario = made.state, made.scenario_id
    except Refused as refused:
        form.refuse(refused)
        return _decision(suggestion, form)
    flash(gettext(DONE[state], **told))
    return redirect(f"/scenarios/{scenario}#suggestions", 303)


def _page(scenario: UUID, form: Form[SuggestionInput]) -> ResponseReturnValue:
    with reading() as session:
        title, network = query.head(session, scenario)
        lines = query.of_scenario(session, scenario, current_actor())
        page = render_template(
            "scenarios/suggest.html",
            title=title,
            network=network,
            scenario=scenario,
            lines=[line for line in lines if line.mine],
            form=form,
        )
    return page, form.status


def _decision(suggestion: UUID, form: Form[Any]) -> ResponseReturnValue:
    with reading() as session:
        line = query.one(session, suggestion, current_actor())
        title, network = query.head(session, line.scenario_id)
        page = render_template(
            "scenarios/decide.html", line=line, title=title, network=network, form=form
        )
    return page, form.status
