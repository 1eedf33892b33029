"""What is the exercise time? The sum over stored stretches in which the clock went.

Counted in ticks, whole numbers, so that nothing is ever rounded: a tick is a hundredth of a
microsecond, a microsecond at rate x1 (100 percent) has a hundred of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TICKS = 100_000_000  # in a second of exercise time
SLOWEST, FASTEST = 50, 800  # percent
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which the clock went, at `rate` percent; without an end it goes on."""

    start: datetime
    end: datetime | None
    rate: int = 100


def elapsed(segments: Sequence[Segment], at: datetime) -> int:
    """Give the ticks since STARTEX without pauses; what was before `at` never changes."""
    return sum(_ticks(one, at) for one in segments)


def instant(segments: Sequence[Segment], ticks: int) -> datetime | None:
    """Give the first microsecond at which the clock shows `ticks` or more; None: it stands."""
    shown = 0
    for one in segments:
        if shown >= ticks:
            return one.start
        length = None if one.end is None else (one.end - one.start) // _MICROSECOND * one.rate
        if length is None or shown + length >= ticks:
            return one.start + -(-(ticks - shown) // one.rate) * _MICROSECOND
        shown += length
    return None


def seconds(ticks: int) -> int:
    """Give whole seconds, as the clock on the wall shows them."""
    return ticks // TICKS


def _ticks(one: Segment, at: datetime) -> int:
    end = at if one.end is None else min(one.end, at)
    return max((end - one.start) // _MICROSECOND, 0) * one.rate
