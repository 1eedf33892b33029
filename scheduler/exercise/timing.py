"""When is what due, and where is the exercise now? Pure questions to a state.

All times are ticks of exercise time; what needs the wall is given an instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from scheduler.exercise.clock import TICKS, instant
from scheduler.exercise.content import Module, Requires
from scheduler.exercise.state import State, Step


def modules(state: State) -> tuple[Module, ...]:
    """Give the modules of a run in their order."""
    return state.plan.content.modules if state.plan is not None else ()


def module_starts(state: State) -> dict[str, int]:
    """Give when each module begins: as planned after the one before, or as somebody went there."""
    starts: dict[str, int] = {}
    at = 0
    for module in modules(state):
        planned = at + state.module_moved.get(module.key, 0)
        starts[module.key] = state.entered.get(module.key, planned)
        at = starts[module.key] + module.minutes * 60 * TICKS
    return _none_after_a_later_one(starts)


def module_now(state: State, at: datetime) -> str:
    """Give the key of the module that goes on at an instant, "" without modules."""
    return module_at(state, state.elapsed(at))


def module_at(state: State, ticks: int) -> str:
    """Give the key of the module that goes on at `ticks`: the last that has begun."""
    current = ""
    for key, start in module_starts(state).items():
        if start <= ticks or not current:
            current = key
    return current


def due(state: State, step: Step, starts: Mapping[str, int] | None = None) -> int | None:
    """Give when an inject's own trigger lets it come, whatever has become of it; None: never.

    `starts`: module_starts, if they are known already.
    """
    trigger = step.inject.trigger
    after = trigger.seconds * TICKS + step.moved
    match trigger.kind:
        case "start":
            return max(after, 0)
        case "module":
            begins = (starts or module_starts(state)).get(step.inject.module)
            return None if begins is None else max(begins + after, 0)
        case "after":
            earlier = state.steps.get(trigger.inject)
            return None if earlier is None or earlier.base is None else earlier.base + after
        case "marks" if trigger.requires is not None:
            met_at = _met_at(state, trigger.requires)
            return None if met_at is None else met_at + after
    return None


def met(state: State, step: Step) -> bool:
    """Tell whether what an inject needs beside its time is there."""
    requires = step.inject.trigger.requires
    return requires is None or _met_at(state, requires) is not None


def waiting(state: State) -> list[tuple[int, Step]]:
    """Give what will come by itself as things stand: (ticks, inject), in the order it comes."""
    starts = module_starts(state)
    times = ((due(state, one, starts), one) for one in state.steps.values() if _planned(one))
    found = [(ticks, one) for ticks, one in times if ticks is not None]
    return sorted(found, key=lambda pair: (pair[0], pair[1].position))


def next_instant(state: State) -> datetime | None:
    """Give the instant at which something becomes due by itself; None: nothing will."""
    if state.status != "running":
        return None
    coming = waiting(state)
    return instant(state.segments, coming[0][0]) if coming else None


def state_now(state: State, step: Step, at: datetime) -> str:
    """Give an inject's state as it is shown: one whose time has come is due until it is out."""
    ticks = due(state, step) if _planned(step) and state.status == "running" else None
    return "due" if ticks is not None and ticks <= state.elapsed(at) else step.state


def _planned(step: Step) -> bool:
    return step.state == "planned"


def _none_after_a_later_one(starts: dict[str, int]) -> dict[str, int]:
    """A module that was jumped over has begun, and ended, by the time of the jump."""
    latest: int | None = None
    for key in reversed(starts):
        latest = starts[key] if latest is None else min(latest, starts[key])
        starts[key] = latest
    return starts


def _met_at(state: State, requires: Requires) -> int | None:
    times = []
    for mark in requires.marks:
        value, ticks = state.marks.get(mark.action, ("", 0))
        if value and mark.value in {"any", value}:
            times.append(ticks)
    if requires.mode == "any":
        return min(times, default=None)
    return max(times) if len(times) == len(requires.marks) else None
