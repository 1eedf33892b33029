"""How does a run's log grow? One course at a time: load, wake, do, append, plan the next look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import due
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import NotFound
from scheduler.events import RunAdvanced
from scheduler.exercise.course import Course, wake
from scheduler.exercise.entries import Entry
from scheduler.exercise.refusals import AlreadyReleased
from scheduler.exercise.timing import next_instant
from scheduler.model import Exercise, Person, Run, RunEntry
from scheduler.queries.runs import state_of

T = TypeVar("T")

SWEEP = timedelta(seconds=5)  # the heartbeat of a run that goes on
# These leave the look that is planned as it is: hundreds say within seconds what they have seen.
TIMELESS = {"seen"}
# After these something follows: letters, lists. The others are read from the log alone.
FOLLOWED = {
    "started",
    "paused",
    "resumed",
    "released",
    "withdrawn",
    "corrected",
    "ended",
    "hotwash",
    "closed",
    "aborted",
}


def advance(session: Session, run_id: UUID, does: Callable[[Course], T], *, by: Actor) -> T:
    """Let a run wake, do one thing in it, and append what that says; gives what `does` gives.

    What is refused leaves nothing behind, not even the waking: the clock looks again by itself.
    """
    run = session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise NotFound
    session.refresh(run)  # somebody may have been before us while we waited for the row
    course = Course(state_of(session, run.id), now(), by.name)
    wake(course, run.heartbeat_at)
    try:
        result = does(course)
    except AlreadyReleased as late:
        late.params["who"] = _called(session, str(late.params["who"]))
        raise late from None
    _append(session, run, course, by)
    return result


def look(session: Session, run: Run, *, by: Actor) -> None:
    """Let the clock look at a run: what is due comes, a gap is seen, the next look is planned."""
    advance(session, run.id, lambda _: None, by=by)


def _append(session: Session, run: Run, course: Course, by: Actor) -> None:
    for entry in course.made:
        session.add(_row(run, entry))
    state = course.state
    run.state, run.entries = state.status, state.number
    run.started_at, run.heartbeat_at = state.started_at, course.at
    if state.ended_at is not None and run.ended_at is None:
        _set_deadlines(session, run, course)
    session.flush()
    if not course.made or any(entry.verb not in TIMELESS for entry in course.made):
        _plan_look(session, run, course)
    _record(session, run, course.made, by)


def _row(run: Run, entry: Entry) -> RunEntry:
    return RunEntry(
        run_id=run.id,
        number=entry.number,
        at=entry.at,
        ticks=entry.ticks,
        by=entry.by,
        verb=entry.verb,
        body=dict(entry.body),
    )


def _set_deadlines(session: Session, run: Run, course: Course) -> None:
    exercise = session.get_one(Exercise, run.exercise_id)
    run.ended_at = course.state.ended_at
    run.evaluators_until = course.at + timedelta(days=exercise.evaluator_days)
    run.feedback_until = course.at + timedelta(days=exercise.feedback_days)


def _plan_look(session: Session, run: Run, course: Course) -> None:
    if course.state.status != "running":
        return
    following = next_instant(course.state) or course.at + SWEEP
    due.renew(
        session,
        kind="run_tick",
        lane="exercises",
        key=f"run_tick:{run.id}",
        due_at=min(following, course.at + SWEEP),
        network_id=run.network_id,
        body={"run": str(run.id)},
    )


def _record(session: Session, run: Run, made: Sequence[Entry], by: Actor) -> None:
    told = [entry.number for entry in made if entry.verb in FOLLOWED]
    if told:
        record(
            session,
            RunAdvanced(
                by=by.name,
                subject=run.id,
                network_id=run.network_id,
                exercise=run.exercise_id,
                first=told[0],
                last=told[-1],
            ),
        )


def _called(session: Session, who: str) -> str:
    """Give what people call an actor: a person by name, else as what they acted."""
    kind, _, identity = who.partition(":")
    person = session.get(Person, UUID(identity)) if kind == "person" else None
    return person.name if person is not None else kind
