"""Is every wall time the right instant, and does every VTIMEZONE say so?"""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import cast

import icalendar
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from scheduler.calendar import timezone
from scheduler.calendar.posix import read_footer
from scheduler.calendar.timezone import (
    TimeDoesNotExist,
    TimeOutOfRange,
    UnknownZone,
    exists_twice,
    resolve,
    vtimezone,
)
from tests.calendar.reading import observed_offset

NORDIC = [
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Europe/Mariehamn",
    "Atlantic/Reykjavik",
    "Atlantic/Faroe",
]
FAR = ["America/New_York", "Europe/Dublin", "Asia/Kathmandu", "Australia/Lord_Howe", "Etc/GMT+5"]
at = datetime.fromisoformat

HOUR = timedelta(hours=1)
GAP = at("2027-03-28T02:30")
TWICE = at("2027-10-31T02:30")
JUNE = at("2027-06-01T00:00+00:00")

zones = st.sampled_from([*NORDIC, *FAR, "America/Nuuk", "Africa/Casablanca"])
locals_ = st.datetimes(at("1990-01-01T00:00"), at("2060-01-01T00:00"))
near_changes = st.builds(
    lambda year, month, hours: at(f"{year}-{month:02}-31") + timedelta(hours=hours),
    st.integers(2024, 2040),
    st.sampled_from([3, 10]),
    st.floats(-8 * 24, 24),
)
instants = st.one_of(locals_, near_changes).map(lambda moment: moment.replace(tzinfo=UTC))


@given(local=st.one_of(locals_, near_changes), name=zones, fold=st.sampled_from([0, 1]))
def test_a_wall_time_that_exists_comes_back_from_its_instant(local, name, fold):
    try:
        instant = resolve(local, name, fold=fold)
    except TimeDoesNotExist as refusal:
        offered = refusal.params["suggestion"]
        assert isinstance(offered, datetime)
        assert timedelta() < offered - local <= HOUR
        assert resolve(offered, name) > resolve(offered - 2 * HOUR, name)
    else:
        assert instant.tzinfo is UTC
        assert instant.astimezone(timezone.zone(name)).replace(tzinfo=None) == local


@given(local=st.one_of(locals_, near_changes), name=zones)
def test_a_time_exists_twice_when_two_instants_show_it(local, name):
    try:
        first, second = resolve(local, name), resolve(local, name, fold=1)
    except TimeDoesNotExist:
        reject()
    assert first <= second
    assert exists_twice(local, name) == (first < second)


def test_a_time_in_the_gap_is_refused_with_the_time_an_hour_later():
    with pytest.raises(TimeDoesNotExist) as refusal:
        resolve(GAP, "Europe/Stockholm")
    assert refusal.value.field == "start"
    assert refusal.value.params == {
        "time": GAP.time(),
        "date": GAP.date(),
        "suggestion": at("2027-03-28T03:30"),
    }


def test_of_a_time_that_exists_twice_the_first_is_meant_unless_the_second_is_chosen():
    assert exists_twice(TWICE, "Europe/Stockholm")
    assert resolve(TWICE, "Europe/Stockholm") == at("2027-10-31T00:30+00:00")
    assert resolve(TWICE, "Europe/Stockholm", fold=0) == at("2027-10-31T00:30+00:00")
    assert resolve(TWICE, "Europe/Stockholm", fold=1) == at("2027-10-31T01:30+00:00")


@pytest.mark.parametrize(
    ("name", "before_march", "after_march", "before_october", "after_october"),
    [
        ("Europe/Stockholm", 8, 7, 7, 8),
        ("Europe/Oslo", 8, 7, 7, 8),
        ("Europe/Copenhagen", 8, 7, 7, 8),
        ("Europe/Helsinki", 7, 6, 6, 7),
        ("Atlantic/Reykjavik", 9, 9, 9, 9),
        ("Atlantic/Faroe", 9, 8, 8, 9),
        ("America/Nuuk", 11, 10, 10, 11),
    ],
)
def test_nine_oclock_across_march_and_october(
    name, before_march, after_march, before_october, after_october
):
    days = ["03-25", "03-29", "10-28", "11-01"]
    hours = [resolve(at(f"2027-{day}T09:00"), name).hour for day in days]
    assert hours == [before_march, after_march, before_october, after_october]


def test_a_wall_time_with_a_zone_of_its_own_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="tzinfo"):
        resolve(JUNE, "Europe/Stockholm")


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_a_year_out_of_any_calendar_is_refused(year):
    with pytest.raises(TimeOutOfRange):
        resolve(at(f"{year:04}-01-01"), "Europe/Stockholm")


@pytest.mark.parametrize(
    "name",
    ["Europe/Atlantis", "", "../../etc/passwd", "/etc/localtime", "Europe", "Å"],
)
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(UnknownZone) as refusal:
        resolve(at("2027-01-01T00:00"), name)
    assert refusal.value.field == "time_zone"


def test_the_version_is_that_of_the_package():
    text = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8")
    assert text.startswith(f"# version {timezone.tzdata_version()}\n")


def test_the_systems_copy_of_a_zone_does_not_matter(tmp_path: Path):
    wrong = tmp_path / "Europe"
    wrong.mkdir()
    tokyo = resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo")
    with resources.as_file(tokyo) as path:
        shutil.copy(path, wrong / "Stockholm")
    script = (
        "from datetime import datetime; from zoneinfo import ZoneInfo;"
        "from scheduler.calendar.timezone import resolve;"
        "noon = datetime(2027, 1, 1, 12);"
        "print(noon.replace(tzinfo=ZoneInfo('Europe/Stockholm')).utcoffset(),"
        "      resolve(noon, 'Europe/Stockholm').hour)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout == "9:00:00 11\n"


@given(name=zones, moments=st.lists(instants, min_size=1, max_size=4))
def test_a_vtimezone_is_right_for_every_instant_it_was_asked_for(name, moments):
    component = vtimezone(name, moments)
    if component is None:
        assert not all(timezone.tells(name, moment) for moment in moments)
        return
    # Under another name, so that the library works it out instead of asking the system's copy.
    renamed = component.to_ical().replace(name.encode(), b"Ours/" + name.encode())
    read = cast("icalendar.Timezone", icalendar.Timezone.from_ical(renamed)).to_tz()
    for moment in moments:
        offset = moment.astimezone(timezone.zone(name)).utcoffset()
        assert observed_offset(component.to_ical(), moment) == offset
        assert moment.astimezone(read).utcoffset() == offset


@given(name=st.sampled_from(NORDIC), moment=instants)
def test_every_instant_from_2010_to_2060_has_a_vtimezone_in_nordic_zones(name, moment):
    assume(moment.year >= 2010)
    assert vtimezone(name, [moment]) is not None


def test_a_vtimezone_is_two_yearly_rules_told_in_the_time_before():
    component = vtimezone("Europe/Stockholm", [JUNE])
    assert component is not None
    assert component.to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Stockholm",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_zone_without_summer_time_is_one_standard():
    component = vtimezone("Atlantic/Reykjavik", [JUNE])
    assert component is not None
    assert component.to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Atlantic/Reykjavik",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        # In the years before, Morocco lived by +01 outside Ramadan: the footer tells only what is.
        ("Africa/Casablanca", at("2025-06-01T00:00+00:00")),
        # Greenland changes on the Saturday before the last Sunday: no plain weekday rule.
        ("America/Nuuk", JUNE),
        ("UTC", JUNE),
    ],
)
def test_what_two_plain_rules_cannot_tell_has_no_vtimezone(name, moment):
    assert vtimezone(name, [moment]) is None


@pytest.mark.parametrize("footer", ["", "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0/-1,M10.5.0", "?"])
def test_a_footer_of_another_form_is_not_read(footer):
    assert read_footer(f"TZif2...\n{footer}\n".encode()) is None


def test_irish_summer_time_is_daylight_whatever_the_law_calls_it():
    component = vtimezone("Europe/Dublin", [JUNE])
    assert component is not None
    kinds = [(part.name, str(part["TZNAME"])) for part in component.subcomponents]
    assert sorted(kinds) == [("DAYLIGHT", "IST"), ("STANDARD", "GMT")]
