"""When does an inject come, as people write it in a list?

Offsets are seconds from the start of the exercise. A clock time or a date means nothing until the
start is known: it is asked for, not refused. "D+1" and "J+1" are days after the start's date,
"H+2" and "T+45" hours and minutes after the start, "J+1 H+2 M-5" the sum of all three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from scheduler.errors import N_, Refused
from scheduler.exercise.parts import LONGEST_OFFSET

Cell = str | int | float | bool | date | time | datetime | timedelta | None
Unit = Literal["time", "minutes", "seconds"]
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # how spreadsheets count days: wall time
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119: no offset in minutes is so long
LONGEST, _MOST = 80, 1e9
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


class NotATime(Refused):
    """A text that says no time in any form that is known."""

    message = N_(
        "“%(cell)s” is not a time that can be read. Write for example 09:30, T+45, +00:45, "
        "D+1 09:00 or 2026-03-04 09:30."
    )


class DateAlone(Refused):
    """A date says the day alone."""

    message = N_("“%(cell)s” is a date without a time of day. Write the time too.")

    @property
    def day(self) -> date:
        """The date, which another column may give its time."""
        return date.fromisoformat(str(self.params["cell"]))


class TooFar(Refused):
    """So far from the start that it must be a mistake, or another start was meant."""

    message = N_(
        "“%(cell)s” is more than %(days)s days from the start of the exercise. Check the time, "
        "or the start that was given."
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall time: of a date, or `days` after the start's date."""

    at: time
    day: date | None = None
    days: int = 0


When = int | Clock  # seconds from the start, or a wall time


def read(cell: Cell, unit: Unit = "time") -> When | None:
    """Say what a cell means; None for an empty one. Raises NotATime, DateAlone.

    In a column of minutes or seconds 0:45 is a length, not a time of day.
    """
    when = _read(cell, unit)
    if unit != "time" and isinstance(when, Clock) and when.day is None:
        return when.days * _DAY + when.at.hour * _HOUR + when.at.minute * _MINUTE + when.at.second
    return when


def offset(when: When, start: datetime | None) -> int | None:
    """Give the seconds from the start; None for a wall time when no start is known."""
    if isinstance(when, int):
        return _bounded(when, str(when))
    if start is None:
        return None
    day = when.day or start.date() + timedelta(days=when.days)
    seconds = (datetime.combine(day, when.at) - start).total_seconds()
    return _bounded(round(seconds), f"{day.isoformat()} {when.at:%H:%M}")


def written(seconds: int) -> str:
    """Write an offset so that it is read again as it is: T+0:45, T-0:15:30."""
    return f"T{signed(seconds)}"


def signed(seconds: int) -> str:
    """Write seconds as +h:mm, with :ss where they do not end on a minute."""
    sign, rest = ("-" if seconds < 0 else "+"), abs(seconds)
    hours, minutes, left = rest // _HOUR, rest % _HOUR // _MINUTE, rest % _MINUTE
    return f"{sign}{hours}:{minutes:02}{f':{left:02}' if left else ''}"


def _read(cell: Cell, unit: Unit) -> When | None:
    match cell:
        case None | "" | "-" | "–" | "—":
            return None
        case bool():
            raise NotATime(cell=cell)
        case timedelta():
            return round(cell.total_seconds())
        case datetime() | date() | time():
            return _stamp(cell)
        case int() | float() if not -_MOST < cell < _MOST:
            raise NotATime(cell=str(cell)[:LONGEST])
        case int() | float():
            return _number(float(cell), unit)
    if len(cell) > LONGEST:
        raise NotATime(cell=cell[:LONGEST])
    return _text(cell.replace("−", "-").strip(), unit)


def _bounded(seconds: int, cell: str) -> int:
    if abs(seconds) > LONGEST_OFFSET:
        raise TooFar(cell=cell, days=LONGEST_OFFSET // _DAY)
    return seconds


def _stamp(cell: date | time) -> Clock:
    """Read what a spreadsheet has as a date or a time of day."""
    if isinstance(cell, time):
        return Clock(cell.replace(tzinfo=None))
    if not isinstance(cell, datetime):
        raise DateAlone(cell=cell.isoformat())
    wall = cell.replace(tzinfo=None)
    if wall.year < 1901:  # a time of day that grew past midnight: days since the zeroth
        return Clock(wall.time(), days=(wall - _EPOCH).days)
    return Clock(wall.time(), wall.date())


def _number(value: float, unit: Unit) -> When:
    if unit == "seconds":
        return round(value)
    if unit == "time" and 0 < value < 1:
        return _serial(value)
    if unit == "time" and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _serial(value)
    return round(value * _MINUTE)


def _serial(value: float) -> Clock:
    at = _EPOCH + timedelta(seconds=round(value * _DAY))
    return Clock(at.time(), at.date() if value >= 1 else None)


_CLOCK = (
    r"(?P<h>\d{1,2})\s*[:hH.]\s*(?P<m>\d{2})(?:[:.](?P<s>\d{2}))?\s*(?P<half>[aApP]\.?[mM]\.?)?"
)
_ISO = r"(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})"
_SLASHED = r"(?P<d>\d{1,2})(?P<sep>[/.])(?P<mo>\d{1,2})(?P=sep)(?P<y>\d{4})"
_BEFORE = r"(?:(?:kl|klo|kell)\.?\s*)?"
_ZONE = r"(?:\s*(?:Z|UTC|[+-]00:?00))?"
_PART = re.compile(r"(?P<unit>[DJTHM])\s*(?P<sign>[+-])\s*(?P<n>\d{1,6})", re.IGNORECASE)
_SECONDS_OF = {"D": _DAY, "J": _DAY, "H": _HOUR, "T": _MINUTE, "M": _MINUTE}
_LENGTH = re.compile(
    r"(?P<sign>[+-])?\s*(?:(?P<h>\d{1,4})\s*(?:h|tim|t|hours?|timmar|timer)\.?)?\s*"
    r"(?:(?P<m>\d{1,5})\s*(?:m|min|mins|minutes?|minuter|minutter)\.?)?",
    re.IGNORECASE,
)
Match = re.Match[str]


def _text(text: str, unit: Unit) -> When:
    number = text.replace(",", ".")
    if unit != "time" and re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,9})?", number):
        return _number(float(number), unit)
    for pattern, meant in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            try:
                return meant(found)
            except (ValueError, OverflowError):
                break
    total = _sum(text)
    if total is None:
        raise NotATime(cell=text)
    return total


def _sum(text: str) -> int | None:
    """Add up "J+1 H+2 M-5", or a length in words; None for anything else."""
    parts = list(_PART.finditer(text))
    if parts and not _PART.sub("", text).strip(" ,"):
        return sum(
            int(f"{one['sign']}{one['n']}") * _SECONDS_OF[one["unit"].upper()] for one in parts
        )
    found = _LENGTH.fullmatch(text)
    if found is None or not (found["h"] or found["m"]):
        return None
    seconds = int(found["h"] or 0) * _HOUR + int(found["m"] or 0) * _MINUTE
    return -seconds if found["sign"] == "-" else seconds


def _clock(found: Match) -> time:
    hour, half = int(found["h"]), (found["half"] or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found["m"]), int(found["s"] or 0))


def _day(found: Match) -> date:
    year, month, day = int(found["y"]), int(found["mo"]), int(found["d"])
    if month > 12 >= day:  # 03/14/2026: the month first
        month, day = day, month
    return date(year, month, day)


def _elapsed(found: Match) -> int:
    minutes, seconds = int(found["m"]), int(found["s"] or 0)
    if minutes > 59 or seconds > 59:
        raise ValueError(minutes)
    total = int(found["h"]) * _HOUR + minutes * _MINUTE + seconds
    return -total if found["sign"] == "-" else total


def _digits(found: Match) -> Clock:
    return Clock(time(int(found["h"]), int(found["m"])))


def _minutes(found: Match) -> When:
    return _number(float(found[0].replace(",", ".")), "time")


def _forms() -> Iterator[tuple[str, Callable[[Match], When]]]:
    yield rf"{_BEFORE}{_CLOCK}", lambda found: Clock(_clock(found))
    yield r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)", _digits
    yield rf"{_ISO}[T\s]\s*{_BEFORE}{_CLOCK}{_ZONE}", lambda f: Clock(_clock(f), _day(f))
    yield rf"{_SLASHED}[,\s]\s*{_BEFORE}{_CLOCK}", lambda f: Clock(_clock(f), _day(f))
    yield _ISO, _lone_date
    yield _SLASHED, _lone_date
    yield (
        r"(?:T|H|STARTEX)?\s*(?P<sign>[+-])\s*(?P<h>\d{1,4}):(?P<m>\d{2})(?::(?P<s>\d{2}))?",
        _elapsed,
    )
    yield r"(?P<h>\d{1,2})[hH]", lambda found: Clock(time(int(found["h"])))
    yield (
        rf"[DJ]\s*(?P<sign>[+-])?\s*(?P<n>\d{{1,3}})[,\s]\s*{_BEFORE}{_CLOCK}",
        lambda f: Clock(_clock(f), days=int(f"{f['sign'] or '+'}{f['n']}")),
    )
    yield r"[+-]?\d{1,6}(?:[.,]\d{1,9})?", _minutes


def _lone_date(found: Match) -> When:
    raise DateAlone(cell=_day(found).isoformat())


_FORMS: list[tuple[re.Pattern[str], Callable[[Match], When]]] = [
    (re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in _forms()
]
