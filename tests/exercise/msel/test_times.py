"""Is every way to write a time in a list understood, and nothing taken for one that is none?"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.exercise.msel import times
from scheduler.exercise.msel.times import Clock, DateAlone, NotATime, TooFar
from scheduler.exercise.parts import LONGEST_OFFSET

START = datetime(2026, 3, 4, 9, 0)  # noqa: DTZ001  # wall time
MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("+00:45", 45 * MINUTE),
        ("-00:15", -15 * MINUTE),
        ("+1:02:03", HOUR + 2 * MINUTE + 3),
        ("T+45", 45 * MINUTE),
        ("t + 45", 45 * MINUTE),
        ("T+0:45", 45 * MINUTE),
        ("H+2", 2 * HOUR),
        ("H+2:30", 2 * HOUR + 30 * MINUTE),
        ("M-5", -5 * MINUTE),
        ("D+1", DAY),
        ("J-60", -60 * DAY),
        ("J+1 H+2 M-5", DAY + 2 * HOUR - 5 * MINUTE),
        ("45", 45 * MINUTE),
        ("7,5", 450),
        ("0", 0),
        ("45 min", 45 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("+2 h", 2 * HOUR),
        ("2 timmar", 2 * HOUR),
        ("−15", -15 * MINUTE),
        (45, 45 * MINUTE),
        (45.0, 45 * MINUTE),
        (0, 0),
        (timedelta(minutes=45), 45 * MINUTE),
        (timedelta(hours=30), 30 * HOUR),
    ],
)
def test_an_offset_is_reckoned_from_the_start_and_needs_none(cell, seconds):
    when = times.read(cell)
    assert when is not None
    assert times.offset(when, None) == seconds


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("09:30", 30 * MINUTE),
        ("9:30", 30 * MINUTE),
        ("09:30:15", 30 * MINUTE + 15),
        ("9h05", 5 * MINUTE),
        ("9h", 0),
        ("0930", 30 * MINUTE),
        ("1430", 5 * HOUR + 30 * MINUTE),
        ("09.30", 30 * MINUTE),
        ("kl. 09.30", 30 * MINUTE),
        ("klo 9.30", 30 * MINUTE),
        ("2:30 PM", 5 * HOUR + 30 * MINUTE),
        ("12:15 a.m.", -8 * HOUR - 45 * MINUTE),
        ("08:45", -15 * MINUTE),
        ("2026-03-04 09:30", 30 * MINUTE),
        ("2026-03-04T09:30:00Z", 30 * MINUTE),
        ("2026-03-05 09:00", DAY),
        ("04/03/2026 09h05", 5 * MINUTE),
        ("26/03/2026 09h05", 22 * DAY + 5 * MINUTE),
        ("04.03.2026 09:30", 30 * MINUTE),
        ("03/14/2026 9:30 AM", 10 * DAY + 30 * MINUTE),
        ("D+1 09:00", DAY),
        ("D1 09:00", DAY),
        ("J+3 09h05", 3 * DAY + 5 * MINUTE),
        ("J-2 10:00", -2 * DAY + HOUR),
        (time(9, 30), 30 * MINUTE),
        (datetime(2026, 3, 4, 9, 30), 30 * MINUTE),  # noqa: DTZ001
        (datetime(1899, 12, 31, 9, 30), DAY + 30 * MINUTE),  # noqa: DTZ001  # 33:30 in a cell
        (0.395833333333333, 30 * MINUTE),
        (46085.395833333, 30 * MINUTE),
    ],
)
def test_a_clock_time_asks_for_the_start_and_is_then_reckoned_from_it(cell, seconds):
    when = times.read(cell)
    assert isinstance(when, Clock)
    assert times.offset(when, None) is None
    assert times.offset(when, START) == seconds


def test_a_date_far_from_the_start_is_asked_about():
    when = times.read("26/06/2024 09h05")
    assert when == Clock(time(9, 5), date(2024, 6, 26))
    with pytest.raises(TooFar, match="2024-06-26 09:05"):
        times.offset(when, START)


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [
        ("90", "seconds", 90),
        (90.0, "seconds", 90),
        ("5400", "seconds", 5400),
        ("0930", "minutes", 930 * MINUTE),
        (0.5, "minutes", 30),
        ("0:45", "minutes", 45 * MINUTE),
        (time(0, 45), "minutes", 45 * MINUTE),
        ("T+45", "minutes", 45 * MINUTE),
    ],
)
def test_a_column_of_minutes_or_seconds_has_lengths_and_no_clock(cell, unit, seconds):
    assert times.read(cell, unit) == seconds


@pytest.mark.parametrize("cell", ["", "-", "–", None])
def test_an_empty_cell_is_no_time(cell):
    assert times.read(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        *("25:00", "09:75", "T+1:75", "soon", "1e9", "9:30 XM", "13:00 PM", "31/31/2026 09:00"),
        *("x" * 99, True, "J+", "H+2 efter", "2026-02-30 09:00", 1e300, float("nan")),
    ],
)
def test_what_is_no_time_is_refused_with_how_to_write_one(cell):
    with pytest.raises(NotATime, match="Write for example 09:30"):
        times.read(cell)


@pytest.mark.parametrize("cell", ["2026-03-04", "4/3/2026", "04.03.2026", date(2026, 3, 4)])
def test_a_date_alone_asks_for_its_time(cell):
    with pytest.raises(DateAlone) as alone:
        times.read(cell)
    assert alone.value.day == date(2026, 3, 4)


@given(st.integers(-LONGEST_OFFSET, LONGEST_OFFSET))
def test_what_is_written_is_read_again(seconds):
    assert times.read(times.written(seconds)) == seconds


@given(st.text(max_size=60) | st.floats() | st.integers())
def test_any_cell_is_a_time_or_refused_in_words(cell):
    with suppress(NotATime, DateAlone):
        assert isinstance(times.read(cell), int | Clock | None)
