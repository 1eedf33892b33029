"""What does the last line of a TZif file say about the years to come?

RFC 9636 3.3: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`. Only its usual form is read,
months and weekdays within one day, for that is what a plain yearly RRULE can tell.
"""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_NAME = r"(?:<([^>]+)>|([A-Za-z]+))"
_TIME = r"([+-]?[0-9:]+)"
_CHANGE = rf",M([0-9]+)\.([1-5])\.([0-6])(?:/{_TIME})?"
_FOOTER = re.compile(rf"{_NAME}{_TIME}(?:{_NAME}{_TIME}?{_CHANGE}{_CHANGE})?")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_TWO = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Change:
    """The nth weekday of a month and the wall time, in the time before, when the clocks change."""

    month: int
    week: int
    weekday: int
    time: timedelta

    @property
    def byday(self) -> str:
        """The day as an RRULE has it: `-1SU`."""
        return f"{-1 if self.week == 5 else self.week}{_DAYS[self.weekday]}"

    def onset(self, year: int) -> datetime:
        """Give the wall time of the change in a year."""
        first, length = calendar.monthrange(year, self.month)
        days = range(1 + (self.weekday - 1 - first) % 7, length + 1, 7)
        return datetime(year, self.month, days[min(self.week, len(days)) - 1]) + self.time  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Phase:
    """Standard or daylight time: its name, its offset from UTC, when it begins (None: always)."""

    name: str
    offset: timedelta
    change: Change | None
    is_daylight: bool = False

    def onset(self, year: int) -> datetime:
        """Give the wall time at which the phase begins in a year."""
        return self.change.onset(year) if self.change else datetime(year, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Footer:
    """One phase that is always, or two that take turns each year."""

    phases: tuple[Phase, ...]

    def before(self, phase: Phase) -> Phase:
        """Give the phase that ends when `phase` begins."""
        return self.phases[self.phases.index(phase) - 1]

    def offset(self, utc: datetime) -> timedelta:
        """Give the offset at a naive instant in UTC."""
        begun = (*_begun(self, utc.year - 1), *_begun(self, utc.year))
        return max((begin, offset) for begin, offset in begun if begin <= utc)[1]


@functools.lru_cache(maxsize=4_096)  # a feed asks for the same years a thousand times
def _begun(footer: Footer, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """Give when each phase of a year begins, in UTC, and its offset."""
    return tuple(
        (phase.onset(year) - footer.before(phase).offset, phase.offset) for phase in footer.phases
    )


def read_footer(tzif: bytes) -> Footer | None:
    """Read the footer of a TZif file; None when two plain yearly rules cannot tell it."""
    found = _FOOTER.fullmatch(tzif.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace"))
    if found is None:
        return None
    name, bare, offset, other, other_bare, other_offset, *changes = found.groups()
    standard = -_time(offset)  # POSIX counts west of Greenwich
    if not (other or other_bare):
        return Footer((Phase(name or bare, standard, None),))
    daylight = -_time(other_offset) if other_offset else standard + timedelta(hours=1)
    begins, ends = _change(*changes[:4]), _change(*changes[4:])
    if not all(timedelta() <= change.time < timedelta(days=1) for change in (begins, ends)):
        return None
    # Ireland's law calls summer the standard: what is ahead is daylight time here.
    ahead = daylight > standard
    return Footer(
        (
            Phase(other or other_bare, daylight, begins, is_daylight=ahead),
            Phase(name or bare, standard, ends, is_daylight=not ahead),
        )
    )


def _change(month: str, week: str, weekday: str, time: str | None) -> Change:
    return Change(int(month), int(week), int(weekday), _time(time) if time else _TWO)


def _time(text: str) -> timedelta:
    hours, minutes, seconds = (*text.lstrip("+-").split(":"), "0", "0")[:3]
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -size if text.startswith("-") else size
