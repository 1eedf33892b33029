"""How does a called meeting's agenda go out as an update?"""

import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput
from scheduler.model import Meeting
from scheduler.services import agenda, answers
from tests.factories import a_called_meeting, a_meeting, a_network, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
POINTS = [
    {"title": "Inledning", "minutes": 20},
    {"title": "Planterat i kretsen", "class": "circle"},
]


@pytest.fixture
def meeting(time, database, settle, sender):
    made = a_called_meeting(database)
    settle()
    sender.take()
    return made


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def put(database, meeting, items):
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting, plan=plan, by=SYSTEM)


def answer(database, meeting, email, word):
    with database.transaction() as session:
        one = invitation_of(session, meeting, email)
        plan = AnswerInput(answer=word)
        answers.answer(session, one.id, plan=plan, via="link", by=SYSTEM)


def send(browser, meeting, **more):
    path = f"/meetings/{meeting}/agenda/send"
    mark = re.findall(r'name="seen" value="([^"]+)"', browser.get(path).text)[0]
    return browser.send(path, {"step": "send", "seen": mark, "leave": "at", **more})


def offered(browser, meeting):
    return f'href="/meetings/{meeting}/agenda/send"' in browser.get(f"/meetings/{meeting}").text


def test_it_is_offered_when_the_called_do_not_know_the_agenda_as_it_stands(
    browser, database, meeting, settle
):
    assert not offered(browser, meeting)
    put(database, meeting, POINTS)
    assert "has not been sent to the 2 people" in text_of(browser.get(f"/meetings/{meeting}"))
    send(browser, meeting, leave="hold")
    settle()
    assert not offered(browser, meeting)  # its letters wait, and will say how it stands then


def test_whom_it_concerns_and_the_exact_mail_are_shown_before_it_leaves(
    browser, database, meeting, sender
):
    put(database, meeting, POINTS)
    page = browser.get(f"/meetings/{meeting}/agenda/send")
    shown = text_of(page)
    for words in (
        "Before No agenda",
        "After Inledning · 20 min One point is shown after sign-in alone.",
        "2 people are written to",
        "Each of them gets the agenda: was called and has not declined.",
        "Send to 2 people",
        "Dagordning: Länsnätverket, to 4 feb",
    ):
        assert words in shown
    assert "Planterat i kretsen" not in page.text
    assert sender.take() == []


def test_it_goes_to_those_who_have_not_declined_and_answers_stay(
    browser, database, meeting, settle, sender
):
    answer(database, meeting, BO, "declined")
    answer(database, meeting, ANNA, "accepted")
    settle()
    sender.take()
    put(database, meeting, POINTS)
    with database.reading() as session:
        before = session.get_one(Meeting, meeting)
    sent = send(browser, meeting, leave="now")
    assert (sent.status_code, sent.location) == (303, f"/meetings/{meeting}")
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA]
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert row.sequence == before.sequence + 1
        assert row.time_sequence == before.time_sequence
        words = {invitation_of(session, meeting, one).answer for one in (ANNA, BO)}
    assert words == {"accepted", "declined"}
    assert not offered(browser, meeting)


def test_what_everybody_knows_is_not_sent_again(browser, database, meeting, settle, sender):
    put(database, meeting, POINTS)
    send(browser, meeting, leave="now")
    settle()
    sender.take()
    page = browser.get(f"/meetings/{meeting}/agenda/send")
    assert "Everybody who was called knows the agenda as it stands." in text_of(page)
    assert 'value="send"' not in page.text
    assert send(browser, meeting, leave="now").status_code == 422
    put(database, meeting, [{"title": "Ett annat ord"}])
    assert "Before An earlier agenda" in text_of(browser.get(f"/meetings/{meeting}/agenda/send"))


def test_before_the_call_the_notice_carries_it(browser, database, time):
    with database.transaction() as session:
        planned = a_meeting(session, a_network(session).id).id
    put(database, planned, POINTS)
    assert not offered(browser, planned)
    shown = text_of(browser.get(f"/meetings/{planned}/agenda/send"))
    assert "Nobody has been called yet. The agenda goes out with the notice." in shown
    assert send(browser, planned, leave="now").status_code == 422


def test_a_meeting_that_was_changed_meanwhile_is_looked_at_again(browser, database, meeting):
    put(database, meeting, POINTS)
    path = f"/meetings/{meeting}/agenda/send"
    late = browser.send(path, {"step": "send", "seen": "0-planned"})
    assert late.status_code == 409
    assert "Send to 2 people" in text_of(late)


def test_those_who_do_not_plan_neither_see_nor_send_it(database, sign_in, meeting):
    put(database, meeting, POINTS)
    anna = sign_in(ANNA)
    assert anna.get(f"/meetings/{meeting}/agenda/send").status_code == 403
    assert anna.send(f"/meetings/{meeting}/agenda/send", {"step": "send"}).status_code == 403
    assert not offered(anna, meeting)
