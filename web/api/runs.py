"""What can programs do with a run: start, steer and end it, and read how it stands?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.inputs.run import (
    AbortInput,
    AdHocInput,
    CorrectInput,
    JumpInput,
    MarkInput,
    PauseInput,
    RateInput,
    ReleaseInput,
    ResumeInput,
    SkipInput,
)
from scheduler.model import Run
from scheduler.queries.paging import part_of
from scheduler.queries.runs import log, state_of
from scheduler.services import runs
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint("GET", "/runs/<run>", rule="exercises:run", returns=out.Run)
def get_run(call: Call[Nothing], run: UUID) -> out.Run:
    """Show how a run stands."""
    return shown(call, run)


@endpoint("POST", "/runs/<run>/start", rule="exercises:run", returns=out.Run)
def start_run(call: Call[Nothing], run: UUID) -> out.Run:
    """STARTEX: lock what is run, and let the clock go."""
    runs.start(call.session, run, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/pause", rule="exercises:run", body=PauseInput, returns=out.Run)
def pause_run(call: Call[PauseInput], run: UUID) -> out.Run:
    """Stop the clock: nothing becomes due, what waits to leave by mail waits."""
    runs.pause(call.session, run, reason=call.asked.reason, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/resume", rule="exercises:run", body=ResumeInput, returns=out.Run)
def resume_run(call: Call[ResumeInput], run: UUID) -> out.Run:
    """Let the clock go on from the same second."""
    runs.resume(call.session, run, count_gap=call.asked.count_gap, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/jump", rule="exercises:run", body=JumpInput, returns=out.Run)
def jump_in_run(call: Call[JumpInput], run: UUID) -> out.Run:
    """Go to a module; say what becomes of what has not come before it."""
    runs.jump(call.session, run, plan=call.asked, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/rate", rule="exercises:run", body=RateInput, returns=out.Run)
def set_rate(call: Call[RateInput], run: UUID) -> out.Run:
    """Let exercise time go 0.5 to 8 times as fast from now on."""
    runs.set_rate(call.session, run, rate=call.asked.rate, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/end", rule="exercises:run", returns=out.Run)
def end_run(call: Call[Nothing], run: UUID) -> out.Run:
    """ENDEX: nothing comes any more."""
    runs.end(call.session, run, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/hotwash", rule="exercises:run", returns=out.Run)
def open_hotwash(call: Call[Nothing], run: UUID) -> out.Run:
    """Begin the hot wash."""
    runs.open_hotwash(call.session, run, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/close", rule="exercises:run", returns=out.Run)
def close_run(call: Call[Nothing], run: UUID) -> out.Run:
    """Close the run."""
    runs.close(call.session, run, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/abort", rule="exercises:run", body=AbortInput, returns=out.Run)
def abort_run(call: Call[AbortInput], run: UUID) -> out.Run:
    """Break the run off for a real event."""
    runs.abort(call.session, run, reason=call.asked.reason, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/marks", rule="exercises:run", body=MarkInput, returns=out.Run)
def mark_action(call: Call[MarkInput], run: UUID) -> out.Run:
    """Mark whether an expected action was taken."""
    runs.mark(call.session, run, plan=call.asked, by=call.actor)
    return shown(call, run)


@endpoint("POST", "/runs/<run>/questions/<key>/reveal", rule="exercises:run", returns=out.Run)
def reveal_answers(call: Call[Nothing], run: UUID, key: str) -> out.Run:
    """Show all groups what each answered in private."""
    runs.reveal(call.session, run, key, by=call.actor)
    return shown(call, run)


@endpoint(
    "GET",
    "/runs/<run>/injects",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.RunInject],
)
def list_run_injects(call: Call[Listing], run: UUID) -> out.Page[out.RunInject]:
    """List a run's injects in the order of the script, those of the room last."""
    state = state_of(call.session, run)
    steps = list(state.steps.values())
    part = part_of(steps, key=_position, after=call.asked.after, limit=call.asked.limit)
    items = [out.RunInject.of(step, state, now()) for step in part.rows]
    return out.Page[out.RunInject](items=items, next=part.next)


@endpoint(
    "POST",
    "/runs/<run>/injects",
    rule="exercises:run",
    body=AdHocInput,
    returns=out.RunInject,
    status=201,
)
def add_inject(call: Call[AdHocInput], run: UUID) -> out.RunInject:
    """Make an inject in the room; it leaves at once unless it is for later."""
    return _inject(call, run, runs.add(call.session, run, plan=call.asked, by=call.actor))


@endpoint(
    "POST",
    "/runs/<run>/injects/<key>/release",
    rule="exercises:run",
    body=ReleaseInput,
    returns=out.RunInject,
)
def release_inject(call: Call[ReleaseInput], run: UUID, key: str) -> out.RunInject:
    """Release an inject now; in a pause it must be confirmed."""
    runs.release(call.session, run, key, plan=call.asked, by=call.actor)
    return _inject(call, run, key)


@endpoint("POST", "/runs/<run>/injects/<key>/hold", rule="exercises:run", returns=out.RunInject)
def hold_inject(call: Call[Nothing], run: UUID, key: str) -> out.RunInject:
    """Let an inject wait for a click."""
    runs.hold(call.session, run, key, by=call.actor)
    return _inject(call, run, key)


@endpoint(
    "POST",
    "/runs/<run>/injects/<key>/skip",
    rule="exercises:run",
    body=SkipInput,
    returns=out.RunInject,
)
def skip_inject(call: Call[SkipInput], run: UUID, key: str) -> out.RunInject:
    """Leave an inject out."""
    runs.skip(call.session, run, key, reason=call.asked.reason, by=call.actor)
    return _inject(call, run, key)


@endpoint(
    "POST",
    "/runs/<run>/injects/<key>/withdraw",
    rule="exercises:run",
    body=SkipInput,
    returns=out.RunInject,
)
def withdraw_inject(call: Call[SkipInput], run: UUID, key: str) -> out.RunInject:
    """Take a released inject back; a notice goes to those who have it."""
    runs.withdraw(call.session, run, key, reason=call.asked.reason, by=call.actor)
    return _inject(call, run, key)


@endpoint(
    "POST",
    "/runs/<run>/injects/<key>/correct",
    rule="exercises:run",
    body=CorrectInput,
    returns=out.RunInject,
)
def correct_inject(call: Call[CorrectInput], run: UUID, key: str) -> out.RunInject:
    """Let an inject say something else from now on."""
    runs.correct(call.session, run, key, plan=call.asked, by=call.actor)
    return _inject(call, run, key)


@endpoint(
    "GET",
    "/runs/<run>/log",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.RunLine],
)
def read_run_log(call: Call[Listing], run: UUID) -> out.Page[out.RunLine]:
    """Read the log of a run: all that was said and done in it, line by line."""
    lines = log(call.session, run)
    part = part_of(lines, key=_line, after=call.asked.after, limit=call.asked.limit)
    return out.Page[out.RunLine](items=[out.RunLine.of(one) for one in part.rows], next=part.next)


def shown(call: Call[Any], run: UUID) -> out.Run:
    """Show a run as it stands now."""
    call.session.flush()
    row = call.session.get_one(Run, run)
    return out.Run.of(row, state_of(call.session, run), now())


def _inject(call: Call[Any], run: UUID, key: str) -> out.RunInject:
    call.session.flush()
    state = state_of(call.session, run)
    if key not in state.steps:
        raise NotFound
    return out.RunInject.of(state.steps[key], state, now())


def _position(step: Any) -> tuple[str, ...]:
    return (f"{step.position:06d}",)


def _line(entry: Any) -> tuple[str, ...]:
    return (f"{entry.number:09d}",)
