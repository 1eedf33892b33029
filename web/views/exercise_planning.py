"""A meeting becomes an exercise: first with which scenario, then how; and the plan is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import Conflict, Refused
from scheduler.exercise.content import Content
from scheduler.inputs.exercise import ExerciseInput, ExercisePatch
from scheduler.model import Exercise, Meeting, Network, Scenario
from scheduler.queries import head, membership, retests, scenarios
from scheduler.queries.head import MeetingHead
from scheduler.services import exercises
from scheduler.titles import play
from web import scenario_words
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("exercise_planning", __name__)

TEXTS = ("purpose", "scope", "artificialities", "privacy_note")
SPARE = 2  # empty rows for actors' own objectives

M = TypeVar("M", ExerciseInput, ExercisePatch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a form of an exercise is about; `exercise` is None for a new one."""

    meeting: MeetingHead
    scenario: Scenario
    content: Content
    exercise: UUID | None = None
    edited: int = 0
    clash: bool = False


@bp.get("/meetings/<meeting>/exercise")
@allow("exercises:plan")
def ask(meeting: UUID) -> ResponseReturnValue:
    """Ask which scenario a meeting exercises, then how; an exercise that is there is shown."""
    with reading() as session:
        row = head.load(session, meeting)
        if row.exercise is not None:
            return redirect(f"/exercises/{row.exercise.id}", 303)
        scenario = _chosen(session, row.network_id, request.args.get("scenario", ""))
        if scenario is None:
            return _choose(session, row)
        asked = _planned(session, row, scenario)
        form = Form(ExerciseInput, _beginning(row, asked.content))
        return _form(session, asked, form)


@bp.post("/meetings/<meeting>/exercise")
@allow("exercises:plan")
def plan(meeting: UUID) -> ResponseReturnValue:
    """Make a meeting an exercise."""
    form = _typed(ExerciseInput)
    try:
        with transaction() as session:
            made = exercises.plan(session, meeting, plan=form.input, by=current_actor()).id
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            row = head.load(session, meeting)
            scenario = _chosen(session, row.network_id, request.form.get("scenario", ""))
            if scenario is None:
                return _choose(session, row, form)
            return _form(session, _planned(session, row, scenario), form)
    flash(gettext("The meeting is an exercise now. Make a run of it, and look at who sits where."))
    return redirect(f"/exercises/{made}", 303)


@bp.get("/exercises/<exercise>/edit")
@allow("exercises:plan")
def edit(exercise: UUID) -> ResponseReturnValue:
    """Show an exercise, ready to be changed."""
    with reading() as session:
        row = session.get_one(Exercise, exercise)
        return _form(session, _of(session, row), Form(ExercisePatch, _as_typed(row)))


@bp.post("/exercises/<exercise>/edit")
@allow("exercises:plan")
def change(exercise: UUID) -> ResponseReturnValue:
    """Change an exercise of which no run has begun."""
    form = _typed(ExercisePatch)
    seen = request.form.get("edited", type=int) or 0
    try:
        with transaction() as session:
            exercises.change(session, exercise, plan=form.input, by=current_actor(), edited=seen)
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            row = session.get_one(Exercise, exercise)
            clash = isinstance(refused, Conflict)
            return _form(session, _of(session, row, clash=clash), form)
    flash(gettext("The exercise is saved. Runs that have not begun follow it."))
    return redirect(f"/exercises/{exercise}", 303)


def _choose(
    session: Session, meeting: Meeting, form: Form[ExerciseInput] | None = None
) -> ResponseReturnValue:
    network = session.get_one(Network, meeting.network_id)
    lines = scenarios.of_network(session, network.id, current_actor())
    usable = [one for one in lines if not one.retired]
    page = render_template(
        "exercises/choose.html",
        meeting=head.of(meeting),
        network=network,
        lines=sorted(usable, key=lambda one: one.usable is None),
        retests=retests.to_retest(session, network.id),
        form=form or Form(ExerciseInput),
        words=scenario_words,
    )
    return page, form.status if form else 200


def _form(session: Session, asked: Planned, form: Form[M]) -> ResponseReturnValue:
    network = session.get_one(Network, asked.meeting.network_id)
    houses = [
        (str(one.organisation_id), one.organisation.name)
        for one in membership.organisations(session, network.id, clock.today(network.time_zone))
        if one.organisation is not None
    ]
    page = render_template(
        "exercises/plan.html",
        asked=asked,
        network=network,
        form=form,
        people=_people(session, network),
        houses=houses,
        rows=form.rows("sub_objectives") + SPARE,
        versions=[one for one in asked.scenario.versions if one.state != "retired"],
        stop_word=play(network.language).stop_word,
        words=scenario_words,
    )
    return page, form.status


def _people(session: Session, network: Network) -> list[tuple[str, str]]:
    here = membership.members(session, network.id, clock.today(network.time_zone))
    names = {str(one.person_id): one.person.public_name for one in here if one.person}
    return [("", gettext("Nobody named")), *names.items()]


def _typed(model: type[M]) -> Form[M]:
    form = Form.from_request(model)
    prefix = "variables."
    form.data["variables"] = {
        name.removeprefix(prefix): text
        for name, text in request.form.items()
        if name.startswith(prefix)
    }
    if model is ExercisePatch:  # what was emptied is empty, not as before
        form.data |= {name: request.form.get(name, "") for name in TEXTS}
        form.data.setdefault("sub_objectives", [])
    return form


def _chosen(session: Session, network: UUID, text: str) -> Scenario | None:
    try:
        scenario = session.get(Scenario, UUID(text))
    except ValueError:
        return None
    return scenario if scenario is not None and scenario.network_id == network else None


def _planned(session: Session, meeting: Meeting, scenario: Scenario) -> Planned:
    version = exercises.version_of(session, scenario.network_id, scenario.id)
    content = Content.model_validate(version.content)
    return Planned(meeting=head.of(meeting), scenario=scenario, content=content)


def _of(session: Session, row: Exercise, *, clash: bool = False) -> Planned:
    return Planned(
        meeting=head.of(head.load(session, row.meeting_id)),
        scenario=row.version.scenario,
        content=Content.model_validate(row.version.content),
        exercise=row.id,
        edited=row.edited,
        clash=clash,
    )


def _beginning(meeting: Meeting, content: Content) -> dict[str, Any]:
    """What the scenario says is where the plan begins."""
    texts = {name: getattr(content, name) for name in ("purpose", "scope", "artificialities")}
    return {
        **texts,
        "stop_word": play(meeting.network.language).stop_word,
        "gap": "ask",
        "grace_seconds": 60,
        "evaluator_days": 3,
        "feedback_days": 7,
    }


def _as_typed(row: Exercise) -> dict[str, Any]:
    names = (*TEXTS, "stop_word", "gap", "grace_seconds", "evaluator_days", "feedback_days")
    return {
        **{name: getattr(row, name) for name in names},
        "director": str(row.director_id or ""),
        "scenario": str(row.version.scenario_id),
        "version": row.version.number,
        "variables": dict(row.variables),
        "sub_objectives": list(row.sub_objectives),
    }
