"""Which instant is a wall time, and how is its zone told in a calendar?

Zones come from the `tzdata` package alone: `zoneinfo` prefers the system's copy, which may be a
year older (Debian 12 and the package differ by an hour for Casablanca in December 2026).
"""

from __future__ import annotations

import functools
import importlib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar

from scheduler.calendar.posix import Footer, Phase, read_footer
from scheduler.errors import N_, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

_YEARS = range(1970, 2200)
_UTC = {"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"}


class UnknownZone(Refused):
    """A zone name that the IANA database does not have."""

    message = N_("There is no time zone called %(name)s. Write it like Europe/Stockholm.")


class TimeDoesNotExist(Refused):
    """A wall time that the clocks skip."""

    message = N_(
        "There is no %(time)s that night: summer time begins. "
        "Choose %(suggestion)s or another time."
    )


class TimeOutOfRange(Refused):
    """A year that no calendar of ours holds."""

    message = N_("Choose a time between the years 1970 and 2199.")


def tzdata_version() -> str:
    """Give the IANA release in use, such as `2026f`."""
    return str(importlib.import_module("tzdata").IANA_VERSION)


@functools.cache
def zone(name: str) -> ZoneInfo:
    """Give a zone by its IANA name."""
    with _file(name).open("rb") as tzif:
        return ZoneInfo.from_file(tzif, key=name)


def resolve(
    local: datetime, zone_: str, *, fold: int | None = None, field: str = "start"
) -> datetime:
    """Give the instant, in UTC, of a naive wall time; of two the first, or the second by `fold`.

    `field` names the input that a refusal is about.
    """
    if local.tzinfo is not None:
        raise ValueError("a wall time has no tzinfo")
    if local.year not in _YEARS:
        raise TimeOutOfRange(field=field)
    first, second = _both(local, zone_)
    instant = (second if fold else first).astimezone(UTC)
    if instant.astimezone(first.tzinfo).replace(tzinfo=None) != local.replace(fold=0):
        later = local + (_offset(second) - _offset(first))
        raise TimeDoesNotExist(field=field, time=local.time(), date=local.date(), suggestion=later)
    return instant


def instant(local: datetime, zone_: str, *, fold: int = 0) -> datetime:
    """Give the instant, in UTC, of a wall time that was fixed before.

    One that the clocks skip by now is told by the offset before the gap (RFC 5545 3.3.5).
    """
    return local.replace(tzinfo=zone(zone_), fold=fold).astimezone(UTC)


def exists_twice(local: datetime, zone_: str) -> bool:
    """Say whether the clocks show this wall time twice."""
    first, second = _both(local, zone_)
    return _offset(first) > _offset(second)


def vtimezone(name: str, instants: Iterable[datetime]) -> icalendar.Timezone | None:
    """Give the VTIMEZONE that two yearly rules make, if it is right for every instant.

    The rules are those of the zone's POSIX footer, from 1970 on (RFC 5545 3.6.5: an onset is told
    in the time before it). None where they cannot tell one of the instants: write UTC then.
    """
    footer = _footer(name)
    if footer is None or not all(_tells(footer, name, instant) for instant in instants):
        return None
    component = icalendar.Timezone()
    component.add("TZID", name)
    for phase in footer.phases:
        component.add_component(_observance(phase, footer))
    return component


def tells(name: str, instant: datetime) -> bool:
    """Say whether the zone's VTIMEZONE is right for this instant."""
    footer = _footer(name)
    return footer is not None and _tells(footer, name, instant)


def _tells(footer: Footer, name: str, instant: datetime) -> bool:
    utc = instant.astimezone(UTC)
    told = footer.offset(utc.replace(tzinfo=None))
    return utc.year in _YEARS and told == utc.astimezone(zone(name)).utcoffset()


def _observance(phase: Phase, footer: Footer) -> icalendar.Component:
    kind = icalendar.TimezoneDaylight if phase.is_daylight else icalendar.TimezoneStandard
    component = kind()
    component.add("DTSTART", phase.onset(_YEARS.start))
    component.add("TZOFFSETFROM", footer.before(phase).offset)
    component.add("TZOFFSETTO", phase.offset)
    component.add("TZNAME", phase.name)
    if phase.change:
        rule = {"FREQ": "YEARLY", "BYMONTH": phase.change.month, "BYDAY": phase.change.byday}
        component.add("RRULE", rule)
    return component


def _both(local: datetime, zone_: str) -> tuple[datetime, datetime]:
    aware = local.replace(tzinfo=zone(zone_), fold=0)
    return aware, aware.replace(fold=1)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


@functools.cache
def _footer(name: str) -> Footer | None:
    return None if name in _UTC else read_footer(_file(name).read_bytes())


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def _file(name: str) -> Traversable:
    # The list is the gate: no other name, such as one with dots, becomes a path.
    if name not in _names():
        raise UnknownZone(field="time_zone", name=name[:40])
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
