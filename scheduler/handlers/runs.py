"""What does the clock do for a run that goes on, and what do runs follow that have not begun?"""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import due, events
from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.due import Work
from scheduler.errors import InvalidInput
from scheduler.exercise.timing import next_instant
from scheduler.model import Exercise, Run, ScenarioVersion
from scheduler.queries.runs import state_of
from scheduler.services import run_log, runs


def tick(session: Session, work: Work) -> None:
    """Look at one run; while it goes on, this row waits for the next look."""
    run = session.get(Run, UUID(work.body["run"]), with_for_update=True)
    if run is None or run.state != "running":
        return
    run_log.look(session, run, by=SYSTEM)
    state = state_of(session, run.id)
    if state.status == "running":
        sweep = now() + run_log.SWEEP
        due.again(session, work, min(next_instant(state) or sweep, sweep))


def follow_exercise(session: Session, event: events.ExerciseChanged) -> None:
    """Let the exercise's runs that have not begun follow its plan."""
    runs.prepare_again(session, event.subject, by=SYSTEM)


def follow_scenario(session: Session, event: events.ScenarioChanged) -> None:
    """Let runs that have not begun follow what their draft of a scenario says now."""
    planned = (
        select(Exercise.id)
        .join(ScenarioVersion, ScenarioVersion.id == Exercise.version_id)
        .join(Run, Run.exercise_id == Exercise.id)
        .where(ScenarioVersion.scenario_id == event.subject, Run.state == "prepared")
    )
    for exercise_id in session.scalars(planned.distinct()).all():
        with suppress(InvalidInput):  # a text has become too long: said when the run is started
            runs.prepare_again(session, exercise_id, by=SYSTEM)
