"""What can those who lead do with a run? It is prepared, and steered while it goes on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import NotFound
from scheduler.events import RunPrepared
from scheduler.exercise import conduct, taking_part
from scheduler.exercise.content import Inject
from scheduler.exercise.course import Course
from scheduler.inputs.exercise import RunInput
from scheduler.inputs.run import (
    AdHocInput,
    CorrectInput,
    JumpInput,
    MarkInput,
    ReleaseInput,
)
from scheduler.model import Exercise, Run
from scheduler.queries.runs import state_of
from scheduler.services import exercises, run_log, seating
from scheduler.services.exercises import plan_of


def prepare(session: Session, exercise_id: UUID, *, plan: RunInput, by: Actor) -> Run:
    """Make one run of an exercise, with its people seated."""
    exercise = session.get(Exercise, exercise_id, with_for_update=True)
    if exercise is None:
        raise NotFound
    by.must("exercises:plan", exercise.network_id)
    run = Run(
        id=new_id(),
        exercise=exercise,
        network_id=exercise.network_id,
        number=len(exercise.runs) + 1,
        label=plan.label,
    )
    session.add(run)
    session.flush()
    _follow(session, run, exercise, by)
    seating.seat_all(session, run, plan.audiences, by=by)
    about = {"by": by.name, "subject": run.id, "network_id": run.network_id}
    record(session, RunPrepared(exercise=exercise.id, **about))  # type: ignore[arg-type]
    return run


def prepare_again(session: Session, exercise_id: UUID, *, by: Actor) -> None:
    """Let the runs that have not begun follow what their exercise says now."""
    exercise = session.get_one(Exercise, exercise_id)
    for run in exercise.runs:
        if run.state == "prepared":
            _follow(session, run, exercise, by)


def start(session: Session, run_id: UUID, *, by: Actor) -> None:
    """STARTEX: what is run is locked, and the clock goes."""
    run = session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise NotFound
    by.must("exercises:run", run.network_id)
    exercise = session.get_one(Exercise, run.exercise_id)
    if run.state == "prepared":
        _follow(session, run, exercise, by)  # the draft may have been written in since
        exercises.pin(session, exercise, by)
    run_log.advance(session, run_id, conduct.start, by=by)


def pause(session: Session, run_id: UUID, *, reason: str = "", by: Actor) -> None:
    """Stop the clock."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.pause(c, reason=reason), by=by)


def resume(session: Session, run_id: UUID, *, count_gap: bool = False, by: Actor) -> None:
    """Let the clock go on; `count_gap`: a gap in the service counts as exercise time."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.resume(c, count_gap=count_gap), by=by)


def set_rate(session: Session, run_id: UUID, *, rate: float, by: Actor) -> None:
    """Let exercise time go `rate` times as fast, from 0.5 to 8."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.set_rate(c, round(rate * 100)), by=by)


def jump(session: Session, run_id: UUID, *, plan: JumpInput, by: Actor) -> None:
    """Go to a module; what has not come before it is skipped, released, or kept for later."""
    _lead(session, run_id, by)
    told = plan.model_dump()
    run_log.advance(session, run_id, lambda c: conduct.jump(c, told.pop("module"), **told), by=by)


def release(session: Session, run_id: UUID, key: str, *, plan: ReleaseInput, by: Actor) -> None:
    """Release an inject now."""
    _lead(session, run_id, by)
    told = plan.model_dump()
    run_log.advance(session, run_id, lambda c: conduct.release_now(c, key, **told), by=by)


def hold(session: Session, run_id: UUID, key: str, *, by: Actor) -> None:
    """Let an inject wait for a click."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.hold(c, key), by=by)


def skip(session: Session, run_id: UUID, key: str, *, reason: str = "", by: Actor) -> None:
    """Leave an inject out."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.skip(c, key, reason=reason), by=by)


def withdraw(session: Session, run_id: UUID, key: str, *, reason: str = "", by: Actor) -> None:
    """Take a released inject back."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.withdraw(c, key, reason=reason), by=by)


def correct(session: Session, run_id: UUID, key: str, *, plan: CorrectInput, by: Actor) -> None:
    """Let an inject say something else."""
    _lead(session, run_id, by)
    told = {"title": plan.title, "text": plan.body}
    run_log.advance(session, run_id, lambda c: conduct.correct(c, key, **told), by=by)


def add(session: Session, run_id: UUID, *, plan: AdHocInput, by: Actor) -> str:
    """Make an inject in the room, and release it at once unless it is for later; gives its key."""
    _lead(session, run_id, by)

    def do(course: Course) -> str:
        taking_part.must_have_groups(course, plan.groups)
        words = plan.model_dump(exclude={"later", "confirmed"})
        key = conduct.add(course, Inject(key="X", **words))
        if not plan.later:
            conduct.release_now(course, key, confirmed=plan.confirmed)
        return key

    return run_log.advance(session, run_id, do, by=by)


def mark(session: Session, run_id: UUID, *, plan: MarkInput, by: Actor) -> None:
    """Mark whether an expected action was taken."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.mark(c, plan.action, plan.value), by=by)


def show(session: Session, run_id: UUID, key: str, *, by: Actor) -> None:
    """Put a released inject on the screen in the room; "" clears it."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.show(c, key), by=by)


def reveal(session: Session, run_id: UUID, question: str, *, by: Actor) -> None:
    """Show all groups what each answered in private."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: taking_part.reveal(c, question), by=by)


def end(session: Session, run_id: UUID, *, by: Actor) -> None:
    """ENDEX."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, conduct.end, by=by)


def open_hotwash(session: Session, run_id: UUID, *, by: Actor) -> None:
    """Begin the hot wash."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, conduct.open_hotwash, by=by)


def close(session: Session, run_id: UUID, *, by: Actor) -> None:
    """Close the run."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, conduct.close, by=by)


def abort(session: Session, run_id: UUID, *, reason: str, by: Actor) -> None:
    """Break the run off for a real event."""
    _lead(session, run_id, by)
    run_log.advance(session, run_id, lambda c: conduct.abort(c, reason=reason), by=by)


def renew_screen(session: Session, run_id: UUID, *, by: Actor) -> None:
    """Give the screen in the room a new address; the one that is known is dead."""
    _lead(session, run_id, by)
    session.get_one(Run, run_id, with_for_update=True).screen_generation += 1


def _lead(session: Session, run_id: UUID, by: Actor) -> None:
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound
    by.must("exercises:run", run.network_id)


def _follow(session: Session, run: Run, exercise: Exercise, by: Actor) -> None:
    plan = plan_of(exercise)
    if state_of(session, run.id).plan == plan:
        return
    told = plan.model_dump(mode="json", exclude_defaults=True)
    run_log.advance(session, run.id, lambda c: c.say("prepared", plan=told), by=by)
