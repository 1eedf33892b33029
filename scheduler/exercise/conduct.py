"""What may those who lead a run do? Each command says the log's next lines, or refuses.

Whoever calls has let the course wake first (scheduler.exercise.course.wake): what was due before
the command is out, or held, before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.exercise.content import Inject
from scheduler.exercise.course import Course, lateness, release, settle
from scheduler.exercise.refusals import (
    AlreadyReleased,
    ConfirmInPause,
    HasStarted,
    IsClosed,
    NoSuchPart,
    NotEnded,
    NotGoing,
    NotOnScreen,
    NotOpen,
    NotOut,
    NotPaused,
    NotRunning,
)
from scheduler.exercise.state import Step
from scheduler.exercise.timing import due, module_starts, waiting

LIVE = ("running", "paused")


def start(course: Course) -> None:
    """STARTEX: the press of the button, not the planned time."""
    if course.state.status != "prepared":
        raise HasStarted
    course.say("started")
    settle(course)


def pause(course: Course, *, reason: str = "") -> None:
    """Stop the clock: nothing becomes due, countdowns stand."""
    if course.state.status != "running":
        raise NotRunning
    course.say("paused", cause="hand", reason=reason)


def resume(course: Course, *, count_gap: bool = False) -> None:
    """Let the clock go on from the same tick; `count_gap`: the time away counts, nothing bursts."""
    held = course.state.pause
    if course.state.status != "paused" or held is None:
        raise NotPaused
    course.say("resumed", counted=count_gap and held.cause == "gap")
    settle(course)


def set_rate(course: Course, percent: int) -> None:
    """Let exercise time go faster or slower from now on (50 to 800 percent)."""
    if course.state.status not in {"prepared", *LIVE}:
        raise NotGoing
    course.say("rate_set", rate=percent)


def jump(
    course: Course, module: str, *, rest: str = "skip", each: Mapping[str, str], shift: bool = True
) -> None:
    """Go to a module; each inject of those before it is skipped, released, or held for later.

    `shift`: what has its time from STARTEX in this module and after it keeps its place in it.
    """
    _must_be_live(course)
    starts = module_starts(course.state)
    if module not in starts:
        raise NoSuchPart(field="module", key=module)
    for step in left_before(course, module):
        _dispose(course, step, each.get(step.inject.key, rest))
    by = course.ticks - starts[module]
    course.say("module_entered", module=module)
    moved = _timed_from(course, module) if shift and by else []
    if moved:
        course.say("shifted", ticks=by, injects=moved, modules=[])
    settle(course)


def left_before(course: Course, module: str) -> list[Step]:
    """Give what has not come of the modules before one: a jump asks what becomes of each."""
    earlier = _keys_before(course, module)
    return [s for s in course.state.steps.values() if s.open and s.inject.module in earlier]


def release_now(course: Course, key: str, *, confirmed: bool = False, shift: bool = False) -> None:
    """Release an inject by hand; `shift`: its lateness moves what comes by itself later."""
    step = _open(course, key)
    if course.state.status == "paused" and not confirmed:
        raise ConfirmInPause
    late = lateness(course.state, step, course.ticks)
    if shift and late:
        _shift_later(course, late, but=key)
    release(course, step, how="hand", ticks=due(course.state, step))
    settle(course)


def hold(course: Course, key: str) -> None:
    """Let an inject wait for a click: it does not come by itself any more."""
    step = _open(course, key)
    course.say("held", inject=step.inject.key, why="hand", late=0)


def skip(course: Course, key: str, *, reason: str = "", why: str = "hand") -> None:
    """Leave an inject out; what was chained to it waits for a click."""
    step = _open(course, key)
    course.say("skipped", inject=step.inject.key, why=why, reason=reason)
    for other in list(course.state.steps.values()):
        chained = other.inject.trigger.kind == "after" and other.inject.trigger.inject == key
        if chained and other.state == "planned":
            course.say("held", inject=other.inject.key, why="chain", late=0)


def withdraw(course: Course, key: str, *, reason: str = "") -> None:
    """Take an inject back; a notice goes to those who have it, the log keeps what it said."""
    _out(course, key)
    course.say("withdrawn", inject=key, reason=reason)


def correct(course: Course, key: str, *, text: str, title: str = "") -> None:
    """Let an inject say something else from now on."""
    step = course.state.steps.get(key)
    if step is None:
        raise NoSuchPart(field="inject", key=key)
    if not (step.open or step.out):
        raise NotOpen(inject=step.inject.title)
    _must_not_be_closed(course)
    course.say("corrected", inject=key, title=title or step.title or step.inject.title, text=text)


def add(course: Course, inject: Inject) -> str:
    """Take up an inject made in the room (its key is given here); gives the key."""
    _must_be_live(course)
    key = _free_key(course.state.steps)
    kept = inject.model_copy(update={"key": key, "trigger": type(inject.trigger)()})
    course.say("added", inject=kept.model_dump(mode="json", exclude_defaults=True))
    return key


def mark(course: Course, action: str, value: str) -> None:
    """Mark an expected action as taken (yes), not taken (no), or not judged ("")."""
    _must_be_live(course)
    known = {one.key for s in course.state.steps.values() for one in s.inject.expected}
    if action not in known:
        raise NoSuchPart(field="action", key=action)
    course.say("marked", action=action, value=value)
    settle(course)


def show(course: Course, key: str) -> None:
    """Put a released inject on the screen in the room ("": clear it)."""
    if key:
        step = _out(course, key)
        if step.inject.secret or not step.for_players:
            raise NotOnScreen(inject=step.inject.title)
    course.say("shown", inject=key)


def end(course: Course) -> None:
    """ENDEX: nothing comes any more; what is left was not used."""
    _must_be_live(course)
    for step in list(course.state.steps.values()):
        if step.open:
            course.say("skipped", inject=step.inject.key, why="unused", reason="")
    course.say("ended")


def open_hotwash(course: Course) -> None:
    """Begin the hot wash."""
    if course.state.status != "ended":
        raise NotEnded
    course.say("hotwash")


def close(course: Course) -> None:
    """Close the run; ratings may still come until the evaluators' deadline."""
    if course.state.status not in {"ended", "hotwash"}:
        raise NotEnded
    course.say("closed")


def abort(course: Course, *, reason: str) -> None:
    """Break the exercise off for a real event; what is left does not come."""
    _must_be_live(course)
    course.say("aborted", reason=reason)


def _must_be_live(course: Course) -> None:
    if course.state.status not in LIVE:
        raise NotGoing


def _must_not_be_closed(course: Course) -> None:
    if course.state.status in {"closed", "aborted"}:
        raise IsClosed


def _open(course: Course, key: str) -> Step:
    step = course.state.steps.get(key)
    if step is None:
        raise NoSuchPart(field="inject", key=key)
    if step.released_at is not None:
        raise AlreadyReleased(inject=step.inject.title, who=step.released_by, at=step.released_at)
    _must_be_live(course)
    if not step.open:
        raise NotOpen(inject=step.inject.title)
    return step


def _out(course: Course, key: str) -> Step:
    step = course.state.steps.get(key)
    if step is None:
        raise NoSuchPart(field="inject", key=key)
    _must_not_be_closed(course)
    if not step.out:
        raise NotOut(inject=step.inject.title)
    return step


def _dispose(course: Course, step: Step, how: str) -> None:
    if how == "release":
        release(course, step, how="hand", ticks=due(course.state, step))
    elif how == "move":
        course.say("held", inject=step.inject.key, why="hand", late=0)
    elif course.state.steps[step.inject.key].open:
        skip(course, step.inject.key, why="jump")


def _keys_before(course: Course, module: str) -> set[str]:
    keys = list(module_starts(course.state))
    return set(keys[: keys.index(module)]) if module in keys else set()


def _timed_from(course: Course, module: str) -> list[str]:
    keys: Sequence[str] = list(module_starts(course.state))
    there = set(keys[keys.index(module) :])
    return [
        step.inject.key
        for step in course.state.steps.values()
        if step.state == "planned"
        and step.inject.module in there
        and step.inject.trigger.kind == "start"
    ]


def _shift_later(course: Course, late: int, *, but: str) -> None:
    now, starts = course.ticks, module_starts(course.state)
    begun = {key for key, begins in starts.items() if begins <= now}
    injects = [
        step.inject.key
        for ticks, step in waiting(course.state)
        if ticks > now and step.inject.key != but and _counts_itself(step, begun)
    ]
    coming = [key for key in starts if key not in begun][:1]  # those after it follow it
    course.say("shifted", ticks=late, injects=injects, modules=coming)


def _counts_itself(step: Step, begun: set[str]) -> bool:
    kind = step.inject.trigger.kind
    return kind == "start" or (kind == "module" and step.inject.module in begun)


def _free_key(steps: Mapping[str, Step]) -> str:
    number = 1
    while f"X{number}" in steps:
        number += 1
    return f"X{number}"
