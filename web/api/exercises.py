"""What can programs do with exercises before they are run?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.errors import NotFound
from scheduler.exercise.rehearsal import rehearse
from scheduler.inputs.exercise import ExerciseInput, ExercisePatch, RoleInput, RunInput
from scheduler.model import Exercise, Meeting, Run, RunRole
from scheduler.queries.paging import part_of
from scheduler.queries.runs import state_of
from scheduler.services import exercises, runs, seating
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.api.runs import shown
from web.session import parts


@endpoint(
    "POST",
    "/meetings/<meeting>/exercise",
    rule="exercises:plan",
    body=ExerciseInput,
    returns=out.Exercise,
    status=201,
)
def plan_exercise(call: Call[ExerciseInput], meeting: UUID) -> out.Exercise:
    """Make a meeting an exercise with a scenario."""
    made = exercises.plan(call.session, meeting, plan=call.asked, by=call.actor)
    return out.Exercise.of(made)


@endpoint("GET", "/meetings/<meeting>/exercise", rule="exercises:plan", returns=out.Exercise)
def get_meetings_exercise(call: Call[Nothing], meeting: UUID) -> out.Exercise:
    """Show what a meeting exercises."""
    row = call.session.get_one(Meeting, meeting).exercise
    if row is None:
        raise NotFound
    return out.Exercise.of(row)


@endpoint("GET", "/exercises/<exercise>", rule="exercises:plan", returns=out.Exercise)
def get_exercise(call: Call[Nothing], exercise: UUID) -> out.Exercise:
    """Show an exercise."""
    return out.Exercise.of(call.session.get_one(Exercise, exercise))


@endpoint(
    "PATCH",
    "/exercises/<exercise>",
    rule="exercises:plan",
    body=ExercisePatch,
    returns=out.Exercise,
    match="may",
)
def change_exercise(call: Call[ExercisePatch], exercise: UUID) -> out.Exercise:
    """Change what the body names about an exercise of which no run has begun."""
    call.unchanged(out.Exercise.of(call.session.get_one(Exercise, exercise)))
    made = exercises.change(call.session, exercise, plan=call.asked, by=call.actor)
    runs.prepare_again(call.session, exercise, by=call.actor)
    return out.Exercise.of(made)


@endpoint(
    "POST",
    "/exercises/<exercise>/runs",
    rule="exercises:plan",
    body=RunInput,
    returns=out.Run,
    status=201,
)
def prepare_run(call: Call[RunInput], exercise: UUID) -> out.Run:
    """Prepare a run; without audiences those who are called sit where their kind sits."""
    return shown(call, runs.prepare(call.session, exercise, plan=call.asked, by=call.actor).id)


@endpoint(
    "GET",
    "/exercises/<exercise>/runs",
    rule="exercises:plan",
    query=Listing,
    returns=out.Page[out.Run],
)
def list_runs(call: Call[Listing], exercise: UUID) -> out.Page[out.Run]:
    """List an exercise's runs in their order."""
    rows = call.session.get_one(Exercise, exercise).runs
    part = part_of(rows, key=_number, after=call.asked.after, limit=call.asked.limit)
    return out.Page[out.Run](items=[shown(call, row.id) for row in part.rows], next=part.next)


@endpoint("GET", "/runs/<run>/rehearsal", rule="exercises:plan", returns=out.Rehearsed)
def rehearse_run(call: Call[Nothing], run: UUID) -> out.Rehearsed:
    """Run it against a clock of its own: who would get what when, if nobody touched it."""
    state = state_of(call.session, run)
    if state.plan is None:
        raise NotFound
    return out.Rehearsed.of(rehearse(state.plan, state.seats.values()))


@endpoint(
    "GET",
    "/runs/<run>/roles",
    rule="exercises:plan",
    query=Listing,
    returns=out.Page[out.RunRole],
)
def list_roles(call: Call[Listing], run: UUID) -> out.Page[out.RunRole]:
    """List who is what in a run, each with the address of their own page."""
    rows = [one for one in call.session.get_one(Run, run).roles if one.left_at is None]
    part = part_of(rows, key=_place, after=call.asked.after, limit=call.asked.limit)
    items = [out.RunRole.of(row, _play_url(row)) for row in part.rows]
    return out.Page[out.RunRole](items=items, next=part.next)


@endpoint(
    "POST",
    "/runs/<run>/roles",
    rule="exercises:plan",
    body=RoleInput,
    returns=out.RunRole,
    status=201,
)
def seat(call: Call[RoleInput], run: UUID) -> out.RunRole:
    """Give somebody a role in a run, or another group."""
    made = seating.seat(call.session, run, plan=call.asked, by=call.actor)
    return out.RunRole.of(made, _play_url(made))


@endpoint("DELETE", "/runs/<run>/roles/<run_role>", rule="exercises:plan", status=204)
def unseat(call: Call[Nothing], run: UUID, run_role: UUID) -> None:
    """Take a role away; its link is dead."""
    if call.session.get_one(RunRole, run_role).run_id != run:
        raise NotFound
    seating.unseat(call.session, run_role, by=call.actor)


def _number(row: Run) -> tuple[str, ...]:
    return (f"{row.number:06d}", str(row.id))


def _place(row: RunRole) -> tuple[str, ...]:
    return (f"{row.position:06d}", str(row.id))


def _play_url(row: RunRole) -> str:
    known: Any = parts()
    token = known.keys.token("play", row.id, row.generation)
    return f"{known.settings.base_url}/play/{token}"
