"""How long did what take, planned and real? Pure, of one run."""

from __future__ import annotations

from datetime import datetime

from scheduler.exercise.clock import TICKS, seconds
from scheduler.exercise.state import State
from scheduler.exercise.timing import module_starts, modules


def exercise_seconds(state: State) -> int:
    """Give how long a run was played, without pauses, up to its end."""
    return seconds(state.elapsed(state.ended_at)) if state.ended_at is not None else 0


def paused_seconds(state: State) -> int:
    """Give for how long the clock stood between start and end, in seconds on the wall."""
    if state.started_at is None or state.ended_at is None:
        return 0
    went = sum(((one.end or state.ended_at) - one.start).total_seconds() for one in state.segments)
    return round((state.ended_at - state.started_at).total_seconds() - went)


def module_minutes(state: State, at: datetime) -> list[tuple[str, int, int]]:
    """Give each module's title with its planned and its real minutes of exercise time."""
    starts, end = module_starts(state), state.elapsed(state.ended_at or at)
    found = []
    known = modules(state)
    for place, module in enumerate(known):
        following = [starts[one.key] for one in known[place + 1 :]]
        last = min([end, *following])
        real = max(last - starts[module.key], 0) // (60 * TICKS)
        found.append((module.title, module.minutes, real))
    return found
