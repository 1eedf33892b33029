"""Which state of an action may follow which, when is it stale, and when is its owner reminded?

Pure: dates and states in, dates and states out. Reminders are wall times in the network's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from scheduler.calendar import timezone
from scheduler.model.action import OPEN_STATES, ActionState

DAYS_BEFORE = 7
DAYS_BETWEEN = 14
STALE_DAYS = 60
MORNING = time(8)

# An organisation that cannot keep its word must be able to say so at any time, so every open state
# may become declined; what is closed is opened again before anything else.
FOLLOWS: Mapping[str, tuple[ActionState, ...]] = {
    "proposed": ("accepted", "in_progress", "done", "declined"),
    "accepted": ("in_progress", "done", "declined"),
    "in_progress": ("accepted", "done", "declined"),
    "done": ("verified", "reopened"),
    "verified": ("reopened",),
    "declined": ("reopened",),
    "reopened": ("accepted", "in_progress", "done", "declined"),
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter to come: its kind, the day it is for, and when it is due."""

    kind: Literal["action_due", "action_overdue"]
    day: date
    at: datetime  # UTC


def may_follow(state: str, wanted: str) -> bool:
    """Tell whether an action in `state` may take the state `wanted`; the same is no change."""
    return state == wanted or wanted in FOLLOWS[state]


def is_open(state: str) -> bool:
    """Tell whether something is left to do."""
    return state in OPEN_STATES


def is_overdue(state: str, due: date | None, today: date) -> bool:
    """Tell whether it is open and its date has passed."""
    return is_open(state) and due is not None and due < today


def is_stale(state: str, heard: datetime, moment: datetime) -> bool:
    """Tell whether it is open and nobody has changed it or reported on it (`heard`) for long."""
    return is_open(state) and moment - heard >= timedelta(days=STALE_DAYS)


def reminders(due: date | None, zone: str, after: datetime) -> list[Reminder]:
    """Give the next reminders later than `after`: before the date, and after it has passed."""
    if due is None:
        return []
    before = [_reminder("action_due", due, -DAYS_BEFORE, zone)]
    passed = (after.date() - due).days - 2  # a day of doubt for every zone
    first = max(passed // DAYS_BETWEEN, 0)
    later = [
        _reminder("action_overdue", due, 1 + DAYS_BETWEEN * turn, zone)
        for turn in range(first, first + 3)
    ]
    ahead = [[one for one in some if one and one.at > after][:1] for some in (before, later)]
    return [one for some in ahead for one in some]


def midnight(day: date, zone: str) -> datetime:
    """Give the instant at which a day begins in a zone."""
    return _at(day, time(), zone)


def _reminder(
    kind: Literal["action_due", "action_overdue"], due: date, days: int, zone: str
) -> Reminder | None:
    try:
        day = due + timedelta(days=days)
    except OverflowError:  # before the first year or after the last
        return None
    return Reminder(kind, day, _at(day, MORNING, zone))


def _at(day: date, clock: time, zone: str) -> datetime:
    try:
        return timezone.resolve(datetime.combine(day, clock), zone)
    except timezone.TimeDoesNotExist:
        return timezone.resolve(datetime.combine(day, clock) + timedelta(hours=1), zone)
    except timezone.TimeOutOfRange:  # days before the first year or after the last
        return datetime.combine(day, clock, UTC)
