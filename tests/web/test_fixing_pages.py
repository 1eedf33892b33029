"""Are dates fixed with their notices in view, and do they hold from then on?"""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.actor import SYSTEM
from scheduler.inputs import MoveInput
from scheduler.services import meetings, series
from tests.factories import a_series
from tests.web.belonging import starts
from tests.web.browser import text_of

AGAIN = {"title": "x", "rhythm": "dates", "dates": "2027-02-04", "at": "09:00", "minutes": "60"}
STARTS = ["2027-01-28", "2027-04-22", "2027-07-22", "2027-10-28"]


def test_fixing_shows_what_goes_out_when_and_changes_nothing(enter, laid, database):
    page = text_of(enter().get(f"/series/{laid}/fix"))
    for words in (
        "4 dates hold.",
        "today they are 3",
        "Thu 28 Jan 2027 · week 4 · 09:00–12:00 by itself, Thursday 7 January 2027 at 08:00",
        "Fix the 4 dates",
    ):
        assert words in page
    assert starts(database, "preliminary") == STARTS


def test_fixing_counts_the_notices_that_leave_at_once(enter, laid, time):
    time.to(datetime(2027, 1, 11, 9, tzinfo=UTC))
    page = text_of(enter().get(f"/series/{laid}/fix"))
    assert "week 4 · 09:00–12:00 at once" in page
    assert "Fix the dates and send 3 notices" in page


def test_what_fixing_promises_is_what_is_sent(enter, database, network, settle, sender):
    with database.transaction() as session:
        one = a_series(session, network, when="all_now").id
    browser = enter()
    assert "Fix the dates and send 12 notices" in text_of(browser.get(f"/series/{one}/fix"))
    browser.send(f"/series/{one}/fix")
    settle()
    assert len(sender.take()) == 12


def test_fixed_dates_hold_and_are_not_laid_anew(enter, laid, database):
    browser = enter()
    answer = browser.send(f"/series/{laid}/fix")
    assert (answer.status_code, answer.location) == (303, f"/series/{laid}")
    assert starts(database, "planned") == STARTS
    assert "The dates hold. Each meeting is changed on its own page." in text_of(
        browser.get(f"/series/{laid}")
    )
    for page in ("fix", "change"):
        assert browser.get(f"/series/{laid}/{page}").location == f"/series/{laid}"
    assert browser.send(f"/series/{laid}/change", AGAIN).status_code == 422


def test_a_moved_date_shows_where_it_first_stood(enter, laid, database):
    with database.transaction() as session:
        series.fix(session, laid, by=SYSTEM)
        first = series.meetings_of(session, laid)[0]
        meetings.move(
            session,
            first.id,
            plan=MoveInput.model_validate({"start": "2027-01-29T13:00"}),
            by=SYSTEM,
        )
    words = text_of(enter().get(f"/series/{laid}"))
    assert "Fri 29 Jan 2027 · week 4 · 13:00–16:00 Thu 28 Jan 09:00" in words
