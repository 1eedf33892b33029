"""May a mail go now, or how long is it better kept? Two small memories; `clock` counts seconds.

`PerMinute` keeps to what the relay allows us; `Breaker` leaves a domain alone that puts us off.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

MINUTE: Final = 60.0
LONGEST: Final = 15 * MINUTE
IN_A_ROW: Final = 3
# Greylisting puts off each recipient's first mail: all must be tried once, or none ever passes.
_GREYLISTING: Final = re.compile(r"gr[ae]y.?list|\b4\.7\.1\b", re.IGNORECASE)


class PerMinute:
    """At most `limit` mails in any minute; 0 is without limit."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit, self._clock = limit, clock
        self._gone: deque[float] = deque()
        self._kept_back = 0

    def wait(self) -> float:
        """Count a mail and give 0, else the seconds until its turn, which is then asked for."""
        if not self._limit:
            return 0.0
        now = self._clock()
        while self._gone and now - self._gone[0] >= MINUTE:
            self._gone.popleft()
        if len(self._gone) < self._limit:
            self._gone.append(now)
            self._kept_back = 0
            return 0.0
        # Each minute has room for so many: not all come back at once to be kept back again.
        minutes, self._kept_back = self._kept_back // self._limit, self._kept_back + 1
        return min(MINUTE - (now - self._gone[0]) + MINUTE * minutes, LONGEST)


@dataclass(slots=True)
class _Trouble:
    """How often a domain has put us off."""

    in_a_row: int = 0
    times: int = 0
    until: float = 0.0
    people: set[str] = field(default_factory=set)


class Breaker:
    """Leaves a domain alone after three deferrals in a row: one minute, then twice as long."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._domains: dict[str, _Trouble] = {}

    def wait(self, address: str) -> float:
        """Give how many seconds mail to an address's domain is kept; 0 when it may go."""
        trouble = self._domains.get(_domain(address))
        return max(trouble.until - self._clock(), 0.0) if trouble else 0.0

    def deferred(self, address: str, words: str) -> None:
        """Learn that an address's server has put a mail off, in these words."""
        trouble = self._domains.setdefault(_domain(address), _Trouble())
        first = address not in trouble.people
        trouble.people.add(address)
        if first and _GREYLISTING.search(words):
            return
        trouble.in_a_row += 1
        if trouble.in_a_row >= IN_A_ROW:
            trouble.until = self._clock() + min(MINUTE * 2**trouble.times, LONGEST)
            trouble.times = min(trouble.times + 1, 10)

    def taken(self, address: str) -> None:
        """Learn that an address's server has taken a mail: all is well."""
        self._domains.pop(_domain(address), None)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
