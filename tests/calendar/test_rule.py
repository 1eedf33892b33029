"""Does a rule give the dates that it says?"""

import json
import time
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.rule import (
    WEEKDAYS,
    EndsBeforeItStarts,
    HorizonTooFar,
    Rule,
    TooManyDates,
    dates,
    explicit,
)
from scheduler.errors import InvalidInput, Refused

NEW_YEAR = date(2027, 1, 1)
LAST_DAY = date(2027, 12, 31)

weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=2, unique=True).map(tuple)
months = st.one_of(st.just(()), st.lists(st.integers(1, 12), min_size=1, unique=True).map(tuple))
weekly = st.builds(
    Rule, unit=st.just("week"), every=st.integers(1, 60), weekdays=weekdays, months=months
)
odd_or_even = st.builds(
    Rule, unit=st.just("week"), weekdays=weekdays, weeks=st.sampled_from(["odd", "even"])
)
monthly = st.builds(
    Rule,
    unit=st.just("month"),
    every=st.integers(1, 20),
    weekdays=weekdays,
    nth=st.sampled_from([1, 2, 3, 4, 5, -1]),
    months=months,
)
starts = st.dates(date(2020, 1, 1), date(2035, 12, 31))
lengths = st.integers(0, 1000).map(lambda days: timedelta(days=days))


def days_between(start, until):
    return [start + timedelta(days=n) for n in range((until - start).days + 1)]


def monday_of(day):
    return day - timedelta(days=day.weekday())


def is_nth(day, nth):
    week_on = timedelta(days=7)
    if nth == -1:
        return (day + week_on).month != day.month
    return (day.day - 1) // 7 + 1 == nth


@given(rule=weekly, start=starts, length=lengths)
def test_a_weekly_rule_gives_its_weekdays_in_every_nth_week_from_the_first(rule, start, length):
    expected = [
        day
        for day in days_between(start, start + length)
        if WEEKDAYS[day.weekday()] in rule.weekdays
        and (monday_of(day) - monday_of(start)).days // 7 % rule.every == 0
        and (not rule.months or day.month in rule.months)
    ]
    assert dates(rule, start, start + length) == expected


@given(rule=odd_or_even, start=starts, length=lengths)
def test_odd_and_even_weeks_are_those_of_the_iso_calendar(rule, start, length):
    expected = [
        day
        for day in days_between(start, start + length)
        if WEEKDAYS[day.weekday()] in rule.weekdays
        and int(day.strftime("%V")) % 2 == (rule.weeks == "odd")
    ]
    assert dates(rule, start, start + length) == expected


@given(rule=monthly, start=starts, length=lengths)
def test_a_monthly_rule_gives_the_nth_weekday_of_every_nth_month(rule, start, length):
    expected = [
        day
        for day in days_between(start, start + length)
        if WEEKDAYS[day.weekday()] in rule.weekdays
        and is_nth(day, rule.nth)
        and ((day.year - start.year) * 12 + day.month - start.month) % rule.every == 0
        and (not rule.months or day.month in rule.months)
    ]
    assert dates(rule, start, start + length) == expected


@given(rule=st.one_of(weekly, monthly, odd_or_even), start=starts, left_out=st.sets(starts))
def test_what_is_left_out_is_left_out_and_nothing_else(rule, start, left_out):
    until = start + timedelta(days=700)
    whole = dates(rule, start, until)
    some = left_out | set(whole[::3])
    assert dates(rule, start, until, without=some) == [day for day in whole if day not in some]


@given(rule=st.one_of(weekly, monthly, odd_or_even))
def test_a_rule_comes_back_from_json_as_it_was(rule):
    assert Rule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_a_rule_in_json_has_the_contracts_form():
    rule = Rule(every=3, unit="month", nth=4, weekdays=("th",), months=(1, 4))
    assert rule.to_json() == {
        "every": 3,
        "unit": "month",
        "weekdays": ["th"],
        "nth": 4,
        "months": [1, 4],
    }


def test_odd_weeks_give_week_53_and_week_1_in_a_row():
    rule = Rule(unit="week", weekdays=("tu",), weeks="odd")
    given_dates = dates(rule, date(2026, 12, 1), date(2027, 1, 31))
    assert [day.strftime("%G-W%V") for day in given_dates] == [
        "2026-W49",
        "2026-W51",
        "2026-W53",
        "2027-W01",
        "2027-W03",
    ]
    assert given_dates[2:4] == [date(2026, 12, 29), date(2027, 1, 5)]


def test_even_weeks_have_a_gap_of_three_weeks_around_week_53():
    rule = Rule(unit="week", weekdays=("tu",), weeks="even")
    assert dates(rule, date(2026, 12, 20), date(2027, 1, 20)) == [
        date(2026, 12, 22),
        date(2027, 1, 12),
    ]


def test_every_second_week_runs_through_week_53_without_a_step():
    rule = Rule(unit="week", every=2, weekdays=("tu",))
    given_dates = dates(rule, date(2026, 12, 15), date(2027, 1, 31))
    assert [day.isocalendar().week for day in given_dates] == [51, 53, 2, 4]


def test_odd_weeks_said_to_be_every_second_week_are_odd_weeks():
    once = Rule(unit="week", weekdays=("tu",), weeks="odd")
    twice = Rule(unit="week", every=2, weekdays=("tu",), weeks="odd")
    assert dates(twice, date(2026, 12, 8), LAST_DAY) == dates(once, date(2026, 12, 8), LAST_DAY)


def test_a_month_without_a_fifth_weekday_has_none():
    rule = Rule(unit="month", nth=5, weekdays=("we",))
    assert dates(rule, NEW_YEAR, date(2027, 6, 30)) == [date(2027, 3, 31), date(2027, 6, 30)]


def test_the_fourth_thursday_of_every_third_month_counts_from_the_first_month():
    rule = Rule.from_json({"every": 3, "unit": "month", "nth": 4, "weekdays": ["th"]})
    assert dates(rule, NEW_YEAR, LAST_DAY) == [
        date(2027, 1, 28),
        date(2027, 4, 22),
        date(2027, 7, 22),
        date(2027, 10, 28),
    ]


def test_dates_lie_within_their_span_with_both_ends_included():
    rule = Rule(unit="week", weekdays=("mo",))
    assert dates(rule, date(2027, 1, 4), date(2027, 1, 11)) == [date(2027, 1, 4), date(2027, 1, 11)]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"every": 0, "unit": "week", "weekdays": ["mo"]}, "rule.every"),
        ({"every": -2, "unit": "week", "weekdays": ["mo"]}, "rule.every"),
        ({"every": 10**30, "unit": "week", "weekdays": ["mo"]}, "rule.every"),
        ({"every": "2", "unit": "week", "weekdays": ["mo"]}, "rule.every"),
        ({"every": True, "unit": "week", "weekdays": ["mo"]}, "rule.every"),
        ({"every": 3, "unit": "week", "weekdays": ["mo"], "weeks": "odd"}, "rule.every"),
        ({"unit": "day", "weekdays": ["mo"]}, "rule.unit"),
        ({"weekdays": ["mo"]}, "rule.unit"),
        ({"unit": ["week"], "weekdays": ["mo"]}, "rule.unit"),
        ({"unit": "week"}, "rule.weekdays"),
        ({"unit": "week", "weekdays": []}, "rule.weekdays"),
        ({"unit": "week", "weekdays": "mo"}, "rule.weekdays"),
        ({"unit": "week", "weekdays": ["mon"]}, "rule.weekdays"),
        ({"unit": "week", "weekdays": [["mo"]]}, "rule.weekdays"),
        ({"unit": "month", "weekdays": ["mo"]}, "rule.nth"),
        ({"unit": "month", "weekdays": ["mo"], "nth": 0}, "rule.nth"),
        ({"unit": "month", "weekdays": ["mo"], "nth": 6}, "rule.nth"),
        ({"unit": "month", "weekdays": ["mo"], "nth": [1]}, "rule.nth"),
        ({"unit": "week", "weekdays": ["mo"], "nth": 1}, "rule.nth"),
        ({"unit": "month", "weekdays": ["mo"], "nth": 1, "weeks": "odd"}, "rule.weeks"),
        ({"unit": "week", "weekdays": ["mo"], "weeks": "both"}, "rule.weeks"),
        ({"unit": "week", "weekdays": ["mo"], "months": [13]}, "rule.months"),
        ({"unit": "week", "weekdays": ["mo"], "months": 3}, "rule.months"),
        ({"unit": "week", "weekdays": ["mo"], "rrule": "FREQ=SECONDLY"}, "rule"),
    ],
)
def test_a_wrong_rule_is_refused_at_the_field_that_is_wrong(data, field):
    with pytest.raises(Refused) as refusal:
        Rule.from_json(data)
    assert refusal.value.field == field


keys = st.sampled_from(["every", "unit", "weekdays", "nth", "weeks", "months", "freq"])
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.sampled_from(WEEKDAYS)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(data=st.dictionaries(keys, anything))
def test_whatever_is_sent_as_a_rule_is_a_rule_or_refused(data):
    field = ""
    rule: Rule | None
    try:
        rule = Rule.from_json(data)
    except InvalidInput as refusal:
        rule, field = None, refusal.field
    assert field.startswith("rule") if rule is None else Rule.from_json(rule.to_json()) == rule


def test_more_than_400_dates_are_refused():
    rule = Rule(unit="week", weekdays=WEEKDAYS)
    assert len(dates(rule, NEW_YEAR, NEW_YEAR + timedelta(days=399))) == 400
    with pytest.raises(TooManyDates) as refusal:
        dates(rule, NEW_YEAR, NEW_YEAR + timedelta(days=400))
    assert (refusal.value.field, refusal.value.params) == ("until", {"most": 400})


def test_three_years_is_the_horizon():
    rule = Rule(unit="month", nth=1, weekdays=("mo",))
    assert len(dates(rule, NEW_YEAR, date(2030, 1, 1))) == 36
    with pytest.raises(HorizonTooFar):
        dates(rule, NEW_YEAR, date(2030, 1, 2))
    with pytest.raises(HorizonTooFar):
        dates(rule, date.min, date.max)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(EndsBeforeItStarts) as refusal:
        dates(Rule(unit="week", weekdays=("mo",)), LAST_DAY, NEW_YEAR)
    assert refusal.value.field == "until"


@pytest.mark.parametrize("start", [date.min, date(9997, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("unit", ["week", "month"])
def test_the_ends_of_the_calendar_are_dates_like_any_other(start, unit):
    rule = Rule(unit=unit, weekdays=("fr",), nth=1 if unit == "month" else None)
    until = min(start.toordinal() + 900, date.max.toordinal())
    assert all(day.weekday() == 4 for day in dates(rule, start, date.fromordinal(until)))


@pytest.mark.parametrize("every", [1, 999])
@pytest.mark.parametrize("unit", ["week", "month"])
def test_any_rule_is_laid_out_or_refused_at_once(unit, every):
    nth = -1 if unit == "month" else None
    rule = Rule(unit=unit, every=every, weekdays=WEEKDAYS, nth=nth)
    begun = time.process_time()
    for until in (date(2029, 12, 31), date.max):
        with suppress(HorizonTooFar, TooManyDates):
            dates(rule, NEW_YEAR, until)
    assert time.process_time() - begun < 0.1


def test_listed_dates_come_sorted_and_once():
    listed: list[date | str] = ["2027-04-15", date(2027, 2, 4), "2027-02-04", "2027-09-09"]
    assert explicit(listed, without=[date(2027, 9, 9)]) == [date(2027, 2, 4), date(2027, 4, 15)]
    assert explicit([]) == []


@pytest.mark.parametrize("wrong", ["2027-02-30", "20270204", "2027-W05-4", "4 Feb", "", 5, None])
def test_what_is_no_date_is_refused_and_named(wrong: Any):
    with pytest.raises(InvalidInput) as refusal:
        explicit([wrong])
    assert (refusal.value.field, refusal.value.params) == ("dates", {"value": str(wrong)})


def test_listed_dates_have_the_same_limits():
    many = [NEW_YEAR + timedelta(days=n) for n in range(401)]
    with pytest.raises(TooManyDates):
        explicit(many)
    with pytest.raises(HorizonTooFar) as refusal:
        explicit(["2027-01-01", "2031-01-01"])
    assert refusal.value.field == "dates"
