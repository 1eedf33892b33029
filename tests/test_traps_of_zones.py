"""Does a meeting stand at its wall time in calendars, on either side of a change of the clocks?"""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from dateutil import tz

from scheduler.actor import SYSTEM
from scheduler.services import meetings
from tests.calendar_client import Entry, read
from tests.changing import ANNA
from tests.factories import a_meeting, a_network
from tests.fakes import Sent

ZONES = {"Europe/Stockholm": "SE", "Europe/Helsinki": "FI", "Atlantic/Reykjavik": "IS"}
AROUND_THE_CHANGES = ("2027-03-26", "2027-03-29", "2027-10-29", "2027-11-01")


def shown(mail: Sent) -> Entry:
    found = read(mail.raw, mail.recipient)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("zone", ZONES)
def test_trap_7_local_zone_with_yearly_rules(time, database, settle, sender, zone):
    with database.transaction() as session:
        network = a_network(session, time_zone=zone, countries=[ZONES[zone]])
        for day in AROUND_THE_CHANGES:
            meeting = a_meeting(session, network.id, start=f"{day}T09:00", title=day)
            meetings.call(session, meeting.id, by=SYSTEM)
    settle()
    mails = [mail for mail in sender.take() if mail.recipient == ANNA]
    assert sorted(shown(mail).summary for mail in mails) == sorted(AROUND_THE_CHANGES)
    for mail in mails:
        text = mail.calendar
        wall = f"{shown(mail).summary.replace('-', '')}T090000"
        assert f"\nDTSTART;TZID={zone}:{wall}\n" in text
        zoned = tz.tzical(io.StringIO(text)).get(zone)  # a reader that is not ours
        read_by_it = datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=zoned)
        assert read_by_it.astimezone(UTC) == shown(mail).start
        rules = [line for line in text.splitlines() if line.startswith("RRULE:")]
        assert len(rules) == (0 if zone == "Atlantic/Reykjavik" else 2)
        assert all("FREQ=YEARLY" in rule and "UNTIL" not in rule for rule in rules)
    hours = {shown(mail).start.hour for mail in mails}
    assert len(hours) == (1 if zone == "Atlantic/Reykjavik" else 2)
