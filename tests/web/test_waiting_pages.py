"""Does nothing leave by surprise: when is chosen, what waits is shown, and can be taken back?"""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AnswerInput
from scheduler.leaving import Leaving
from scheduler.model import Meeting, MeetingChange
from scheduler.services import answers, invitations
from tests.changing import ANNA, BO
from tests.factories import a_called_meeting, a_meeting, a_person, invitation_of
from tests.web.browser import text_of

NEW = {"start": "2027-02-11T13:00", "minutes": "180"}
WINDOW = "after 60 seconds; until then it can be undone"


@pytest.fixture
def meeting(time, database, settle, sender):
    made = a_called_meeting(database)
    settle()
    sender.take()
    time.forward(seconds=1)
    return made


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


@pytest.fixture
def press(browser, meeting):
    """Make a change as its page does."""

    def pressed(verb="move", **fields):
        address = f"/meetings/{meeting}/{verb}"
        form = (NEW if verb == "move" else {}) | fields
        shown = browser.send(address, form | {"step": "show"})
        return browser.send(address, form | {"step": "send", "seen": seen(shown)})

    return pressed


def seen(answer):
    return re.findall(r'name="seen" value="([^"]*)"', answer.text)[0]


def chosen(answer):
    return re.findall(r'name="leave" value="(\w+)" checked', answer.text)


def the_change(database):
    with database.reading() as session:
        return session.scalars(select(MeetingChange.id).order_by(MeetingChange.at.desc())).first()


def start(database, meeting):
    with database.reading() as session:
        return session.get_one(Meeting, meeting).start.isoformat()


def banner(browser, meeting):
    return text_of(browser.get(f"/meetings/{meeting}"))


def test_the_time_to_undo_is_chosen_unless_something_else_is(meeting, browser):
    shown = browser.send(f"/meetings/{meeting}/move", NEW | {"step": "show"})
    assert WINDOW in text_of(shown)
    assert "not yet: hold the letters until somebody sends them" in text_of(shown)
    assert chosen(shown) == ["undo"]
    again = browser.send(f"/meetings/{meeting}/move", NEW | {"step": "show", "leave": "hold"})
    assert chosen(again) == ["hold"]


def test_where_nobody_is_written_to_nothing_is_asked(database, time, browser, network):
    with database.transaction() as session:
        planned = a_meeting(session, network).id
    shown = browser.send(f"/meetings/{planned}/move", NEW | {"step": "show"})
    assert "Nobody is written to." in text_of(shown)
    assert chosen(shown) == []


def test_what_was_sent_waits_a_minute_and_can_be_undone(
    meeting, press, browser, database, time, settle, sender
):
    sent = press()
    assert (sent.status_code, sent.location) == (303, f"/meetings/{meeting}")
    assert "The letters leave at 10:01:01." in banner(browser, meeting)
    settle()
    page = banner(browser, meeting)
    assert "2 letters leave at 10:01:01. The meeting was moved. To whom Anna and Bo" in page
    assert "Undo Send now Hold" in page
    change = the_change(database)
    undone = browser.send(f"/changes/{change}/undo")
    assert (undone.status_code, undone.location) == (303, f"/meetings/{meeting}")
    assert "The change is undone. Nobody has been told of it." in banner(browser, meeting)
    assert start(database, meeting) == "2027-02-04T09:00:00"
    time.forward(hours=1)
    settle()
    assert sender.take() == []
    assert "letters leave at" not in banner(browser, meeting)


def test_what_waits_can_be_sent_before_its_time(meeting, press, browser, database, settle, sender):
    press()
    settle()
    browser.send(f"/changes/{the_change(database)}/send")
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]
    assert "The letters leave now." in banner(browser, meeting)


def test_what_waits_can_be_held_and_sent_later(
    meeting, press, browser, database, time, settle, sender
):
    press()
    settle()
    change = the_change(database)
    browser.send(f"/changes/{change}/hold")
    time.forward(minutes=20)
    settle()
    assert sender.take() == []
    page = banner(browser, meeting)
    assert "2 letters are held." in page
    assert "Undo Send now" in page
    assert "Undo Send now Hold" not in page
    browser.send(f"/changes/{change}/send")
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]


def test_letters_are_held_from_the_beginning_if_that_is_chosen(
    meeting, press, browser, time, settle, sender
):
    press(leave="hold")
    time.forward(minutes=20)
    settle()
    assert sender.take() == []
    assert "2 letters are held." in banner(browser, meeting)


def test_letters_leave_at_the_time_that_is_chosen(meeting, press, browser, time, settle, sender):
    press(leave="at", send_at="2027-01-05T08:00")
    settle()
    page = banner(browser, meeting)
    assert "2 letters leave at Tuesday 5 January 2027 at 08:00." in page
    time.forward(hours=22)
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("", "Give the local date and time as"),
        ("2027-01-04T09:00", "That time has passed."),
        ("2027-02-04T09:00", "The letters would leave when the meeting has begun"),
        ("2027-03-28T02:30", "There is no 02:30 that night"),
    ],
)
def test_a_wrong_time_to_leave_is_said_beside_it_with_all_that_was_shown(
    meeting, press, database, at, words
):
    refused = press(leave="at", send_at=at)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert "Send to 2 people" in text_of(refused)
    assert chosen(refused) == ["at"]
    assert re.search(r'<p class="ds-validation-message"[^>]*id="send_at-error"', refused.text)
    assert start(database, meeting) == "2027-02-04T09:00:00"


def test_too_late_is_said_where_the_button_was(
    meeting, press, browser, database, time, settle, sender
):
    press()
    time.forward(seconds=60)
    settle()
    change = the_change(database)
    late = browser.send(f"/changes/{change}/undo")
    assert late.status_code == 303
    assert "This can no longer be undone: letters about it have left" in banner(browser, meeting)
    browser.send(f"/changes/{change}/hold")
    assert "No letter about this change is waiting any more." in banner(browser, meeting)
    assert start(database, meeting) == "2027-02-11T13:00:00"


def test_the_page_looks_again_when_the_letters_leave_and_not_before(
    meeting, press, browser, time, settle
):
    press()
    settle()
    part = browser.get(f"/meetings/{meeting}/progress", headers={"HX-Request": "true"})
    assert re.findall(r'hx-trigger="([^"]*)"', part.text) == ["load delay:62s"]
    assert "2 letters leave at 10:01:01." in text_of(part)
    time.forward(seconds=60)
    settle()
    part = browser.get(f"/meetings/{meeting}/progress", headers={"HX-Request": "true"})
    assert "hx-trigger" not in part.text
    assert text_of(part) == "✓ 2 of 2 delivered Refresh"


def test_letters_that_wait_are_said_to_be_replaced_and_keep_their_reason(
    meeting, press, browser, time, settle, sender
):
    press(reason="Krock")
    settle()
    form = {"title": "Länsnätverket", "place": "Stadshuset", "text": "", "step": "show"}
    shown = browser.send(f"/meetings/{meeting}/text", form)
    assert "2 letters that wait are replaced by these." in text_of(shown)
    assert "Subject: Ny tid: Länsnätverket, to 11 feb" in text_of(shown)
    assert "Krock" in text_of(shown)  # it stands in what is sent, so it is shown
    browser.send(f"/meetings/{meeting}/text", form | {"step": "send", "seen": seen(shown)})
    time.forward(seconds=60)
    settle()
    assert ["Krock" in mail.text for mail in sender.take()] == [True, True]


def test_moving_back_says_that_what_waits_is_taken_back(meeting, press, browser, settle):
    press()
    settle()
    back = {"start": "2027-02-04T09:00", "minutes": "180", "step": "show"}
    page = text_of(browser.send(f"/meetings/{meeting}/move", back))
    assert "Nobody is written to." in page
    assert "2 letters that wait are taken back: what they say is no longer so." in page
    assert "Anna and Bo gets nothing: nothing differs from what was told before" in page


def test_each_is_told_apart_where_the_reasons_differ(meeting, database, browser, settle):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        cia = a_person(session, network, "cia@laxa.example").id
        leave = Leaving(held=True)
        invitations.invite(session, meeting, people=[cia], leave=leave, by=SYSTEM)
    settle()
    page = text_of(browser.send(f"/meetings/{meeting}/move", NEW | {"step": "show"}))
    assert "Anna · Kumla kommun gets the new time: was called to the earlier time" in page
    assert "Cia · Laxa kommun gets the notice: has not been told before" in page
    assert "1 letter that waits is replaced by these." in page


def test_who_gets_nothing_has_a_reason(meeting, database, browser):
    with database.transaction() as session:
        one = invitation_of(session, meeting, BO)
        plan = AnswerInput(answer="declined")
        answers.answer(session, one.id, plan=plan, via="link", by=SYSTEM)
    form = {"title": "Länsnätverket", "place": "Stadshuset", "text": "", "step": "show"}
    page = text_of(browser.send(f"/meetings/{meeting}/text", form))
    assert "1 on the list gets nothing Bo gets nothing: has declined" in page


@pytest.mark.parametrize("verb", ["undo", "send", "hold"])
def test_only_those_who_plan_may_decide_about_what_waits(
    meeting, press, database, sign_in, verb, settle, sender
):
    press()
    change = the_change(database)
    member = sign_in(ANNA)
    assert member.send(f"/changes/{change}/{verb}").status_code == 403
    assert member.send(f"/changes/{UUID(int=1)}/{verb}").status_code == 404
    assert member.get(f"/changes/{change}/{verb}").status_code == 405
    assert start(database, meeting) == "2027-02-11T13:00:00"


def test_a_member_sees_that_letters_wait_but_no_button(meeting, press, sign_in, settle):
    press()
    settle()
    member = sign_in(ANNA)
    member.set_cookie("kallelse-language", "en")
    page = banner(member, meeting)
    assert "2 letters leave at 10:01:01." in page
    assert "Undo" not in page
