"""Do the rules of the demonstration networks give the dates that their years have?"""

from datetime import date, timedelta
from itertools import pairwise

from scheduler.calendar.rule import Rule, dates, explicit

NEW_YEAR = date(2027, 1, 1)
LAST_DAY = date(2027, 12, 31)
WEDNESDAY, THURSDAY = 2, 3


def year(rule, *, start=NEW_YEAR, until=LAST_DAY, without=()):
    return [day.isoformat()[5:] for day in dates(rule, start, until, without=without)]


def weeks(days):
    return [day.isocalendar().week for day in days]


def test_the_county_network_of_orebro_meets_on_its_four_thursdays_and_exercises_on_a_fifth():
    meetings = explicit(["2027-02-04", "2027-04-15", "2027-09-09", "2027-11-18"])
    exercise = explicit(["2027-10-14"])
    assert weeks(meetings + exercise) == [5, 15, 36, 46, 41]
    assert {day.weekday() for day in meetings + exercise} == {THURSDAY}


def test_kunskapshuset_meets_on_tuesdays_of_odd_weeks_with_a_summer_pause():
    rule = Rule(unit="week", weekdays=("tu",), weeks="odd")
    pause = [date.fromisocalendar(2027, week, 2) for week in range(27, 32)]
    days = dates(rule, NEW_YEAR, LAST_DAY, without=pause)
    assert (days[0], days[-1]) == (date(2027, 1, 5), date(2027, 12, 21))
    assert weeks(days) == [*range(1, 26, 2), *range(33, 52, 2)]


def test_kunskapshuset_meets_two_weeks_in_a_row_when_2026_ends():
    rule = Rule(unit="week", weekdays=("tu",), weeks="odd")
    assert dates(rule, date(2026, 12, 28), date(2027, 1, 10)) == [
        date(2026, 12, 29),
        date(2027, 1, 5),
    ]


def test_varna_varmland_meets_on_four_thursdays():
    days = explicit(["2027-01-28", "2027-04-22", "2027-09-16", "2027-11-25"])
    assert weeks(days) == [4, 16, 37, 47]
    assert {day.weekday() for day in days} == {THURSDAY}


def test_solna_meets_on_first_thursdays_of_the_working_year():
    rule = Rule(unit="month", nth=1, weekdays=("th",), months=(2, 3, 4, 5, 6, 9, 10, 11, 12))
    assert year(rule) == [
        *("02-04", "03-04", "04-01", "05-06", "06-03"),
        *("09-02", "10-07", "11-04", "12-02"),
    ]
    assert "05-06" not in year(rule, without=[date(2027, 5, 6)])


def test_goteborg_meets_on_second_wednesdays_except_in_july():
    months = tuple(month for month in range(1, 13) if month != 7)
    rule = Rule(unit="month", nth=2, weekdays=("we",), months=months)
    assert year(rule) == [
        *("01-13", "02-10", "03-10", "04-14", "05-12", "06-09"),
        *("08-11", "09-08", "10-13", "11-10", "12-08"),
    ]


def test_the_nordic_officers_call_on_last_wednesdays_with_june_moved_by_hand():
    months = tuple(month for month in range(1, 12) if month != 7)
    rule = Rule(unit="month", nth=-1, weekdays=("we",), months=months)
    regular = dates(rule, NEW_YEAR, LAST_DAY, without=[date(2027, 6, 30)])
    assert [day.isoformat()[5:] for day in explicit([*regular, "2027-06-16"])] == [
        *("01-27", "02-24", "03-31", "04-28", "05-26", "06-16"),
        *("08-25", "09-29", "10-27", "11-24"),
    ]


def test_the_norwegian_police_council_meets_on_wednesdays_and_slt_the_week_before():
    council = explicit(["2027-02-10", "2027-04-07", "2027-06-02", "2027-09-08", "2027-11-24"])
    slt = explicit([day - timedelta(days=7) for day in council])
    assert {day.weekday() for day in council + slt} == {WEDNESDAY}
    assert weeks(slt) == [week - 1 for week in weeks(council)]


def test_the_danish_network_meets_quarterly_and_is_busy_every_second_week():
    quarterly = Rule(unit="month", every=3, nth=1, weekdays=("tu",))
    assert year(quarterly, start=date(2027, 2, 1)) == ["02-02", "05-04", "08-03", "11-02"]
    busy = dates(Rule(unit="week", every=2, weekdays=("mo",)), date(2027, 1, 4), LAST_DAY)
    assert len(busy) == 26
    assert {later - sooner for sooner, later in pairwise(busy)} == {timedelta(days=14)}
