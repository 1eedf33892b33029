"""What happens if nobody interferes? The whole run against a clock of its own, in no time.

The same rules as the real run, which is equal to it row by row when nobody touches it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.exercise import conduct
from scheduler.exercise.clock import TICKS, seconds
from scheduler.exercise.course import Course, settle
from scheduler.exercise.deliveries import Row, rows
from scheduler.exercise.plan import Plan
from scheduler.exercise.state import Seat, State, Step
from scheduler.exercise.timing import next_instant

STARTEX = datetime(2000, 1, 3, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run gives by itself; `by_hand` has what never comes by itself, with `state` its end.

    `second` is that of the last inject, `planned` that of the end of the modules.
    """

    rows: tuple[Row, ...]
    by_hand: tuple[Step, ...]
    state: State
    second: int
    planned: int


def rehearse(plan: Plan, seats: Iterable[Seat]) -> Rehearsal:
    """Run a plan with these seats from STARTEX until nothing more comes by itself."""
    course = Course(State(), STARTEX, "rehearsal")
    course.say("prepared", plan=plan.model_dump(mode="json", exclude_defaults=True))
    for one in seats:
        if one.here:
            course.say("seated", role=one.role, kind=one.kind, group=one.group)
    conduct.start(course)
    while (moment := next_instant(course.state)) is not None:
        course.at = max(moment, course.at)
        settle(course)
    return _told(plan, course.state)


def _told(plan: Plan, state: State) -> Rehearsal:
    found = rows(state)
    left = tuple(one for one in state.steps.values() if one.released_at is None)
    last = max((step.base or 0 for step in state.steps.values()), default=0)
    return Rehearsal(
        rows=tuple(found),
        by_hand=left,
        state=state,
        second=seconds(last),
        planned=seconds(plan.content.minutes * 60 * TICKS),
    )
