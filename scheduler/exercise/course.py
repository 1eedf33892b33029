"""How does a run go on? By new lines of its log, each of which is taken as it is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from scheduler.exercise.clock import instant
from scheduler.exercise.entries import VERBS, Entry
from scheduler.exercise.replay import apply
from scheduler.exercise.state import State, Step
from scheduler.exercise.timing import due, met, waiting

SECOND = timedelta(seconds=1)
GAP = timedelta(seconds=30)  # longer without a heartbeat, and the run comes back paused
CLOCK = "system"


class Course:
    """A state, the present instant, who acts; `made` are the lines said meanwhile.

    The state that was given stays as it was.
    """

    def __init__(self, state: State, at: datetime, by: str) -> None:
        self.state = state.fork()
        self.at = at
        self.by = by
        self.made: list[Entry] = []

    @property
    def ticks(self) -> int:
        """Exercise time now."""
        return self.state.elapsed(self.at)

    def say(self, verb: str, *, by: str = "", at: datetime | None = None, **body: Any) -> Entry:
        """Say one line: it has its number, and the state has taken it."""
        if set(body) != set(VERBS[verb]):
            raise ValueError(f"{verb} says {VERBS[verb]}")
        moment = at or self.at
        ticks = self.state.elapsed(moment)
        entry = Entry(self.state.number + 1, moment, ticks, by or self.by, verb, body)
        apply(self.state, entry)
        self.made.append(entry)
        return entry


def wake(course: Course, heartbeat: datetime | None) -> None:
    """Take account of the time since the run was last looked at, and let come what is due.

    After a gap the clock stopped when it was last seen to go, unless the exercise counts gaps.
    """
    if stands(course.state, heartbeat, course.at) and course.state.status == "running":
        course.say("paused", by=CLOCK, at=heartbeat, cause="gap", reason="")
    settle(course)


def stands(state: State, heartbeat: datetime | None, at: datetime) -> bool:
    """Tell whether the clock stands: paused, or about to be for a gap that nobody has looked at."""
    if state.status != "running":
        return state.status == "paused"
    asks = state.plan is not None and state.plan.gap == "ask"
    return asks and heartbeat is not None and at - heartbeat > GAP


def settle(course: Course) -> None:
    """Let all come that is due: in its order, each once, what is too late held."""
    while course.state.status == "running":
        coming = waiting(course.state)
        if not coming or coming[0][0] > course.ticks:
            return
        _let_come(course, *coming[0])


def release(course: Course, step: Step, *, how: str, ticks: int | None) -> None:
    """Say that an inject is out; `ticks`: when it was due."""
    paused = course.state.status == "paused"
    late = max(course.ticks - ticks, 0) if ticks is not None else 0
    course.say(
        "released",
        by=CLOCK if how == "clock" else "",
        inject=step.inject.key,
        how=how,
        due=ticks,
        late=late,
        in_pause=paused,
    )


def _let_come(course: Course, ticks: int, step: Step) -> None:
    if not met(course.state, step):
        _hold(course, step, "marks", ticks)
    elif _too_late(course, ticks):
        _hold(course, step, "late", ticks)
    else:
        release(course, step, how="clock", ticks=ticks)


def _hold(course: Course, step: Step, why: str, ticks: int) -> None:
    late = course.ticks - ticks
    course.say("held", by=CLOCK, inject=step.inject.key, why=why, late=late)


def _too_late(course: Course, ticks: int) -> bool:
    plan, since = course.state.plan, instant(course.state.segments, ticks)
    grace = plan.grace_seconds if plan is not None else 0
    # In whole seconds: with no grace at all, the moment that waking takes is not lateness.
    return since is not None and (course.at - since) // SECOND > grace


def lateness(state: State, step: Step, ticks: int) -> int:
    """Give by how many ticks an inject is late at `ticks`; 0 when it is not."""
    own = due(state, step)
    return max(ticks - own, 0) if own is not None else 0
