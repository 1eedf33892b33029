"""Does the start page say what to do now, to each what is theirs?"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput, CancelInput
from scheduler.services import actions, meetings
from tests.factories import a_meeting, a_network, a_series
from tests.web.browser import text_of
from web.application import create_app

JANUARY_20 = datetime(2027, 1, 20, 9, tzinfo=UTC)  # fifteen days before the meeting
JANUARY_27 = datetime(2027, 1, 27, 9, tzinfo=UTC)
FEBRUARY_5 = datetime(2027, 2, 5, 9, tzinfo=UTC)


@pytest.fixture
def enter(sign_in):
    """Sign in and read English."""

    def enter_(*who, **how):
        browser = sign_in(*who, **how)
        browser.set_cookie("kallelse-language", "en")
        return browser

    return enter_


@pytest.fixture
def coordinator(enter, network):
    """Sign in the coordinator now: sessions end by themselves as the clock is moved."""
    return lambda: enter("eva@lan.example", role="coordinator", network=network)


def buttons(response):
    """Where the list of duties leads, in order."""
    page = response.get_data(as_text=True)
    duties = page.partition('<ol class="lines">')[2].partition("</ol>")[0]
    return re.findall(r'<a class="ds-button" href="([^"]+)"', duties)


def test_a_stranger_is_asked_to_sign_in(client, network, enter):
    enter(administrator=True)
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_without_any_network_an_administrator_is_led_to_begin_one(enter):
    page = enter(administrator=True).get("/")
    assert 'href="/networks/new"' in page.get_data(as_text=True)
    assert "No network yet" in text_of(page)


def test_whoever_belongs_nowhere_is_told_whom_to_ask(database, enter):
    page = text_of(enter("nils@ensam.example").get("/"))
    assert "add you with the address nils@ensam.example" in page


def test_with_nothing_to_do_and_no_meetings_the_page_teaches(coordinator):
    page = coordinator().get("/")
    assert "Nothing waits for you" in text_of(page)
    assert 'href="/networks/lan/series/new"' in page.get_data(as_text=True)


def test_each_duty_leads_to_where_it_is_done_and_the_oldest_comes_first(
    coordinator, database, network, time
):
    with database.transaction() as session:
        series = a_series(session, network).id
        to_call = a_meeting(session, network, notice_days=21).id
        owner = {"organisation": "Kumla kommun"}
        plan = ActionInput.model_validate({"text": "Ring", "owner": owner, "due": "2027-01-10"})
        actions.add(session, network_id=network, plan=plan, by=SYSTEM)
    time.to(JANUARY_20)
    page = coordinator().get("/")
    assert buttons(page) == [
        f"/series/{series}",
        "/networks/lan/actions",
        f"/meetings/{to_call}/call",
    ]
    assert "The notice should have gone out 6 days ago" in text_of(page)
    assert "One action is overdue" in text_of(page)


def test_whoever_is_silent_and_what_is_unwritten_is_a_duty(coordinator, database, network, time):
    with database.transaction() as session:
        called = a_meeting(session, network, start="2027-02-04T09:00").id
        held = a_meeting(session, network, start="2027-01-15T09:00").id
        for one in (called, held):
            meetings.call(session, one, by=SYSTEM)
    time.to(JANUARY_27)
    with database.transaction() as session:
        meetings.close(session, held, by=SYSTEM)
    page = coordinator().get("/")
    assert buttons(page) == [f"/meetings/{called}", f"/meetings/{held}/minutes"]
    assert "2 people have not answered" in text_of(page)
    assert "Notes are missing" in text_of(page)


def test_a_page_has_one_primary_button(coordinator, database, network, time):
    with database.transaction() as session:
        a_series(session, network)
        a_series(session, network, title="Samverkansgruppen")
    page = coordinator().get("/").get_data(as_text=True)
    assert len(re.findall(r'<a class="ds-button"[^>]*>', page)) == 2
    assert len(re.findall(r'<a class="ds-button" href="[^"]*">', page)) == 1


def test_more_duties_than_a_page_takes_stand_folded_below(coordinator, database, network):
    with database.transaction() as session:
        for number in range(14):
            a_series(session, network, title=f"Serie {number}")
    page = coordinator().get("/").get_data(as_text=True)
    assert "<summary>2 more</summary>" in page
    assert page.count("The dates are preliminary") == 14


def test_the_next_fortnight_stands_beside_with_its_answers(coordinator, database, network, time):
    with database.transaction() as session:
        meeting = a_meeting(session, network).id
        meetings.call(session, meeting, by=SYSTEM)
    time.to(JANUARY_27)
    page = coordinator().get("/")
    assert f'<a class="ds-link" href="/meetings/{meeting}">' in page.get_data(as_text=True)
    assert "0 yes · 0 maybe · 0 no · 2 silent" in text_of(page)


def test_when_the_fortnight_is_empty_the_next_meeting_is_named(coordinator, database, network):
    with database.transaction() as session:
        a_meeting(session, network)
    page = text_of(coordinator().get("/"))
    assert "The next one: Länsnätverket Thursday 4 February 2027" in page


def test_a_member_sees_meetings_but_neither_duties_nor_answers(enter, database, network, time):
    with database.transaction() as session:
        meeting = a_meeting(session, network).id
        meetings.call(session, meeting, by=SYSTEM)
        a_series(session, network)
    time.to(JANUARY_27)
    page = enter("anna@kumla.example").get("/")
    assert buttons(page) == []
    assert "silent" not in text_of(page)
    assert f"/meetings/{meeting}" in page.get_data(as_text=True)


def test_other_networks_duties_are_not_the_readers(coordinator, database, time):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Ett annat", people_=("x@solna.example",))
        a_series(session, other.id)
    assert "Ett annat" not in text_of(coordinator().get("/"))


def test_over_and_written_meetings_are_no_duty(coordinator, database, network, time):
    with database.transaction() as session:
        meeting = a_meeting(session, network).id
        meetings.call(session, meeting, by=SYSTEM)
        meetings.cancel(session, meeting, plan=CancelInput(reason="Snöstorm"), by=SYSTEM)
    time.to(FEBRUARY_5)
    assert "Nothing waits for you" in text_of(coordinator().get("/"))


def test_a_demonstration_shows_strangers_its_networks_and_how_to_get_in(
    settings, database, network
):
    front = create_app(settings.model_copy(update={"demo": True}), database).test_client()
    page = front.get("/")
    assert page.status_code == 200
    assert "Länsnätverket" in text_of(page)
    assert 'href="/sign-in"' in page.get_data(as_text=True)
