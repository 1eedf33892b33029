"""How does each inject of a run stand, for who leads it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.exercise.clock import TICKS, seconds
from scheduler.exercise.course import lateness
from scheduler.exercise.player import recipients, words
from scheduler.exercise.state import State, Step
from scheduler.exercise.timetable import planned
from scheduler.exercise.timing import due, module_starts, state_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An action that players are expected to take; `value`: yes, no or "" (not judged)."""

    key: str
    text: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far an inject has come in one group: `unseen` are names, `answers` what it answered."""

    group: str
    seen: int
    of: int
    unseen: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectLine:
    """One inject; times are seconds of exercise time, `left` those until it comes.

    `planned` is when the scenario has it, `due` when it comes as things stand. `groups` are names,
    none: for all. `why` says why it is held, skipped or taken back.
    """

    key: str
    module: str
    title: str
    text: str
    kind: str
    delivery: str
    persona: str
    note: str
    groups: tuple[str, ...]
    state: str
    why: str
    open: bool
    out: bool
    manual: bool
    planned: int | None
    due: int | None
    left: int | None
    released: int | None
    released_at: datetime | None
    by: str
    by_clock: bool
    late: int
    in_pause: bool
    extra: bool
    secret: bool
    corrected: bool
    shown: bool
    for_players: bool
    expected: tuple[Expected, ...]
    reach: tuple[Reach, ...]


def lines(state: State, at: datetime, names: Mapping[str, str]) -> dict[str, InjectLine]:
    """Give every inject by its key, in the order they come; `names`: of roles and of actors."""
    times = planned(state.plan.content) if state.plan is not None else {}
    return {
        step.inject.key: _line(state, step, at, names, times.get(step.inject.key))
        for step in _ordered(state, times)
    }


def group_name(state: State, key: str) -> str:
    """Give what a group is called, its key if nobody knows."""
    known = state.plan.content.groups if state.plan is not None else ()
    return next((one.name for one in known if one.key == key), key)


def _ordered(state: State, times: Mapping[str, int | None]) -> list[Step]:
    """In the order they come: what is out by when it came, then by when it is due or planned."""
    starts = module_starts(state)

    def when(step: Step) -> tuple[int, int]:
        comes = due(state, step, starts) if step.released is None else step.released
        planned_at = times.get(step.inject.key)
        if comes is None and planned_at is not None:
            comes = planned_at * TICKS
        begins = starts.get(step.inject.module, 0)
        return (begins if comes is None else comes, step.position)

    return sorted(state.steps.values(), key=when)


def _line(
    state: State, step: Step, at: datetime, names: Mapping[str, str], planned_at: int | None
) -> InjectLine:
    inject, ticks = step.inject, due(state, step)
    title, text = words(step)
    comes = ticks is not None and step.state == "planned"
    return InjectLine(
        key=inject.key,
        module=inject.module,
        title=title,
        text=text,
        kind=inject.kind,
        delivery=inject.delivery,
        persona=_persona(state, inject.persona),
        note=inject.note,
        groups=tuple(group_name(state, key) for key in inject.groups),
        state=state_now(state, step, at),
        why=step.why,
        open=step.open,
        out=step.out,
        manual=inject.trigger.kind == "manual",
        planned=planned_at,
        due=seconds(ticks) if ticks is not None else None,
        left=-((state.elapsed(at) - ticks) // TICKS) if comes and ticks is not None else None,
        released=seconds(step.released) if step.released is not None else None,
        released_at=step.released_at,
        by=names.get(step.released_by, ""),
        by_clock=step.how == "clock",
        late=_late(state, step, at),
        in_pause=step.in_pause,
        extra=step.extra,
        secret=inject.secret,
        corrected=step.text is not None,
        shown=state.shown == inject.key,
        for_players=step.for_players,
        expected=tuple(_expected(state, step)),
        reach=tuple(_reaches(state, step, names)),
    )


def _late(state: State, step: Step, at: datetime) -> int:
    ticks = lateness(state, step, state.elapsed(at)) if step.state == "held" else step.late
    return seconds(ticks)


def _expected(state: State, step: Step) -> list[Expected]:
    return [
        Expected(key=one.key, text=one.text, value=state.marks.get(one.key, ("", 0))[0])
        for one in step.inject.expected
    ]


def _reaches(state: State, step: Step, names: Mapping[str, str]) -> list[Reach]:
    if not step.out:
        return []
    seats = recipients(state, step)
    found = []
    for key in dict.fromkeys(seat.group for seat in seats):
        here = [seat.role for seat in seats if seat.group == key]
        unseen = [role for role in here if (step.inject.key, role) not in state.seen]
        found.append(
            Reach(
                group=group_name(state, key),
                seen=len(here) - len(unseen),
                of=len(here),
                unseen=tuple(names.get(role, "") for role in unseen),
                answers=tuple(_answers(state, step.inject.key, key)),
            )
        )
    return found


def _answers(state: State, inject: str, group: str) -> list[str]:
    own = [s.body for s in state.answers if s.body["inject"] == inject and not s.body["question"]]
    return [body["text"] for body in own if body["group"] == group][-1:]


def _persona(state: State, key: str) -> str:
    known = state.plan.content.personas if state.plan is not None else ()
    return next((one.name for one in known if one.key == key), key)
