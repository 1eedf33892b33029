"""What does a meeting's page tell, and to whom?"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from scheduler import inputs
from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, CancelInput, MoveInput
from scheduler.model import Meeting
from scheduler.ports import Temporary
from scheduler.services import agenda, answers, meetings
from tests.factories import (
    a_called_meeting,
    a_meeting,
    a_network,
    a_person,
    a_series,
    invitation_of,
)
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(time, database, settle):
    made = a_called_meeting(database)
    settle()
    return made


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    return _english(sign_in)


def _english(sign_in):
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def _page(browser, meeting):
    answer = browser.get(f"/meetings/{meeting}")
    assert answer.status_code == 200
    return text_of(answer)


def _answer(database, meeting, email, word, comment=""):
    with database.transaction() as session:
        one = invitation_of(session, meeting, email)
        plan = AnswerInput(answer=word, comment=comment)
        answers.answer(session, one.id, plan=plan, via="link", by=SYSTEM)


def test_a_meetings_head_tells_what_when_where_and_its_state(meeting, browser):
    page = _page(browser, meeting)
    assert "Thursday 4 February 2027 · week 5 · 09:00–12:00 Residenset ● Called" in page
    assert "2 have not answered yet." in page
    assert "They are reminded by themselves Monday 25 January 2027 at 08:00." in page


def test_a_reader_in_another_zone_sees_the_meeting_on_their_own_clock_too(
    meeting, database, sign_in
):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        a_person(session, network, "eva@abo.example", time_zone="Europe/Helsinki", language="en")
    page = _page(sign_in("eva@abo.example"), meeting)
    assert "In your time: Thursday 4 February 2027 · week 5 · 10:00–13:00 (Finnish time)" in page


def test_answers_stand_by_organisation_with_comments_and_the_silent_are_named(
    meeting, database, browser
):
    _answer(database, meeting, BO, "declined", "krock med <fullmäktige>")
    page = _page(browser, meeting)
    assert "0 yes · 0 maybe · 1 no · 1 silent" in page
    assert "Nobody has answered from 1 organisation: Kumla kommun" in page
    assert "Nora kommun Bo ✕ No" in page
    assert "“krock med <fullmäktige>”" in page


def test_the_timeline_tells_what_was_sent_what_was_answered_and_what_is_planned(
    meeting, time, database, sign_in
):
    time.forward(days=1)
    _answer(database, meeting, ANNA, "accepted")
    time.forward(minutes=1)
    _answer(database, meeting, BO, "declined", "krock")
    page = _page(_english(sign_in), meeting)
    timeline = page[page.index("What has been sent, and what will be") :]
    lines = (
        "Mon 4 Jan 10:00 Notice to 2 ✓ 2 delivered To whom Anna and Bo",
        "Tue 5 Jan 10:00 Anna: yes Bo: no (“krock”)",
        "Mon 25 Jan 08:00 Planned Reminder to those who have not answered: nobody as it stands",
        "Wed 3 Feb 12:00 Planned Reminder to 1 who comes To whom Anna",
        "Sun 7 Feb 08:00 Planned Reminder to the secretary, if there are no notes",
    )
    places = [timeline.find(line) for line in lines]
    assert -1 not in places
    assert places == sorted(places)


def test_a_member_sees_the_meeting_and_the_numbers_but_no_names_and_no_buttons(meeting, sign_in):
    browser = sign_in(ANNA)
    browser.set_cookie("kallelse-language", "en")
    page = browser.get(f"/meetings/{meeting}")
    assert "0 yes · 0 maybe · 0 no · 2 silent" in text_of(page)
    assert "Nora kommun" not in text_of(page)
    found = re.findall(r"/(?:invitations|outbox|meetings/[^\"]*/[a-z]+)", page.text)
    assert found == [f"/meetings/{meeting}/papers", f"/meetings/{meeting}/brief"]


def test_a_meeting_of_another_network_does_not_exist_for_a_stranger(meeting, database, sign_in):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
    stranger = sign_in("eva@annat.example", role="coordinator", network=other)
    assert stranger.get(f"/meetings/{meeting}").status_code == 404
    assert stranger.get(f"/meetings/{meeting}/progress").status_code == 404


def test_an_uncalled_meeting_says_who_is_invited_and_offers_to_call(time, database, browser):
    with database.transaction() as session:
        meeting = a_meeting(session, a_network(session).id).id
    answer = browser.get(f"/meetings/{meeting}")
    page = text_of(answer)
    assert "Nobody has been called yet." in page
    assert "Who is invited Nobody has been asked yet. 2 people on the list" in page
    assert "silent" not in page
    assert f'<a class="ds-button" href="/meetings/{meeting}/call">Call the meeting</a>' in (
        answer.text
    )


def test_a_meeting_that_calls_itself_says_when(time, database, settle, browser):
    with database.transaction() as session:
        meeting = a_meeting(session, a_network(session).id, when="each").id
    settle()
    page = _page(browser, meeting)
    assert "The notice goes out by itself Thursday 14 January 2027 at 08:00." in page


def test_a_preliminary_date_leads_to_its_series(time, database, browser):
    with database.transaction() as session:
        series = a_series(session, a_network(session).id)
        meeting = session.query(Meeting).filter_by(series_id=series.id).first().id
        address = f"/series/{series.id}"
    answer = browser.get(f"/meetings/{meeting}")
    assert "This date is preliminary: nobody is called before it is fixed." in text_of(answer)
    assert f'<a class="ds-button" href="{address}">Look at the series</a>' in answer.text


def test_a_cancelled_meeting_says_why_and_can_be_restored(meeting, database, settle, browser):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(reason="För få"), by=SYSTEM)
    settle()
    answer = browser.get(f"/meetings/{meeting}")
    page = text_of(answer)
    assert "This meeting is cancelled. Reason: För få Restore the meeting" in page
    assert "Cancellation to 2 ✓ 2 delivered" in page
    assert f"/meetings/{meeting}/move" not in answer.text


def test_a_meeting_that_is_over_asks_for_its_notes(meeting, time, settle, sign_in):
    time.to(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
    settle()
    page = _page(_english(sign_in), meeting)
    assert "✓ Held" in page
    assert "The meeting is over. There are no notes yet. Write the notes" in page
    assert "Change text" not in page


def test_a_moved_meeting_says_from_when_why_and_whose_calendars_are_behind(
    meeting, database, settle, sender, browser
):
    with database.transaction() as session:
        typed = {"start": "2027-02-11T13:00", "reason": "Krock med fullmäktige"}
        plan = inputs.parse(MoveInput, typed)
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    sender.failures = [Temporary("451 4.3.0 later")]
    settle()
    page = _page(browser, meeting)
    assert "First planned for Thursday 4 February 2027 at 09:00." in page
    assert (
        "Moved from Thursday 4 February 2027 at 09:00 to Thursday 11 February 2027 at 13:00 "
        "“Krock med fullmäktige”"
    ) in page
    assert "New time to 2 ✓ 1 delivered · ○ 1 waits" in page
    assert "1 of 2 delivered · 1 waits for the mail server" in page
    assert page.count("! The calendar does not show this time yet.") == 1


def test_while_letters_leave_the_page_asks_again_until_all_have_left(
    time, database, settle, browser
):
    meeting = a_called_meeting(database)
    page = browser.get(f"/meetings/{meeting}")
    assert 'hx-trigger="every 2s"' in page.text
    assert "The letters are being written" in text_of(page)
    settle()
    part = browser.get(f"/meetings/{meeting}/progress", headers={"HX-Request": "true"})
    assert "hx-trigger" not in part.text
    assert text_of(part) == "✓ 2 of 2 delivered Refresh"
    assert "hx-trigger" not in browser.get(f"/meetings/{meeting}").text


def test_the_agenda_stands_on_the_page(meeting, database, browser):
    with database.transaction() as session:
        points = [{"title": "Lägesbild", "minutes": 45, "presenter": "Polisen"}]
        agenda.put(session, meeting, plan=inputs.parse(AgendaInput, {"items": points}), by=SYSTEM)
    page = _page(browser, meeting)
    assert "Lägesbild Information · 45 min · Polisen" in page
    assert "Change the agenda" in page
