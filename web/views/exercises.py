"""A network's exercises, and one of them: what is ready, who sits where, what comes when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler import inputs
from scheduler.errors import Refused
from scheduler.exercise.rehearsal import rehearse
from scheduler.inputs.exercise import RunInput
from scheduler.model import Exercise, Network
from scheduler.queries import exercises as query
from scheduler.queries import rehearsals, run_page, run_seats
from scheduler.queries.runs import state_of
from scheduler.services import play_links, runs
from scheduler.services.exercises import plan_of
from web import seating
from web.reader import gettext, ngettext, reader
from web.rules import allow
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("exercises", __name__)

ELSEWHERE = frozenset({401, 403, 404, 410})


@bp.get("/networks/<network>/exercises")
@allow("exercises:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's exercises; members see which there are, and the reports that are done."""
    with reading() as session:
        row = session.get_one(Network, network)
        lines = query.of_network(session, network)
        return render_template(
            "exercises/index.html",
            network=row,
            coming=[one for one in lines if not one.over],
            past=[one for one in lines if one.over],
            leads=current_actor().may("exercises:plan", network),
        )


@bp.get("/exercises/<exercise>")
@allow("exercises:read")
def show(exercise: UUID) -> ResponseReturnValue:
    """Show an exercise: to who leads it whole, to others that it is one, and its report."""
    with reading() as session:
        line = query.line(session, exercise)
    if current_actor().may("exercises:plan", line.meeting.network_id):
        return _show(exercise)
    return render_template("exercises/outside.html", line=line)


@bp.post("/exercises/<exercise>/runs")
@allow("exercises:plan")
def prepare(exercise: UUID) -> ResponseReturnValue:
    """Make a run, with those who are called in their places."""
    plan = {"label": request.form.get("label", ""), "audiences": request.form.getlist("groups")}
    try:
        with transaction() as session:
            made = runs.prepare(
                session, exercise, plan=inputs.parse(RunInput, plan), by=current_actor()
            ).id
    except Refused as refused:
        return _refused(exercise, refused)
    flash(gettext("The run is prepared. Look through who sits where."))
    return redirect(f"/exercises/{exercise}#run-{made}", 303)


@bp.post("/runs/<run>/seats")
@allow("exercises:plan")
def seat(run: UUID) -> ResponseReturnValue:
    """Save who sits where."""
    exercise = _exercise_of(run)
    try:
        with transaction() as session:
            changed = seating.save(session, run, current_actor())
    except Refused as refused:
        return _refused(exercise, refused)
    flash(ngettext("One place is saved.", "%(n)d places are saved.", changed))
    return redirect(f"/exercises/{exercise}#run-{run}", 303)


@bp.post("/runs/<run>/screen")
@allow("exercises:run")
def renew_screen(run: UUID) -> ResponseReturnValue:
    """Give the screen in the room a new address."""
    exercise = _exercise_of(run)
    with transaction() as session:
        runs.renew_screen(session, run, by=current_actor())
    flash(gettext("The screen has a new address: open it from here. The old one shows nothing."))
    return redirect(f"/exercises/{exercise}#run-{run}", 303)


@bp.post("/runs/<run>/links")
@allow("exercises:run")
def send_links(run: UUID) -> ResponseReturnValue:
    """Mail everybody who has a place the link to it."""
    exercise = _exercise_of(run)
    try:
        with transaction() as session:
            sent = len(play_links.send(session, run, by=current_actor()))
    except Refused as refused:
        return _refused(exercise, refused)
    flash(ngettext("One link is being sent.", "%(n)d links are being sent.", sent))
    return redirect(f"/exercises/{exercise}#run-{run}", 303)


@bp.get("/exercises/<exercise>/rehearsal")
@allow("exercises:plan")
def rehearsal(exercise: UUID) -> ResponseReturnValue:
    """Show who would get what when, if nobody touched it."""
    with reading() as session:
        page = query.page(session, exercise)
        chosen = request.args.get("run") or next((str(one.id) for one in page.line.runs), "")
        run = next((one for one in page.line.runs if str(one.id) == chosen), None)
        seats = state_of(session, run.id).seats.values() if run is not None else ()
        made = rehearsals.table(rehearse(plan_of(session.get_one(Exercise, exercise)), seats))
    return render_template("exercises/rehearsal.html", page=page, run=run, table=made)


def _show(exercise: UUID, **more: Any) -> str:
    with reading() as session:
        page = query.page(session, exercise)
        tables = run_seats.of_exercise(session, exercise)
        found = query.checks(session, exercise)
    checked = [(one.level, one.place, reader().gettext(one.message, **one.params)) for one in found]
    return render_template(
        "exercises/show.html",
        **{"refused": "", **more},
        page=page,
        line=page.line,
        tables=[(one, seating.places(one)) for one in tables],
        checks=checked,
        screen=_screen,
    )


def _refused(exercise: UUID, refused: Refused) -> ResponseReturnValue:
    if refused.status in ELSEWHERE:
        raise refused
    words = [reader().refusal(one) for one in getattr(refused, "errors", [refused])]
    return _show(exercise, refused=" ".join(words)), refused.status


def _exercise_of(run: UUID) -> UUID:
    with reading() as session:
        return run_page.run_head(session, run).exercise_id


def _screen(seats: run_seats.Seats) -> str:
    """Give the address of the screen in a run's room."""
    return f"/screen/{parts().keys.token('screen', seats.run_id, seats.screen_generation)}"
