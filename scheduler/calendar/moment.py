"""Which wall time does a calendar from outside mean?

Google proposes in UTC, Exchange in zones that Windows names, Evolution puts a path before the name.
A VTIMEZONE that comes along is nobody's to trust: a zone without a known name gives no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduler.calendar import timezone
from scheduler.errors import Refused

if TYPE_CHECKING:
    from scheduler.calendar.parse import Component

LONGEST: Final = 10_080  # minutes: a week
_DATE_TIME: Final = re.compile(r"([0-9]{8}T[0-9]{4})[0-9]{2}(Z?)")
_DURATION: Final = re.compile(
    r"\+?P(?:([0-9]{1,2})W|(?:([0-9]{1,2})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:[0-9]+S)?)?)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A DATE-TIME as it stands (RFC 5545 3.3.5), and the zone that it names."""

    value: str
    zone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """The time that a COUNTER proposes, as it stands."""

    start: Moment
    end: Moment | None = None
    duration: str = ""

    def in_zone(self, zone: str) -> tuple[datetime | None, int | None]:
        """Give the wall time in `zone` and the minutes; None for what cannot be told."""
        start = wall(self.start, zone)
        end = wall(self.end, zone) if self.end else None
        if start is None:
            return None, None
        span = int((end - start).total_seconds()) // 60 if end else _minutes(self.duration)
        return start, span if 0 < span <= LONGEST else None


def proposed(event: Component) -> Proposal | None:
    """Read what an event says of its time; None if it says nothing."""
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    return Proposal(start=start, end=end, duration=event.value("DURATION")) if start else None


def wall(moment: Moment, zone: str) -> datetime | None:
    """Give a naive wall time in `zone`, to the minute; None for a day or a zone nobody knows."""
    found = _DATE_TIME.fullmatch(moment.value)
    name = zone if not moment.zone else _iana(moment.zone)
    if not found or not name:
        return None
    try:
        local = datetime.strptime(found[1], "%Y%m%dT%H%M")  # noqa: DTZ007  # its zone comes beside
        timezone.resolve(local, "UTC")  # refuses years that no calendar of ours holds
        meant = local.replace(tzinfo=UTC) if found[2] else timezone.resolve(local, name)
    except (ValueError, Refused):
        return None
    return meant.astimezone(timezone.zone(zone)).replace(tzinfo=None)


def _moment(event: Component, name: str) -> Moment | None:
    for found in event.all(name):
        return Moment(found.value.strip(), found.parameter("TZID").strip())
    return None


def _iana(name: str) -> str:
    """Give the IANA name of a zone; empty if it has none."""
    parts = name.split("/")
    for known in (WINDOWS_TO_OLSON.get(name, name), "/".join(parts[-3:]), "/".join(parts[-2:])):
        try:
            timezone.zone(known)
        except timezone.UnknownZone:
            continue
        return known
    return ""


def _minutes(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    if not found:
        return 0
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return ((weeks * 7 + days) * 24 + hours) * 60 + minutes
