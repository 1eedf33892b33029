"""When does an invitation say that the meeting is, and does its time zone say the same?

The VTIMEZONE's yearly rules are worked out here and compared with `zoneinfo` at the start and at
the end (RFC 5545 3.3.5, 3.6.5).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scheduler.calendar.lint import zones
from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.calendar.lint.lines import Component, Line

_INSTANT: Final = re.compile(r"[0-9]{8}T[0-9]{6}")
_YEARS: Final = range(1970, 2201)  # what begins in 2199 may end in 2200


def faults(calendar: Component, event: Component) -> Iterator[str]:
    """Give what is wrong with the times; raises Unfit where they cannot be read."""
    start, end = event.line("DTSTART"), event.line("DTEND")
    if start.parameters != end.parameters or set(start.parameters) - {"TZID"}:
        raise Unfit(N_("The start or the end of the invitation cannot be read."))
    name = start.parameters.get("TZID", "")
    told = [part for part in calendar.parts if part.name == "VTIMEZONE"]
    if [part.line("TZID").value for part in told] != [name] * bool(name):
        raise Unfit(N_("The invitation does not describe the time zone that its times name."))
    instants = [_zoned(line, name, told[0]) if name else utc(line) for line in (start, end)]
    begin, finish = instants
    if begin is None or finish is None:
        raise Unfit(N_("The start or the end of the invitation cannot be read."))
    if begin >= finish:
        yield N_("The invitation ends before it has begun.")


def utc(line: Line) -> datetime | None:
    """Give the instant of a time in UTC; None when it is no such time."""
    wall = None if line.parameters else _wall(line.value.removesuffix("Z"))
    return wall.replace(tzinfo=UTC) if wall and line.value.endswith("Z") else None


def _zoned(line: Line, name: str, told: Component) -> datetime | None:
    wall = _wall(line.value)
    if wall is None:
        return None
    zone = zones.zone(name)
    if zone is None:
        raise Unfit(N_("The invitation names a time zone that there is not."))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise Unfit(N_("The invitation has a time that the clocks skip."))
    if zones.offset(told, instant.replace(tzinfo=None)) != wall - instant.replace(tzinfo=None):
        raise Unfit(N_("The invitation's time zone gives another time than the zone has."))
    return instant


def _wall(text: str) -> datetime | None:
    if not _INSTANT.fullmatch(text) or int(text[:4]) not in _YEARS:
        return None
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a wall time
    except ValueError:
        return None
