"""How is a rehearsal shown: inject by inject, with the longest silence of each group? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from scheduler.exercise.clock import seconds
from scheduler.exercise.content import Inject
from scheduler.exercise.rehearsal import Rehearsal
from scheduler.exercise.state import State
from scheduler.exercise.timing import module_starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One inject that comes by itself; times are seconds. `people` by channel: page, mail ..."""

    second: int
    key: str
    title: str
    groups: tuple[str, ...]
    for_players: bool
    people: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """One inject that nobody's clock releases; `manual`: by a click alone, else on a condition."""

    key: str
    title: str
    groups: tuple[str, ...]
    manual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The longest stretch in which nothing new reaches a group, in seconds."""

    group: str
    since: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A rehearsal as a table; `people`: how many have a place."""

    coming: tuple[Coming, ...]
    by_hand: tuple[ByHand, ...]
    silences: tuple[Silence, ...]
    people: int
    planned: int


def table(made: Rehearsal) -> Rehearsed:
    """Give a rehearsal as it is shown."""
    coming = tuple(_coming(made))
    return Rehearsed(
        coming=coming,
        by_hand=tuple(_by_hand(made.state, step.inject) for step in made.by_hand),
        silences=tuple(_silences(made, coming)),
        people=len(made.state.seats),
        planned=made.planned,
    )


def _coming(made: Rehearsal) -> list[Coming]:
    found = []
    out = [step for step in made.state.steps.values() if step.released_at is not None]
    for step in sorted(out, key=lambda one: (one.base or 0, one.position)):
        rows = [row for row in made.rows if row.inject == step.inject.key]
        channels = dict.fromkeys(row.channel for row in rows)
        counts = tuple((one, sum(row.channel == one for row in rows)) for one in channels)
        found.append(
            Coming(
                second=seconds(step.base or 0),
                key=step.inject.key,
                title=step.inject.title,
                groups=_called(made.state, step.inject),
                for_players=step.for_players,
                people=counts,
            )
        )
    return found


def _by_hand(state: State, inject: Inject) -> ByHand:
    return ByHand(
        key=inject.key,
        title=inject.title,
        groups=_called(state, inject),
        manual=inject.trigger.kind == "manual",
    )


def _called(state: State, inject: Inject) -> tuple[str, ...]:
    names = _names(state)
    return tuple(names.get(key, key) for key in inject.groups)


def _silences(made: Rehearsal, coming: tuple[Coming, ...]) -> list[Silence]:
    begins = [seconds(ticks) for ticks in module_starts(made.state).values()]
    found = []
    for name in _names(made.state).values():
        own = [one.second for one in coming if one.for_players and name in (one.groups or (name,))]
        moments = sorted({0, *begins, *own, max(made.planned, made.second)})
        gaps = pairwise(moments)
        since, until = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0, 0))
        found.append(Silence(group=name, since=since, until=until))
    return found


def _names(state: State) -> dict[str, str]:
    groups = state.plan.content.groups if state.plan is not None else ()
    return {one.key: one.name for one in groups}
