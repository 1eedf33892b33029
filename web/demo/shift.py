"""How do the networks' rhythms of 2027 move to where today is?

Pure. Rules are laid from three months before today to twelve months after. Listed dates are
repeated every 52 weeks, which keeps their weekdays; those of the first network are also shifted by
whole weeks, so that the notice of one of its meetings is due today.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

YEAR = timedelta(weeks=52)
BACK = timedelta(days=92)
AHEAD = timedelta(days=365)


def shifted(file: dict[str, Any], today: date, *, calls_today: bool = False) -> dict[str, Any]:
    """Give a network file (parsed YAML) with its series and meetings around `today`."""
    series = [_series(one, today, calls_today=calls_today) for one in file.get("series", [])]
    meetings = [_meeting(one, today) for one in file.get("meetings", [])]
    return file | {"series": series, "meetings": meetings}


def repeated(days: list[date], first: date, last: date) -> list[date]:
    """Give `days` and their like every 52 weeks, as far as they lie from `first` to `last`."""
    return sorted({found for day in days for found in _like(day, first, last)})


def to_call_today(days: list[date], today: date, notice_days: int) -> list[date]:
    """Shift `days` together by whole weeks, so that the notice of one is due by now.

    The meeting then lies a day to a week less than `notice_days` ahead, so that no hour of the day
    on which the demonstration starts is too early for its notice; its weekday stays.
    """
    latest = today + timedelta(days=notice_days - 1)
    nearest = min(
        (found for day in days for found in _like(day, latest - YEAR, latest + YEAR)),
        key=lambda day: abs(day - latest),
    )
    wanted = latest - timedelta(days=(latest.weekday() - nearest.weekday()) % 7)
    return [day + (wanted - nearest) for day in days]


def _series(series: dict[str, Any], today: date, *, calls_today: bool) -> dict[str, Any]:
    first, last = today - BACK, today + AHEAD
    moved = series | {"from": first, "until": last}
    if "dates" in series:
        days = list(series["dates"])
        if calls_today:
            days = to_call_today(days, today, series["call"]["notice_days"])
        moved["dates"] = repeated(days, first, last)
    return moved


def _meeting(meeting: dict[str, Any], today: date) -> dict[str, Any]:
    start = datetime.fromisoformat(meeting["start"])
    coming = next(_like(start.date(), today + timedelta(days=1), today + AHEAD))
    moved = datetime.combine(coming, start.time())
    return meeting | {"start": moved.strftime("%Y-%m-%dT%H:%M")}


def _like(day: date, first: date, last: date) -> Iterator[date]:
    found = day + YEAR * -((day - first) // YEAR)
    while found <= last:
        yield found
        found += YEAR
