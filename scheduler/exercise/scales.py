"""How are ratings given and counted? Ordinal steps; "not observed" is no step and never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.errors import N_
from scheduler.exercise.content import Scale, Step

# Best first. P/S/M/U are HSEEP's (2020), their names FEMA's template for after-action reports.
BUILT_IN: Mapping[str, tuple[Step, ...]] = {
    "psmu": (
        Step(key="P", name=N_("Performed without challenges")),
        Step(key="S", name=N_("Performed with some challenges")),
        Step(key="M", name=N_("Performed with major challenges")),
        Step(key="U", name=N_("Unable to be performed")),
    ),
    "met": (
        Step(key="met", name=N_("Met")),
        Step(key="partly", name=N_("Partly met")),
        Step(key="not", name=N_("Not met")),
    ),
    "five": tuple(Step(key=str(step), name=str(step)) for step in (5, 4, 3, 2, 1)),
}


def steps_of(scale: Scale) -> tuple[Step, ...]:
    """Give the steps of a scale, best first; names of built-in ones are msgids."""
    return scale.steps if scale.name == "own" else BUILT_IN[scale.name]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each step was given (best first), how many ratings, and those without a step.

    `median` is a step's key; of two in the middle the worse, None without any rating.
    """

    counts: tuple[tuple[str, int], ...]
    n: int
    not_observed: int
    median: str | None


def tally(values: Iterable[str], steps: Sequence[Step]) -> Tally:
    """Count ratings; "" is one who did not observe."""
    given = list(values)
    places = {step.key: place for place, step in enumerate(steps)}
    seen = sorted(places[value] for value in given if value)
    counts = tuple((step.key, seen.count(places[step.key])) for step in steps)
    median = steps[seen[len(seen) // 2]].key if seen else None
    return Tally(counts, len(seen), len(given) - len(seen), median)
