"""Findings of an exercise and what is done about them, until a later one has shown it works."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import Conflict, InvalidInputs, NotFound, Refused
from scheduler.inputs.exercise import CorrectiveInput, FindingInput, FindingPatch, VerifyInput
from scheduler.model import Action, Finding
from scheduler.queries import actions as actions_query
from scheduler.queries import evaluation, findings, retests
from scheduler.queries.entitled import reader
from scheduler.services import corrective
from scheduler.services import findings as services
from web.forms import Form, owners
from web.forms import finding as forms
from web.reader import gettext
from web.reader import reader as language
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("findings", __name__)


@bp.get("/exercises/<exercise>/findings/new")
@allow("exercises:report")
def new(exercise: UUID) -> ResponseReturnValue:
    """Show the form for a finding, with the lines that were chosen."""
    return _new(exercise, forms.fresh())


@bp.post("/exercises/<exercise>/findings/new")
@allow("exercises:report")
def add(exercise: UUID) -> ResponseReturnValue:
    """Write a finding down; what is to be done about it comes next."""
    form = forms.typed(FindingInput)
    try:
        with transaction() as session:
            made = services.add(session, exercise, plan=form.input, by=current_actor()).id
    except Refused as refused:
        form.refuse(refused)
        return _new(exercise, form)
    if form.value("kind") == "strength":
        flash(gettext("The strength is written down."))
        return redirect(f"/exercises/{exercise}/evaluation#findings", 303)
    flash(gettext("It is written down. Who does what about it, until when?"))
    return redirect(f"/findings/{made}#do", 303)


@bp.get("/findings/<finding>")
@allow("exercises:run")
def show(finding: UUID) -> ResponseReturnValue:
    """Show a finding, what shows it, and what is done about it."""
    return _page(finding)


@bp.get("/findings/<finding>/edit")
@allow("exercises:report")
def edit(finding: UUID) -> ResponseReturnValue:
    """Show a finding as a form."""
    return _edit(finding)


@bp.post("/findings/<finding>/edit")
@allow("exercises:report")
def change(finding: UUID) -> ResponseReturnValue:
    """Change a finding."""
    form = forms.typed(FindingPatch)
    version = request.form.get("version", type=int) or 0
    try:
        with transaction() as session:
            services.change(session, finding, plan=form.input, version=version, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        clash = isinstance(refused, Conflict)
        return _edit(finding, form, version=None if clash else version, clash=clash)
    flash(gettext("The finding is saved."))
    return redirect(f"/findings/{finding}", 303)


@bp.post("/findings/<finding>/remove")
@allow("exercises:report")
def remove(finding: UUID) -> ResponseReturnValue:
    """Take a finding away; one that somebody works on stays."""
    try:
        with transaction() as session:
            services.remove(session, finding, by=current_actor())
            exercise = session.get_one(Finding, finding).exercise_id
    except Refused as refused:
        form = _standing(finding)
        form.refuse(refused)
        return _edit(finding, form)
    flash(gettext("The finding has been taken away."))
    return redirect(f"/exercises/{exercise}/evaluation#findings", 303)


@bp.post("/findings/<finding>/actions")
@allow("exercises:report")
def promise(finding: UUID) -> ResponseReturnValue:
    """Let an organisation promise to do something about a finding."""
    kept: dict[str, Any] = {name: request.form.get(name, "") for name in ("text", "element")}
    if request.form.get("due"):
        kept["due"] = request.form["due"]
    form = Form(CorrectiveInput, kept | owners.parsed(request.form.get("owner", "")))
    try:
        with transaction() as session:
            corrective.add(session, finding, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(_of_owner(refused))
        return _page(finding, form)
    flash(
        gettext("It is on the list of actions, and on the next agenda until it is shown to work.")
    )
    return redirect(f"/findings/{finding}#do", 303)


@bp.get("/actions/<action>/retest")
@allow("exercises:report")
def retest(action: UUID) -> ResponseReturnValue:
    """Ask which later exercise has shown whether an action works."""
    return _retest(action, Form(VerifyInput))


@bp.post("/actions/<action>/retest")
@allow("exercises:report")
def verify(action: UUID) -> ResponseReturnValue:
    """Keep what a later exercise has shown."""
    typed = {name: request.form.get(name, "") for name in ("exercise", "works", "text")}
    form = Form(VerifyInput, {name: value for name, value in typed.items() if value})
    try:
        with transaction() as session:
            corrective.verify(session, action, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _retest(action, form)
    flash(gettext("What the exercise has shown is kept."))
    return redirect(f"/actions/{action}", 303)


def _of_owner(refused: Refused) -> Refused:
    """Say what is wrong with the owner at the one field in which it was chosen."""
    for one in refused.errors if isinstance(refused, InvalidInputs) else [refused]:
        if one.field in {"organisation", "person"}:
            one.field = f"owner.{one.field}"
    return refused


def _new(exercise: UUID, form: Form[FindingInput]) -> ResponseReturnValue:
    with reading() as session:
        page = evaluation.of_exercise(session, exercise)
        rendered = render_template("evaluation/new.html", **_choices(page, form))
    return rendered, form.status


def _standing(finding: UUID) -> Form[FindingPatch]:
    with reading() as session:
        return forms.standing(findings.by_id(session, finding))


def _page(finding: UUID, action: Form[CorrectiveInput] | None = None) -> ResponseReturnValue:
    action = action or Form(CorrectiveInput)
    with reading() as session:
        line = findings.by_id(session, finding)
        rendered = render_template(
            "evaluation/finding.html",
            line=line,
            page=evaluation.of_exercise(session, line.exercise_id),
            action=action,
            owners=owners.choices(session, line.network_id),
            owner=owners.value(action.data),
        )
    return rendered, action.status


def _edit(
    finding: UUID,
    form: Form[FindingPatch] | None = None,
    *,
    version: int | None = None,
    clash: bool = False,
) -> ResponseReturnValue:
    with reading() as session:
        line = findings.by_id(session, finding)
        page = evaluation.of_exercise(session, line.exercise_id)
        shown = form or forms.standing(line)
        rendered = render_template(
            "evaluation/edit.html",
            line=line,
            version=line.version if version is None else version,
            clash=clash,
            **_choices(page, shown),
        )
    return rendered, shown.status


def _choices(page: evaluation.Evaluation, form: Form[Any]) -> dict[str, Any]:
    return {
        "page": page,
        "form": form,
        "chosen": forms.chosen(form),
        "earlier": forms.earlier(page, form),
    }


def _retest(action: UUID, form: Form[VerifyInput]) -> ResponseReturnValue:
    with reading() as session:
        line = actions_query.by_id(session, action, reader(session, current_actor()))
        if line.finding_id is None:
            raise NotFound
        rendered = render_template(
            "evaluation/retest.html",
            line=line,
            finding=findings.by_id(session, line.finding_id),
            exercises=_later(session, action),
            form=form,
        )
    return rendered, form.status


def _later(session: Session, action: UUID) -> list[tuple[str, str]]:
    row = session.get_one(Action, action)
    return [
        (str(one.id), f"{language().short_date(one.meeting.start.date())} {one.meeting.title}")
        for one in retests.later_exercises(session, row)
    ]
