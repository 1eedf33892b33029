"""Is a time that a client proposes the one that its user meant?"""

import pytest

from scheduler.calendar.moment import Moment, Proposal, wall

STOCKHOLM = "Europe/Stockholm"


@pytest.mark.parametrize(
    ("value", "zone", "meant"),
    [
        ("20270205T100000", "", "2027-02-05T10:00:00"),
        ("20270205T090000Z", "", "2027-02-05T10:00:00"),
        ("20270705T080000Z", "", "2027-07-05T10:00:00"),
        ("20270205T100000", STOCKHOLM, "2027-02-05T10:00:00"),
        ("20270205T110000", "Europe/Helsinki", "2027-02-05T10:00:00"),
        ("20270205T100000", "W. Europe Standard Time", "2027-02-05T10:00:00"),
        ("20270205T110000", "FLE Standard Time", "2027-02-05T10:00:00"),
        ("20270205T090000", "Greenwich Standard Time", "2027-02-05T10:00:00"),
        ("20270205T100000", "/mozilla.org/20050126_1/Europe/Stockholm", "2027-02-05T10:00:00"),
        (
            "20270205T060000",
            "/citadel.org/20250101_1/America/Argentina/Buenos_Aires",
            "2027-02-05T10:00:00",
        ),
        ("20270205T100059", "", "2027-02-05T10:00:00"),
        ("20270205T003000Z", "", "2027-02-05T01:30:00"),
        ("20270204T233000Z", "", "2027-02-05T00:30:00"),
    ],
)
def test_a_time_is_told_on_the_meeting_s_own_clock(value, zone, meant):
    found = wall(Moment(value, zone), STOCKHOLM)
    assert found is not None
    assert found.isoformat() == meant


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("20270205", ""),
        ("20270205T1000", ""),
        ("20271305T100000", ""),
        ("20270205T250000", ""),
        ("99991231T235959", ""),
        ("99991231T235959Z", ""),
        ("22000101T000000Z", ""),
        ("19691231T230000Z", ""),
        ("00010101T000000Z", ""),
        ("20270328T023000", STOCKHOLM),
        ("20270205T100000", "Customized Time Zone"),
        ("20270205T100000", "(UTC+01:00) Amsterdam, Berlin"),
        ("20270205T100000", "../../etc/passwd"),
        ("20270205T100000", "x" * 5_000),
        ("", ""),
    ],
)
def test_what_is_no_time_or_in_no_known_zone_is_none(value, zone):
    assert wall(Moment(value, zone), STOCKHOLM) is None


@pytest.mark.parametrize(
    ("end", "duration", "minutes"),
    [
        ("20270205T120000Z", "", 180),
        ("20270206T090000Z", "", 1_440),
        ("", "PT3H", 180),
        ("", "PT90M", 90),
        ("", "P1DT1H", 1_500),
        ("", "P1W", 10_080),
        ("", "", None),
        ("", "-PT1H", None),
        ("", "P2W", None),
        ("", "three hours", None),
        ("20270205T090000Z", "", None),
        ("20270205T080000Z", "", None),
        ("20280205T080000Z", "", None),
    ],
)
def test_how_long_is_told_by_an_end_or_a_duration(end, duration, minutes):
    last = Moment(end) if end else None
    proposal = Proposal(start=Moment("20270205T090000Z"), end=last, duration=duration)
    assert proposal.in_zone(STOCKHOLM)[1] == minutes
