"""Does who leads exercises find on the start page what waits, and each their place on their own?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count

import pytest

from scheduler.inputs import CancelInput
from scheduler.inputs.exercise import CalloutInput, ReportInput, RunInput
from scheduler.model import Exercise, Person
from scheduler.queries import callouts as callouts_query
from scheduler.queries.own_page import own_url
from scheduler.services import (
    callouts,
    exercise_reports,
    meetings,
    play_links,
    runs,
    seating,
)
from scheduler.tokens import KeyRing
from tests.conftest import SECRET
from tests.evaluating import FEBRUARY, SECRET_WORDS, Table
from tests.web.browser import text_of

THE_DAY_BEFORE = datetime(2027, 2, 3, 7, tzinfo=UTC)
AFTER_THE_RATINGS = datetime(2027, 2, 8, 9, tzinfo=UTC)


@pytest.fixture
def table(database, settle, time):
    return Table(database, settle, time)


@pytest.fixture
def enter(table, sign_in):
    """Sign in now: sessions end by themselves as the clock is moved."""
    numbers = count()

    def entered(role="facilitator"):
        email = f"{role}.{next(numbers)}@lan.example"
        browser = sign_in(email, role=role, network=table.network)
        browser.set_cookie("kallelse-language", "en")
        return browser

    return entered


def duties(browser):
    """What is to be done of exercises, each with where its button leads."""
    page = browser.get("/").get_data(as_text=True)
    lines = re.findall(r'<li class="duty">(.*?)</li>', page, re.DOTALL)
    found = []
    for line in lines:
        [words] = re.findall(r'<span class="duty__what">(.*?)</span>', line, re.DOTALL)
        address, *_ = re.findall(r'href="([^"]+)"', line)
        if re.search("/exercises/|/callouts/", address):
            found.append((words.strip(), address))
    return found


def test_the_day_before_links_that_nobody_was_sent_are_a_duty(enter, table, time):
    time.to(datetime(2027, 2, 2, 21, tzinfo=UTC))
    assert duties(enter()) == []
    time.to(THE_DAY_BEFORE)
    words = "An exercise is near: 6 people have no link yet"
    assert duties(enter()) == [(words, f"/exercises/{table.exercise}")]
    table.do(play_links.send, table.run)
    assert duties(enter()) == []


def test_who_gets_a_place_later_has_no_link_yet(enter, table, time):
    time.to(THE_DAY_BEFORE)
    table.do(play_links.send, table.run)
    table.do(seating.unseat, table.roles["second"])
    assert duties(enter()) == []
    table.seat("second", "player", "polis")
    assert [words for words, _ in duties(enter())] == [
        "An exercise is near: one person has no link yet"
    ]


def test_an_exercise_that_is_not_held_asks_for_no_links(enter, table, time):
    time.to(THE_DAY_BEFORE)
    with table.database.reading() as session:
        meeting = session.get_one(Exercise, table.exercise).meeting_id
    table.do(meetings.cancel, meeting, plan=CancelInput(reason="Nobody can"))
    assert duties(enter()) == []


def test_after_the_end_it_is_rated_then_reported_then_out_for_comments_then_done(
    enter, table, time
):
    table.start()
    assert duties(enter()) == []
    table.end()
    at = f"/exercises/{table.exercise}"
    ((words, address),) = duties(enter())
    assert words.startswith("Evaluation waits for you: ratings are taken until Sunday 7 February")
    assert address == f"{at}/evaluation"
    time.to(AFTER_THE_RATINGS)
    ((words, address),) = duties(enter())
    assert words.startswith("The report is a draft since Thursday 4 February")
    assert address == f"{at}/report"
    table.do(exercise_reports.issue, table.exercise, plan=ReportInput(state="comment"))
    ((words, _),) = duties(enter())
    assert words.startswith("The report is out for comments since Monday 8 February")
    table.do(exercise_reports.issue, table.exercise, plan=ReportInput())
    assert duties(enter()) == []


def test_while_another_table_still_plays_nothing_is_to_be_evaluated(enter, table):
    other = table.do(runs.prepare, table.exercise, plan=RunInput(label="Table 2"))
    table.start()
    table.do(runs.start, other)
    table.end()
    assert duties(enter()) == []
    table.do(runs.end, other)
    assert len(duties(enter())) == 1


def test_what_was_broken_off_asks_for_no_report(enter, table):
    table.start()
    table.do(runs.abort, table.run, reason="A real fire")
    assert duties(enter()) == []


def test_a_call_out_tells_how_many_are_reached_until_its_end(enter, table, time):
    people = [table.people["player"], table.people["second"]]
    made = table.do(callouts.call, table.network, plan=CalloutInput(people=people, minutes=30))
    with table.database.reading() as session:
        call = callouts_query.one(session, made).calls[0].id
    assert duties(enter()) == [("Call-out exercise: 0 of 2 reached", f"/callouts/{made}")]
    table.do(callouts.answer, call, via="coordinator")
    assert duties(enter()) == [("Call-out exercise: 1 of 2 reached", f"/callouts/{made}")]
    time.forward(minutes=31)
    assert duties(enter()) == []


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_who_does_not_lead_exercises_has_none_of_these_duties(enter, table, time, role):
    time.to(THE_DAY_BEFORE)
    assert duties(enter(role)) == []
    table.start(FEBRUARY)
    table.end()
    assert duties(enter(role)) == []


@pytest.fixture
def own(table, settings, client):
    """Open somebody's own page."""

    def opened(who):
        with table.database.reading() as session:
            person = session.get_one(Person, table.people[who])
            path = own_url(settings, KeyRing((SECRET,)), person).removeprefix(settings.base_url)
        return client.get(path)

    return opened


def test_the_own_page_opens_ones_place_in_an_exercise(own, table, client, time):
    time.to(THE_DAY_BEFORE)
    page = own("player")
    assert "You are: player" in text_of(page)
    assert f'href="{table.path("player")}"' in page.text
    assert client.get(table.path("player")).status_code == 200
    assert table.path("second") not in page.text
    assert all(word not in page.text for word in (*SECRET_WORDS, "The rumour", "A call"))


def test_a_place_that_was_taken_away_or_closed_stands_there_no_more(own, table):
    table.start()
    assert "You are: recorder" in text_of(own("recorder"))
    table.do(seating.unseat, table.roles["recorder"])
    assert "You are:" not in text_of(own("recorder"))
    table.end(hotwash=True)
    assert "You are: evaluator" in text_of(own("evaluator"))
    table.do(runs.close, table.run)
    assert "You are:" not in text_of(own("evaluator"))
