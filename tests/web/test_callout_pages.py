"""Can those on duty be called from a page, answer with one press, and be followed?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Callout, CalloutCall, Letter, Membership, Network, Person
from scheduler.services import callouts
from tests.conftest import MONDAY
from tests.factories import PEOPLE
from tests.web.browser import text_of

LIST = "/networks/lan/callouts"
LARGEST = 35_000
ANNA, BO = PEOPLE


@pytest.fixture
def callout(database, network):
    with database.transaction() as session:
        plan = CalloutInput(text="Kontroll av larmlistan.", minutes=30)
        return callouts.call(session, network, plan=plan, by=SYSTEM).id


@pytest.fixture
def english(database, network):
    """Everybody reads English."""
    with database.transaction() as session:
        session.get_one(Network, network).language = "en"
        for person in session.scalars(select(Person)):
            person.language = "en"


def call_of(database, callout, email):
    asked = select(CalloutCall).join(Person).where(CalloutCall.callout_id == callout)
    with database.reading() as session:
        return session.scalars(asked.where(Person.email == email)).one()


@pytest.fixture
def link(database, callout, keys):
    """Anna's link."""
    return f"/callout/{keys.token('callout', call_of(database, callout, ANNA).id, 0)}"


def seen_on(page):
    return re.findall(r'name="seen" value="(\w+)"', page.get_data(as_text=True))[0]


def test_looking_shows_whom_it_calls_and_the_exact_mail_and_sends_nothing(
    database, english, enter, settle, sender
):
    browser = enter()
    words = text_of(browser.get(f"{LIST}/new"))
    assert "Nobody is marked as on duty, so all 3 members are called" in words
    assert "Subject: EXERCISE: Call-out exercise, answer now: Länsnätverket" in words
    assert "Call 3 people" in words
    settle()
    assert sender.take() == []
    with database.reading() as session:
        assert session.scalars(select(Callout)).all() == []


def test_pressing_the_button_calls_those_who_were_shown(database, english, enter, settle, sender):
    browser = enter()
    form = {"minutes": "30", "text": "A word", "stop_word": "", "step": "send"}
    form["seen"] = seen_on(browser.get(f"{LIST}/new"))
    answer = browser.send(f"{LIST}/new", form)
    assert answer.status_code == 303
    page = text_of(browser.get(answer.location))
    assert "Reached: 0 of 3 (0 %)" in page
    assert "The words that stop it REAL EVENT" in page
    settle()
    assert sorted(one.recipient for one in sender.take()) == [ANNA, BO, "coordinator@lan.example"]
    again = browser.get(LIST)
    assert "0 of 3 (0 %)" in text_of(again)


def test_whom_nobody_has_seen_is_not_called(database, enter):
    browser = enter()
    form = {"minutes": "30", "step": "send", "seen": seen_on(browser.get(f"{LIST}/new"))}
    anna = call_to(database, ANNA)
    answer = browser.send(f"{LIST}/new", form | {"people": [anna], "text": "Kept words"})
    assert answer.status_code == 409
    assert "Whom this calls differs from what the page showed." in text_of(answer)
    assert "Kept words" in text_of(answer)
    seen = seen_on(answer)
    assert browser.send(f"{LIST}/new", form | {"people": [anna], "seen": seen}).status_code == 303


def call_to(database, email):
    with database.reading() as session:
        return str(session.scalars(select(Person.id).where(Person.email == email)).one())


def test_a_wrong_number_of_minutes_keeps_what_was_typed(enter):
    browser = enter()
    answer = browser.send(f"{LIST}/new", {"minutes": "2", "text": "Kept words", "step": "show"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kept words" in page
    assert 'href="#minutes"' in page
    assert 'value="send"' not in page


def test_the_link_shows_one_button_and_looking_answers_nothing(
    database, english, client, callout, link
):
    page = client.get(link)
    words = text_of(page)
    assert page.status_code == 200
    assert words.index("EXERCISE: Call-out exercise") < words.index("I am here")
    assert "The words “REAL EVENT” stop it" in words
    assert "Kontroll av larmlistan." in words
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page.get_data(as_text=True)
    assert len(page.data) < LARGEST
    assert call_of(database, callout, ANNA).answered_at is None


def test_one_press_answers_once(database, english, client, callout, link, time):
    time.forward(seconds=45)
    answer = client.post(link)
    assert (answer.status_code, answer.location) == (303, link)
    words = text_of(client.get(link))
    assert "Your answer has come:" in words
    assert "There is nothing more to do." in words
    assert "I am here" not in words
    time.forward(seconds=45)
    client.post(link)
    call = call_of(database, callout, ANNA)
    assert (call.via, call.answered_at) == ("link", MONDAY + timedelta(seconds=45))


def test_a_late_press_is_noted_as_late(english, client, callout, link, time):
    time.forward(minutes=31)
    assert "it is noted as late" in text_of(client.get(link))
    client.post(link)
    assert "noted as late" in text_of(client.get(link))


def test_a_dead_link_says_what_to_do(client, link):
    answer = client.get(link[:-3])
    assert answer.status_code == 404
    assert client.post(link[:-3]).status_code == 404


def test_a_stopped_exercise_takes_no_answer(database, english, enter, client, callout, link):
    browser = enter()
    assert browser.send(f"/callouts/{callout}/stop").status_code == 303
    assert "Stopped" in text_of(browser.get(f"/callouts/{callout}"))
    assert "has been stopped" in text_of(client.get(link))
    assert client.post(link).status_code == 303
    assert call_of(database, callout, ANNA).answered_at is None


def test_the_results_show_share_times_and_each_organisation(
    database, enter, client, callout, link, time, settle
):
    settle()
    time.forward(seconds=75)
    client.post(link)
    browser = enter()
    bo = call_of(database, callout, BO)
    page = text_of(browser.get(f"/callouts/{callout}"))
    assert "Reached: 1 of 2 (50 %)" in page
    assert "First answer 1 min 15 s" in page
    assert "Kumla kommun 1 of 1 (100 %)" in page
    assert "Nora kommun 0 of 1 (0 %)" in page
    assert "after 1 min 15 s" in page
    browser.send(f"/callouts/{callout}/calls/{bo.id}/answered")
    page = text_of(browser.get(f"/callouts/{callout}"))
    assert "Reached: 2 of 2 (100 %)" in page
    assert "by telephone" in page


@pytest.mark.parametrize("role", ["member", "observer", "secretary"])
def test_who_leads_no_exercises_sees_and_calls_nobody(enter, callout, role):
    browser = enter(role)
    for path in (LIST, f"{LIST}/new", f"/callouts/{callout}"):
        assert browser.get(path).status_code == 403
    assert browser.send(f"/callouts/{callout}/stop").status_code == 403


def test_the_empty_list_teaches(enter):
    words = text_of(enter().get(LIST))
    assert "No call-out exercises yet" in words
    assert "New call-out exercise" in words


def test_a_member_s_page_says_who_is_on_duty(database, network, enter):
    browser, path = enter(), f"/networks/lan/members/{call_to(database, ANNA)}"
    assert 'id="duty"' in browser.get(path).get_data(as_text=True)
    with database.reading() as session:
        asked = select(Membership).join(Person, Membership.person_id == Person.id)
        held = session.scalars(asked.where(Person.email == ANNA)).one()
        place = {"role": held.role, "organisation": str(held.organisation_id)}
    assert browser.send(path, place | {"duty": "true"}).status_code == 303
    assert "On duty" in text_of(browser.get("/networks/lan/members"))
    assert "checked" in browser.get(path).get_data(as_text=True)
    assert "The one person on duty is called" in text_of(browser.get(f"{LIST}/new"))
    assert browser.send(path, place).status_code == 303
    assert "On duty" not in text_of(browser.get("/networks/lan/members"))


def test_the_outbox_names_the_letters(database, enter, callout, settle, sender):
    settle()
    assert "Call-out exercise" in text_of(enter().get("/outbox"))
    with database.reading() as session:
        marks = {one.subject.partition(": ")[0] for one in session.scalars(select(Letter))}
    assert marks == {"ÖVNING"}
