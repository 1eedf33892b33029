"""How soon was who reached? Counts, shares and times of a call-out exercise (larmövning).

Pure: calls in, numbers out. Who is silent counts as called and is in no time; what came after the
time was up is counted apart, never as reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low


@dataclass(frozen=True, slots=True)
class Answer:
    """One call: of which organisation, answered after how many whole seconds (None: not)."""

    organisation: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a call-out has come to; times are whole seconds, None while nobody is reached.

    `median_seconds`: by then at least half of those who were reached had answered.
    """

    called: int = 0
    reached: int = 0
    late: int = 0
    first_seconds: int | None = None
    median_seconds: int | None = None

    @property
    def silent(self) -> int:
        """How many have not answered at all."""
        return self.called - self.reached - self.late

    @property
    def percent(self) -> int:
        """The share reached in whole percent, rounded down: 100 means everybody."""
        return 100 * self.reached // self.called if self.called else 0


def tally(answers: Iterable[Answer], within: int) -> Tally:
    """Count answers; those after more than `within` seconds are late."""
    calls = list(answers)
    given = [one.seconds for one in calls if one.seconds is not None]
    times = [seconds for seconds in given if seconds <= within]
    return Tally(
        called=len(calls),
        reached=len(times),
        late=len(given) - len(times),
        first_seconds=min(times, default=None),
        median_seconds=median_low(times) if times else None,
    )


def by_organisation(answers: Iterable[Answer], within: int) -> dict[str, Tally]:
    """Count answers organisation by organisation, in the order in which they are first named."""
    groups: dict[str, list[Answer]] = {}
    for one in answers:
        groups.setdefault(one.organisation, []).append(one)
    return {name: tally(calls, within) for name, calls in groups.items()}
