"""Which dates does a rule give?

A series is laid out as single dates here, never as an RRULE for somebody else to read: clients
disagree on recurrences, and "odd weeks" is no interval at all (2026 has a week 53).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal, TypeGuard

from scheduler.errors import N_, InvalidInput, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
MOST_DATES: Final = 400
MOST_YEARS: Final = 3
MOST_EVERY: Final = 999

_FIELDS: Final = {"every", "unit", "weekdays", "nth", "weeks", "months"}


class TooManyDates(Refused):
    """A rule gives more dates than anybody can meet on."""

    message = N_("This gives more than %(most)s dates. Choose an earlier end or a sparser rule.")


class HorizonTooFar(Refused):
    """The last date is years away."""

    message = N_("Dates can be laid out for %(years)s years at a time. Choose an earlier end.")


class EndsBeforeItStarts(Refused):
    """The last day comes before the first."""

    message = N_("The last day is before the first. Choose a later end or an earlier start.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Every n weeks on some weekdays, or the nth such weekday of every n months.

    `every` counts from the ISO week or month of the first day asked for; `nth` is 1 to 5 or -1
    (the last) and belongs to months; `weeks` keeps odd or even ISO weeks and belongs to weeks
    (beside it `every` may be 1 or 2, which then say the same); no `months` means all of them.
    """

    every: int = 1
    unit: Literal["week", "month"]
    weekdays: tuple[str, ...]
    nth: int | None = None
    weeks: Literal["odd", "even"] | None = None
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for field, fits, words in _CHECKS:
            if not fits(self):
                raise InvalidInput(words, field=f"rule.{field}")

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Rule:
        """Read the form that the API and the network file use."""
        unknown = sorted(str(key) for key in data if key not in _FIELDS)
        if unknown:
            raise InvalidInput(_UNKNOWN, field="rule", name=unknown[0][:40])
        given = {name: value for name, value in data.items() if value is not None}
        return cls(
            every=given.get("every", 1),  # type: ignore[arg-type]  # _CHECKS look at the types
            unit=given.get("unit"),  # type: ignore[arg-type]
            weekdays=_tuple(given.get("weekdays")),  # type: ignore[arg-type]
            nth=given.get("nth"),  # type: ignore[arg-type]
            weeks=given.get("weeks"),  # type: ignore[arg-type]
            months=_tuple(given.get("months", ())),  # type: ignore[arg-type]
        )

    def to_json(self) -> dict[str, object]:
        """Give the form that `from_json` reads, without what is not set."""
        data: dict[str, object] = {"every": self.every, "unit": self.unit}
        data["weekdays"] = list(self.weekdays)
        if self.nth is not None:
            data["nth"] = self.nth
        if self.weeks is not None:
            data["weeks"] = self.weeks
        if self.months:
            data["months"] = list(self.months)
        return data


def dates(rule: Rule, start: date, until: date, *, without: Collection[date] = ()) -> list[date]:
    """Give the rule's dates from `start` to `until`, both included, sorted."""
    _check_span(start, until)
    left_out = set(without)
    given = _by_week(rule, start, until) if rule.unit == "week" else _by_month(rule, start, until)
    return _few([day for day in given if day not in left_out])


def explicit(dates_: Iterable[date | str], *, without: Collection[date] = ()) -> list[date]:
    """Give listed dates (`YYYY-MM-DD`) sorted and each once."""
    left_out = set(without)
    days = sorted({_day(value) for value in dates_} - left_out)
    if days:
        _check_span(days[0], days[-1], field="dates")
    return _few(days, field="dates")


def _by_week(rule: Rule, start: date, until: date) -> Iterator[date]:
    step = 1 if rule.weeks else rule.every
    parity = {"odd": 1, "even": 0}.get(rule.weeks or "")
    wanted = {WEEKDAYS.index(name) for name in rule.weekdays}
    monday = start.toordinal() - start.weekday()
    for ordinal in range(start.toordinal(), until.toordinal() + 1):
        weeks_on, weekday = divmod(ordinal - monday, 7)
        if weekday not in wanted or weeks_on % step:
            continue
        day = date.fromordinal(ordinal)
        if parity is not None and day.isocalendar().week % 2 != parity:
            continue
        if not rule.months or day.month in rule.months:
            yield day


def _by_month(rule: Rule, start: date, until: date) -> Iterator[date]:
    first = start.year * 12 + start.month - 1
    last = until.year * 12 + until.month - 1
    for number in range(first, last + 1, rule.every):
        year, month = number // 12, number % 12 + 1
        if rule.months and month not in rule.months:
            continue
        found = (_nth(year, month, WEEKDAYS.index(name), rule.nth or 1) for name in rule.weekdays)
        yield from sorted({day for day in found if day and start <= day <= until})


def _nth(year: int, month: int, weekday: int, nth: int) -> date | None:
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return date(year, month, days[nth - 1 if nth > 0 else nth]) if nth <= len(days) else None


def _check_span(start: date, until: date, *, field: str = "until") -> None:
    if until < start:
        raise EndsBeforeItStarts(field=field)
    years = until.year - start.year
    past = (until.month, until.day) > (start.month, start.day)
    if years > MOST_YEARS or (years == MOST_YEARS and past):
        raise HorizonTooFar(field=field, years=MOST_YEARS)


def _few(days: list[date], *, field: str = "until") -> list[date]:
    if len(days) > MOST_DATES:
        raise TooManyDates(field=field, most=MOST_DATES)
    return days


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidInput(_NO_DATE, field="dates", value=str(value)[:40])


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list | tuple) else value


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _has_weekdays(rule: Rule) -> bool:
    return (
        isinstance(rule.weekdays, tuple)
        and bool(rule.weekdays)
        and all(isinstance(name, str) and name in WEEKDAYS for name in rule.weekdays)
    )


def _has_months(rule: Rule) -> bool:
    return isinstance(rule.months, tuple) and all(
        _is_number(month) and 1 <= month <= 12 for month in rule.months
    )


def _has_nth(rule: Rule) -> bool:
    if rule.nth is None:
        return rule.unit != "month"
    return rule.unit == "month" and _is_number(rule.nth) and rule.nth in {-1, 1, 2, 3, 4, 5}


def _has_weeks(rule: Rule) -> bool:
    return rule.weeks is None or (rule.unit == "week" and rule.weeks in ("odd", "even"))


_UNKNOWN: Final = N_("A rule has no %(name)s. It has every, unit, weekdays, nth, weeks and months.")
_NO_DATE: Final = N_("%(value)s is not a date. Write dates as 2027-02-04.")

# The order is that of the form, so that the first fault told is the first one seen.
_CHECKS: Final[tuple[tuple[str, Callable[[Rule], bool], str], ...]] = (
    (
        "every",
        lambda rule: _is_number(rule.every) and 1 <= rule.every <= MOST_EVERY,
        N_("Write how often as a whole number from 1 to 999."),
    ),
    (
        "unit",
        lambda rule: rule.unit in ("week", "month"),
        N_("Choose week or month."),
    ),
    (
        "weekdays",
        _has_weekdays,
        N_("Choose at least one weekday: mo, tu, we, th, fr, sa or su."),
    ),
    (
        "nth",
        _has_nth,
        N_(
            "A monthly rule needs which one of the month: 1 to 5, or -1 for the last. "
            "A weekly rule has none."
        ),
    ),
    (
        "weeks",
        _has_weeks,
        N_("Odd or even weeks belong to a weekly rule: choose odd, even or neither."),
    ),
    (
        "every",
        lambda rule: rule.weeks is None or rule.every <= 2,
        N_("Odd or even weeks are every second week already. Choose one of the two."),
    ),
    (
        "months",
        _has_months,
        N_("Write months as numbers from 1 to 12."),
    ),
)
