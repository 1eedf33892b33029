"""Do the demonstration's rhythms lie around today, on the weekdays they had?"""

from datetime import date, datetime, timedelta

import yaml
from hypothesis import given
from hypothesis import strategies as some

from web.demo.loading import FIRST, files
from web.demo.shift import AHEAD, BACK, YEAR, repeated, shifted, to_call_today

days = some.dates(date(2025, 1, 1), date(2035, 12, 31))
a_year = some.lists(some.dates(date(2027, 1, 1), date(2027, 12, 31)), min_size=1, max_size=12)


@given(listed=a_year, today=days)
def test_repeated_dates_lie_in_the_window_on_the_weekdays_they_had(listed, today):
    found = repeated(listed, today - BACK, today + AHEAD)

    assert all(today - BACK <= day <= today + AHEAD for day in found)
    assert {day.weekday() for day in found} == {day.weekday() for day in listed}
    places = {day.toordinal() % YEAR.days for day in listed}  # 1 January and 31 December share one
    assert len(found) >= len(places)  # the window is longer than 52 weeks


@given(listed=a_year, today=days, notice=some.integers(7, 60))
def test_one_meeting_has_its_notice_due_and_all_are_moved_by_whole_weeks(listed, today, notice):
    moved = to_call_today(listed, today, notice)
    found = repeated(moved, today - BACK, today + AHEAD)
    ahead = [(day - today).days for day in found]

    assert {(after - before).days % 7 for before, after in zip(listed, moved, strict=True)} == {0}
    assert [days for days in ahead if notice - 7 <= days < notice]


@given(today=days)
def test_every_demonstration_file_has_a_past_and_a_future(today):
    for path in files():
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
        moved = shifted(described, today, calls_today=path.stem == FIRST)
        for series in moved["series"]:
            assert (series["from"], series["until"]) == (today - BACK, today + AHEAD)
            assert all(today - BACK <= day <= today + AHEAD for day in series.get("dates", []))
        starts = [datetime.fromisoformat(one["start"]).date() for one in moved["meetings"]]
        assert all(today < day <= today + AHEAD for day in starts)
        assert [one["start"][10:] for one in moved["meetings"]] == [
            one["start"][10:] for one in described.get("meetings", [])
        ]


def test_the_first_network_is_the_county_of_orebro():
    assert next(files()).stem == "orebro-lan"
    assert len(list(files())) == 8


def test_a_date_of_a_53_week_year_is_found_again():
    friday = date(2026, 12, 31) + timedelta(days=1)
    assert repeated([friday], date(2027, 12, 1), date(2028, 1, 15)) == [date(2027, 12, 31)]
