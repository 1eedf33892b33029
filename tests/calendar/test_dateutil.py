"""Do dateutil's reader of zones and our entries agree on every instant?

It knows nothing but the VTIMEZONE that we send: a second parser that is not ours, beside ical.js.
"""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from dateutil import tz

from scheduler.calendar.message import itip
from tests.calendar.made import an_entry, at
from tests.calendar.test_ical_js import DAYS, ZONES

UTC_ONLY = {"America/Nuuk"}  # changes on a Saturday that no yearly rule tells: sent in UTC


TIMES = re.compile(r"^(?:DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})$", re.MULTILINE)


def instants(text: str) -> list[int]:
    """Read DTSTART and DTEND with the zone that the text itself brings."""
    zones = tz.tzical(io.StringIO(text))
    found = TIMES.findall(event_of(text))
    return [
        int(datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=zones.get(name)).timestamp())
        for name, wall in found
    ]


def event_of(text: str) -> str:
    """Cut out the VEVENT: a VTIMEZONE has a DTSTART of its own."""
    return text.partition("BEGIN:VEVENT")[2]


@pytest.mark.parametrize("zone", sorted(set(ZONES) - UTC_ONLY))
def test_the_zone_that_a_message_brings_gives_the_instants_that_were_meant(zone):
    for day in DAYS:
        entry = an_entry(zone=zone, start=at(f"{day}T09:00"))
        text = itip(entry, "REQUEST").decode().replace("\r\n ", "").replace("\r\n", "\n")
        assert instants(text) == [int(instant.timestamp()) for instant in entry.instants], day


@pytest.mark.parametrize("zone", sorted(UTC_ONLY))
def test_a_zone_that_no_rule_tells_is_sent_in_utc(zone):
    text = itip(an_entry(zone=zone), "REQUEST").decode()
    assert "VTIMEZONE" not in text
    assert re.search(r"^DTSTART:\d{8}T\d{6}Z\r$", event_of(text), re.MULTILINE)
