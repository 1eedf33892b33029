"""Which offset from UTC does a time zone have, by our own reading of its VTIMEZONE and by tzdata?

Only what we write is read: phases that begin once, or each year on the nth weekday of a month
(RFC 5545 3.6.5, 3.8.5.3).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

if TYPE_CHECKING:
    from scheduler.calendar.lint.lines import Component

_NAME: Final = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}")
_BEGINS: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})")
_SPAN: Final = re.compile(r"([+-])([0-9]{2})([0-5][0-9])([0-5][0-9])?")
_DAY: Final = re.compile(r"(-?)([1-5])(MO|TU|WE|TH|FR|SA|SU)")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PHASE: Final = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"}


@functools.lru_cache(maxsize=600)
def zone(name: str) -> ZoneInfo | None:
    """Give a zone of the tzdata package; None when it has none of this name."""
    if not _NAME.fullmatch(name):
        return None
    file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    if not file.is_file():
        return None
    try:
        with file.open("rb") as tzif:
            return ZoneInfo.from_file(tzif, key=name)
    except ValueError:
        return None


def offset(told: Component, instant: datetime) -> timedelta:
    """Give the offset that a VTIMEZONE tells at a naive instant in UTC; raises Unfit."""
    try:
        phases = [_phase(part) for part in told.parts]
        begun = [onset for phase in phases for onset in phase.onsets(instant.year)]
        return max((onset, after) for onset, after in begun if onset <= instant)[1]
    except (ValueError, OverflowError):
        raise Unfit(N_("The time zone's rules in the invitation cannot be read.")) from None


@dataclass(frozen=True, slots=True)
class _Phase:
    """Standard or daylight time: its first beginning on the wall, and the day of later ones."""

    first: datetime
    before: timedelta
    after: timedelta
    month: int
    nth: int  # negative: from the month's end; 0: it begins once
    weekday: int

    def onsets(self, year: int) -> list[tuple[datetime, timedelta]]:
        """Give when it begins up to the end of a year, in UTC, and the offset from then on."""
        if not self.nth:
            return [(self.first - self.before, self.after)]
        years = range(max(self.first.year, year - 1), year + 1)
        days = [_nth(each, self.month, self.nth, self.weekday) for each in years]
        wall = [datetime.combine(day, self.first.time()) for day in days if day]
        return [(moment - self.before, self.after) for moment in wall if moment >= self.first]


def _phase(part: Component) -> _Phase:
    """Read a STANDARD or DAYLIGHT; raises ValueError."""
    names = part.names
    known = part.name in {"STANDARD", "DAYLIGHT"} and set(names) <= _PHASE
    begins = _BEGINS.fullmatch(part.line("DTSTART").value)
    if not known or len(set(names)) != len(names) or begins is None or part.parts:
        raise ValueError(part.name)
    first = datetime(*map(int, begins.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    before, after = (_span(part.line(name).value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    rule = _rule(part.line("RRULE").value) if "RRULE" in names else (0, 0, 0)
    month, nth, weekday = rule
    if nth and _nth(first.year, *rule) != first.date():
        raise ValueError("a phase begins first on a day of its rule")
    return _Phase(first, before, after, month, nth, weekday)


def _rule(text: str) -> tuple[int, int, int]:
    """Give month, nth and weekday of a yearly rule; raises ValueError."""
    rule = dict(item.split("=", 1) for item in text.split(";"))
    day = _DAY.fullmatch(rule.get("BYDAY", ""))
    if rule.pop("FREQ", "") != "YEARLY" or set(rule) != {"BYDAY", "BYMONTH"} or day is None:
        raise ValueError(text)
    return int(rule["BYMONTH"]), int(day[1] + day[2]), _DAYS.index(day[3])


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, hours, minutes, seconds = found.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -size if sign == "-" else size


def _nth(year: int, month: int, nth: int, weekday: int) -> date | None:
    """Give the nth such weekday of a month, counted from its end when negative."""
    following = date(year + month // 12, month % 12 + 1, 1)
    days = [
        following - timedelta(days=back)
        for back in range((following - date(year, month, 1)).days, 0, -1)
    ]
    fitting = [day for day in days if day.weekday() == weekday]
    place = nth - 1 if nth > 0 else nth
    return fitting[place] if -len(fitting) <= place < len(fitting) else None
