"""How are the numbers over a network's exercises shown?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from scheduler.exercise.over_time import CapabilityLine, Hidden, OverTime, Scaled
from web.api.out.base import Id, Out

_HIDDEN = Literal["fewer than 5", "not told"]


def _told(value: object) -> object:
    return value.value if isinstance(value, Hidden) else value


Count = Annotated[
    int | _HIDDEN,
    BeforeValidator(_told),
    Field(description="“fewer than 5” or “not told” where the token may not know more."),
]


class HeldExercise(Out):
    """An exercise that was run, and how many took part."""

    exercise: Id
    title: str
    day: date
    runs: int
    people: Count


class StepNumbers(Out):
    """How many ratings came to a step of the scale."""

    step: str
    count: Count


class CapabilityNumbers(Out):
    """A capability on one scale; `steps` best first, `n` ratings in all, on these days."""

    code: str
    name: str
    steps: list[StepNumbers]
    n: Count
    days: list[date]

    @classmethod
    def of(cls, line: CapabilityLine) -> CapabilityNumbers:
        """Show a capability's ratings."""
        steps = [StepNumbers(step=cell.step, count=cell.count) for cell in line.cells]
        return cls(code=line.code, name=line.name, steps=steps, n=line.n, days=list(line.days))


class UntriedObjective(Out):
    """An objective that nobody has tried for two years; `last`: when somebody did, if ever."""

    scenario: str
    text: str
    last: date | None


class RecurringFinding(Out):
    """What more than one exercise found, in its latest words; the latest day first."""

    kind: str
    text: str
    days: list[date]
    solved: bool = Field(description="A later exercise has shown what was promised to work.")


class MendingNumbers(Out):
    """Corrective actions: taken on, of these done, of these shown to work."""

    opened: int
    done: int
    verified: int
    median_days: float | None


class OrganisationExercised(Out):
    """In how many exercises an organisation took part, with how many people; "": none."""

    name: str
    exercises: Count
    people: Count


class ModulePace(Out):
    """A module's minutes: planned last, and the middle of what its runs took."""

    scenario: str
    module: str
    planned: int
    real: int
    runs: int


class ExerciseNumbers(Out):
    """What a network's exercises have come to; `untried_share` from 0 to 1."""

    network: Id
    whole: bool = Field(description="Whether every figure is told.")
    held: list[HeldExercise]
    capabilities: list[CapabilityNumbers]
    since: date
    objectives: int
    untried_count: int
    untried_share: float | None
    untried: list[UntriedObjective]
    recurring: list[RecurringFinding]
    mending: MendingNumbers
    organisations: list[OrganisationExercised]
    people: Count
    modules: list[ModulePace]

    @classmethod
    def of(cls, network: object, told: OverTime) -> ExerciseNumbers:
        """Show a network's numbers."""
        return cls(
            network=str(network),
            whole=told.whole,
            held=[HeldExercise.copy_of(one) for one in told.held],
            capabilities=list(_capabilities(told.scales)),
            since=told.since,
            objectives=told.asked,
            untried_count=told.untried_count,
            untried_share=told.share,
            untried=[UntriedObjective.copy_of(one, scenario=one.story) for one in told.untried],
            recurring=[
                RecurringFinding.copy_of(one, days=list(one.days)) for one in told.recurring
            ],
            mending=MendingNumbers.copy_of(told.mending),
            organisations=[OrganisationExercised.copy_of(one) for one in told.houses],
            people=told.people,
            modules=[ModulePace.copy_of(one, scenario=one.story) for one in told.pace],
        )


def _capabilities(scales: tuple[Scaled, ...]) -> Iterator[CapabilityNumbers]:
    for scale in scales:
        for line in scale.lines:
            yield CapabilityNumbers.of(line)
