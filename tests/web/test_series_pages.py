"""Is a rhythm laid out with its dates in view?"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.model import EventRow, Letter, Meeting, Network, Series
from tests.factories import a_meeting
from tests.web.belonging import starts
from tests.web.browser import text_of

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
QUARTERLY = {
    "title": "Länsnätverket",
    "kind": "meeting",
    "rhythm": "month",
    "rule.every": "3",
    "rule.nth": "4",
    "rule.weekdays": ["th"],
    "from": "2027-01-01",
    "until": "2027-12-31",
    "at": "09:00",
    "minutes": "180",
    "place": "Residenset",
    "when": "each",
    "notice_days": "21",
    "agenda_days": "7",
    "reply_days": "7",
    "reminder_days": "3",
}
STARTS = ["2027-01-28", "2027-04-22", "2027-07-22", "2027-10-28"]
NEW, DATES = "/networks/lan/series/new", "/networks/lan/series/dates"


def shown(response):
    """The dates on a page, in order."""
    return re.findall(r'name="except" value="([^"]+)"', response.get_data(as_text=True))


def facts(database):
    with database.reading() as session:
        return session.scalars(select(EventRow.kind)).all()


def test_a_new_series_is_asked_for_with_a_year_ahead(enter):
    page = enter().get(NEW).get_data(as_text=True)
    assert 'name="from" type="date" value="2027-01-04"' in page
    assert 'name="until" type="date" value="2028-01-04"' in page
    assert "Say how often and on which day, and the dates stand here." in page


def test_a_rhythm_is_laid_out_as_preliminary_meetings_and_nobody_is_told(enter, database, settle):
    answer = enter().send(NEW, QUARTERLY)
    settle()
    with database.reading() as session:
        made = session.scalars(select(Series)).one()
        assert session.scalars(select(Letter)).all() == []
    assert (answer.status_code, answer.location) == (303, f"/series/{made.id}")
    assert (made.place, made.minutes, made.notice_days) == ("Residenset", 180, 21)
    assert starts(database, "preliminary") == STARTS


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rhythm": "week", "rule.every": "26"}, ["2027-07-01", "2027-12-30"]),
        (
            {"rhythm": "odd", "from": "2027-01-01", "until": "2027-02-01"},
            ["2027-01-07", "2027-01-21"],
        ),
        (
            {"rhythm": "even", "rule.every": "3", "until": "2027-02-01"},
            ["2027-01-14", "2027-01-28"],
        ),
        ({"rule.every": "1", "rule.nth": "-1", "rule.months": ["5", "12"]}, None),
        (
            {"rhythm": "dates", "dates": "2027-02-04\r\n2027-04-15, 2027-09-09", "from": ""},
            ["2027-02-04", "2027-04-15", "2027-09-09"],
        ),
    ],
)
def test_each_kind_of_rhythm_uses_its_own_fields_and_no_others(enter, database, changes, expected):
    assert enter().send(NEW, QUARTERLY | changes).status_code == 303
    assert starts(database) == (expected or ["2027-05-27", "2027-12-30"])


def test_dates_that_are_ticked_are_left_out(enter, database):
    answer = enter().send(NEW, QUARTERLY | {"except": ["2027-07-22"]})
    assert answer.status_code == 303
    assert starts(database) == ["2027-01-28", "2027-04-22", "2027-10-28"]


def test_showing_the_dates_works_without_a_script_and_writes_nothing(enter, database):
    browser = enter()
    before = facts(database)
    page = browser.send(DATES, QUARTERLY | {"title": "", "except": ["2027-07-22"]})
    assert page.status_code == 200
    assert shown(page) == STARTS
    assert "3 dates Every third month on the fourth Thursday" in text_of(page)
    assert 'value="2027-07-22" id="except-2027-07-22" checked' in page.get_data(as_text=True)
    assert 'name="place" type="text" value="Residenset"' in page.get_data(as_text=True)
    assert (starts(database), facts(database)) == ([], before)


def test_as_one_types_only_the_list_of_dates_is_answered(enter):
    page = enter().send(DATES, QUARTERLY, headers=PARTIAL)
    body = page.get_data(as_text=True)
    assert shown(page) == STARTS
    assert "<html" not in body
    assert '<div id="status" hx-swap-oob="innerHTML">4 dates</div>' in body


def test_what_is_not_filled_in_yet_is_no_fault_as_one_types(enter):
    page = enter().send(DATES, QUARTERLY | {"rule.weekdays": []}, headers=PARTIAL)
    assert page.status_code == 200
    assert "No dates yet Say how often and on which day" in text_of(page)


def test_why_there_are_no_dates_is_said_as_one_types(enter):
    browser = enter()
    page = browser.send(DATES, QUARTERLY | {"until": "2026-12-01"}, headers=PARTIAL)
    assert "The last day comes before the first." in text_of(page)
    page = browser.send(DATES, QUARTERLY | {"until": "2027-01-20"}, headers=PARTIAL)
    assert "This rhythm gives no date at all" in text_of(page)


def test_a_date_with_another_meeting_at_the_time_says_which(enter, database, network):
    with database.transaction() as session:
        a_meeting(session, network, title="Övningsdag", start="2027-04-22T11:00")
    page = text_of(enter().send(DATES, QUARTERLY))
    assert "One date has another meeting of the network at the same time." in page
    assert "Thu 22 Apr 2027 · week 16 ! At the same time: Övningsdag" in page


def test_a_series_that_is_laid_anew_does_not_clash_with_itself(enter, laid):
    page = enter().send(f"/series/{laid}/dates", QUARTERLY)
    assert shown(page) == STARTS
    assert "At the same time" not in text_of(page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"rule.weekdays": []}, "rule.weekdays"),
        ({"rule.every": "0"}, "rule.every"),
        ({"until": "2026-12-31"}, "until"),
        ({"until": "2031-12-31"}, "until"),
        ({"until": "2027-01-20"}, "rhythm"),
        ({"from": ""}, "from"),
        ({"at": "25:00"}, "at"),
        ({"minutes": "-1"}, "minutes"),
        ({"rhythm": "dates", "dates": ""}, "dates"),
        ({"rhythm": "dates", "dates": "2027-02-30"}, "dates"),
        ({"online_url": "javascript:x"}, "online_url"),
        ({"notice_days": "x"}, "notice_days"),
    ],
)
def test_what_is_wrong_is_said_beside_a_field_of_the_page_and_all_is_kept(
    enter, database, changes, field
):
    answer = enter().send(NEW, QUARTERLY | {"place": "Detta stod här"} | changes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.findall(r'<a class="ds-link" href="#([^"]+)"', page) == [field]
    assert f'id="{field}"' in page
    assert "Detta stod här" in page
    assert starts(database) == []


def test_an_hour_that_does_not_exist_is_refused_with_another(enter):
    wrong = {"rhythm": "dates", "dates": "2027-03-28", "at": "02:30"}
    page = enter().send(NEW, QUARTERLY | wrong)
    assert page.status_code == 422
    assert "There is no 02:30 that night" in text_of(page)
    assert 'href="#at"' in page.get_data(as_text=True)


def test_a_series_says_its_rhythm_its_state_and_what_it_will_do(enter, laid):
    page = enter().get(f"/series/{laid}")
    words = text_of(page)
    for sentence in (
        "Every third month on the fourth Thursday, 09:00–12:00 · Residenset",
        "The dates are preliminary: nobody has been told",
        "Each notice goes out by itself 21 days before its meeting.",
    ):
        assert sentence in words
    assert words.count("○ Preliminary") == 5  # the series and its four dates
    assert f'class="ds-button" href="/series/{laid}/fix"' in page.get_data(as_text=True)


def test_changing_the_rhythm_starts_from_what_it_is(enter, laid, database):
    browser = enter()
    page = browser.get(f"/series/{laid}/change").get_data(as_text=True)
    assert 'value="month" checked' in page
    assert 'name="rule.every" type="number" value="3"' in page
    assert 'value="th" checked' in page
    answer = browser.send(f"/series/{laid}/change", QUARTERLY | {"rule.nth": "3"})
    assert (answer.status_code, answer.location) == (303, f"/series/{laid}")
    assert starts(database) == ["2027-01-21", "2027-04-15", "2027-07-15", "2027-10-21"]


def test_nobody_but_those_who_plan_lays_out_or_fixes(enter, laid):
    browser = enter("secretary")
    page = browser.get(f"/series/{laid}").get_data(as_text=True)
    assert f"/series/{laid}/" not in page
    for path in (NEW, f"/series/{laid}/fix", f"/series/{laid}/change"):
        assert browser.get(path).status_code == 403
    for path in (NEW, DATES, f"/series/{laid}/fix", f"/series/{laid}/dates"):
        assert browser.send(path, QUARTERLY).status_code == 403


def test_a_network_in_another_zone_lays_its_dates_in_its_own_time(enter, database, network):
    with database.transaction() as session:
        session.get_one(Network, network).time_zone = "Europe/Helsinki"
    enter().send(NEW, QUARTERLY)
    with database.reading() as session:
        row = session.scalars(select(Meeting).order_by(Meeting.starts_at)).first()
        assert (row.time_zone, row.starts_at) == (
            "Europe/Helsinki",
            datetime(2027, 1, 28, 7, tzinfo=UTC),
        )
