"""The evaluation of an exercise, for who leads it: ratings side by side, what was seen."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import InvalidInput, NotFound, Refused
from scheduler.exercise.evaluating import TargetLine
from scheduler.inputs.run import RatingInput
from scheduler.model import Run
from scheduler.queries import evaluation
from scheduler.queries.evaluation import Evaluation
from scheduler.services import playing
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction
from web.views.play_roles import CHOOSE, NOT_OBSERVED

bp = Blueprint("evaluation", __name__)


@bp.get("/exercises/<exercise>/evaluation")
@allow("exercises:run")
def show(exercise: UUID) -> ResponseReturnValue:
    """Show how an exercise went, as far as it is known."""
    with reading() as session:
        page = evaluation.of_exercise(session, exercise)
        return render_template("evaluation/show.html", page=page)


@bp.get("/runs/<run>/final")
@allow("exercises:run")
def final(run: UUID) -> ResponseReturnValue:
    """Show each evaluator's rating of one target, and the form for the final one."""
    target = request.args.get("target", "")
    return _final(run, Form(RatingInput, {"target": target}), fill=True)


@bp.post("/runs/<run>/final")
@allow("exercises:run")
def rate(run: UUID) -> ResponseReturnValue:
    """Keep the final rating of one target, with its reason; each evaluator's stays."""
    form = Form.from_request(RatingInput)
    form.data |= {"final": True, "role": None, "group": None}
    try:
        if not form.value("value"):
            raise InvalidInput(CHOOSE, field="value")
        value = "" if form.value("value") == NOT_OBSERVED else form.value("value")
        plan = form.input.model_copy(update={"value": value})
        with transaction() as session:
            playing.rate_for(session, run, plan=plan, by=current_actor())
            exercise = session.get_one(Run, run).exercise_id
    except Refused as refused:
        form.refuse(refused)
        return _final(run, form)
    flash(gettext("The final rating is kept. Each evaluator's own stays beside it."))
    return redirect(f"/exercises/{exercise}/evaluation#target-{plan.target}", 303)


def _final(run: UUID, form: Form[RatingInput], *, fill: bool = False) -> ResponseReturnValue:
    with reading() as session:
        row = session.get_one(Run, run)
        page = evaluation.of_exercise(session, row.exercise_id)
        target = _target(page, form.value("target"))
        given = next((one for one in target.finals if one.run == run), None)
        if fill and given is not None:
            value = given.step.key if given.step else NOT_OBSERVED
            form.data |= {"value": value, "reason": given.reason}
        rendered = render_template(
            "evaluation/final.html", page=page, run=row, target=target, form=form
        )
    return rendered, form.status


def _target(page: Evaluation, key: str) -> TargetLine:
    for objective in page.objectives:
        for one in (objective.whole, *objective.indicators):
            if one.key == key:
                return one
    raise NotFound
