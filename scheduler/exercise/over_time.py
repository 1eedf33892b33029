"""What do a network's exercises come to over time: how rated, what not tried, what comes back?

Pure. Ratings are ordinal: each step's count with n and the days, never a mean; what was not rated
is not counted. What others than those who lead may read of it is cut in handing_on.py.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from scheduler.exercise.content import Step
from scheduler.exercise.past import Asked, Mended, Paced, Past, Rated, Result
from scheduler.exercise.recurring import Chain, chains

YEARS = 2  # an objective that nobody tried for longer is told


class Hidden(Enum):
    """Why a figure is not told: it is about fewer than five people, or would tell such a one."""

    FEW = "fewer than 5"
    UNTOLD = "not told"


FEW, UNTOLD = Hidden.FEW, Hidden.UNTOLD
Count = int | Hidden


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a step was come to, in exercises of how many players."""

    step: str
    count: Count
    players: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityLine:
    """A capability on one scale: a cell a step, best first, how many there are, and when."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    n: Count
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """The capabilities that were rated on one scale."""

    steps: tuple[Step, ...]
    lines: tuple[CapabilityLine, ...]


@dataclass(frozen=True, slots=True)
class Untried:
    """An objective that nobody tried since; `last`: when somebody did, if ever."""

    story: str
    text: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Mending:
    """Corrective actions: taken on, of these done, of these shown to work; days to be done."""

    opened: int
    done: int
    verified: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class House:
    """One organisation: in how many exercises it took part, with how many people."""

    name: str
    exercises: Count
    people: Count


@dataclass(frozen=True, slots=True)
class Pace:
    """A module over its runs: what was planned last, and the middle of what it took."""

    story: str
    module: str
    planned: int
    real: int
    runs: int


@dataclass(frozen=True, slots=True)
class Held:
    """One exercise that was run, and how many took part."""

    exercise: UUID
    title: str
    day: date
    runs: int
    people: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """A network's exercises so far, the latest first.

    `untried` are those of `asked` objectives that nobody tried since `since`; their count is told
    also where their texts are not. `whole`: nothing is hidden.
    """

    held: tuple[Held, ...]
    scales: tuple[Scaled, ...]
    since: date
    asked: int
    untried_count: int
    untried: tuple[Untried, ...]
    recurring: tuple[Chain, ...]
    mending: Mending
    houses: tuple[House, ...]
    people: Count
    pace: tuple[Pace, ...]
    whole: bool = True

    @property
    def share(self) -> float | None:
        """How many of the objectives were not tried, from 0 to 1; None without any."""
        return self.untried_count / self.asked if self.asked else None


def over_time(past: Past, today: date) -> OverTime:
    """Put a network's exercises together, nothing hidden."""
    results = sorted(past.results, key=lambda one: (one.day, one.exercise), reverse=True)
    since = years_before(today, YEARS)
    untried = tuple(_untried(past.asked, results, since))
    return OverTime(
        held=tuple(_held(one) for one in results),
        scales=tuple(_scales(results, past.capabilities)),
        since=since,
        asked=len(past.asked),
        untried_count=len(untried),
        untried=untried,
        recurring=tuple(chains(past.found)),
        mending=_mending(past.mended),
        houses=tuple(_houses(results)),
        people=len({one.person for result in results for one in result.people}),
        pace=tuple(_pace(results)),
    )


def years_before(day: date, years: int) -> date:
    """Give the same day years before; of a leap day the day before it."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def _held(one: Result) -> Held:
    people = len({each.person for each in one.people})
    return Held(one.exercise, one.title, one.day, one.runs, people)


def _scales(results: Sequence[Result], names: Mapping[str, str]) -> Iterator[Scaled]:
    """Give each scale apart: steps of different ones are not to be compared."""
    by_scale: defaultdict[tuple[Step, ...], list[Result]] = defaultdict(list)
    for one in results:
        by_scale[one.steps].append(one)
    for steps, of_it in by_scale.items():
        codes = {code for one in of_it for each in _rated(one) for code in each.capabilities}
        lines = [_line(code, names.get(code, code), steps, of_it) for code in codes]
        if lines:
            yield Scaled(steps, tuple(sorted(lines, key=lambda line: (line.name, line.code))))


def _rated(result: Result) -> list[Rated]:
    known = {step.key for step in result.steps}
    return [one for one in result.objectives if one.step in known]


def _line(code: str, name: str, steps: Sequence[Step], results: Sequence[Result]) -> CapabilityLine:
    given = [
        (one.step, result)
        for result in results
        for one in _rated(result)
        if code in one.capabilities
    ]
    return CapabilityLine(
        code=code,
        name=name,
        cells=tuple(
            _cell(step.key, [result for key, result in given if key == step.key]) for step in steps
        ),
        n=len(given),
        days=tuple(sorted({result.day for _, result in given}, reverse=True)),
    )


def _cell(step: str, results: Sequence[Result]) -> Cell:
    players = {one.person for result in results for one in result.people if one.player}
    return Cell(step, len(results), len(players))


def _untried(asked: Iterable[Asked], results: Sequence[Result], since: date) -> Iterator[Untried]:
    """Give what no exercise since has tried: by key or, of another scenario, by its words."""
    last: dict[tuple[str, str], date] = {}
    for result in reversed(results):
        for one in result.objectives:
            if one.tried:
                last[result.scenario, one.key] = last["", one.text.casefold()] = result.day
    for each in asked:
        days = (last.get((each.scenario, each.key)), last.get(("", each.text.casefold())))
        latest = max((day for day in days if day is not None), default=None)
        if latest is None or latest < since:
            yield Untried(each.story, each.text, latest)


def _mending(mended: Sequence[Mended]) -> Mending:
    days = [(one.done - one.opened).days for one in mended if one.done is not None]
    return Mending(
        opened=len(mended),
        done=len(days),
        verified=sum(one.done is not None and one.verified is not None for one in mended),
        median_days=float(statistics.median(days)) if days else None,
    )


def _houses(results: Sequence[Result]) -> Iterator[House]:
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    exercises: defaultdict[str, set[UUID]] = defaultdict(set)
    for result in results:
        for one in result.people:
            people[one.organisation].add(one.person)
            exercises[one.organisation].add(result.exercise)
    for name in sorted(people, key=lambda name: (not name, name.casefold())):
        yield House(name, len(exercises[name]), len(people[name]))


def _pace(results: Sequence[Result]) -> Iterator[Pace]:
    by_module: defaultdict[tuple[str, str, str], list[Paced]] = defaultdict(list)
    for result in results:
        for one in result.modules:
            by_module[result.story, result.scenario, one.module].append(one)
    for (story, _, module), ran in by_module.items():
        real = statistics.median_high(one.real for one in ran)
        yield Pace(story, module, ran[0].planned, real, len(ran))
