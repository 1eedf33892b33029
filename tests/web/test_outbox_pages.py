"""Does the outbox say what has become of each letter, and can a stuck one be tried again?"""

from __future__ import annotations

import pytest

from scheduler import clock, inputs
from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput, MeetingInput, MoveInput
from scheduler.model import EventRow, Letter, Meeting, MeetingChange
from scheduler.ports import InDoubt, Permanent, Temporary
from scheduler.services import meetings
from tests.factories import a_called_meeting, a_network, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(time, database):
    return a_called_meeting(database)


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def _page(browser, address="/outbox"):
    answer = browser.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def _letter(database, email=ANNA):
    with database.reading() as session:
        rows = session.query(Letter).all()
        return next(row.id for row in rows if row.person.email == email)


def test_an_empty_outbox_says_when_letters_come(time, database, browser):
    assert "No letters here. Letters appear as soon as a meeting is called" in _page(browser)


def test_sent_letters_stand_together_with_their_number(meeting, settle, browser):
    settle()
    page = _page(browser)
    assert "Everything has been sent. There is nothing to do." in page
    assert "All 2 Sent 2" in page
    assert "Notice Länsnätverket · Länsnätverket 2 people Anna Bo ✓ Sent" in page


def test_a_silent_mail_server_is_told_with_since_when_and_the_next_try(
    meeting, settle, sender, browser
):
    sender.failures = [Temporary("451 4.3.0 Try later")] * 2
    settle()
    page = _page(browser)
    assert (
        "2 letters wait: the mail server has not taken them since Monday 4 January 2027 at 10:00. "
        "Next try Monday 4 January 2027 at 10:01."
    ) in page
    assert "It said: 451 4.3.0 Try later" in page


def test_a_letter_that_waits_leaves_at_once_when_asked_to(
    meeting, database, settle, sender, browser
):
    sender.failures = [Temporary("451 4.3.0 Try later")] * 2
    settle()
    letter = _letter(database)
    page = _page(browser, f"/outbox/{letter}")
    assert "○ Waits The mail server did not take it. It is tried again by itself. Try now" in page
    assert "Tries 1 Next try Monday 4 January 2027 at 10:01" in page
    answer = browser.send(f"/outbox/{letter}/retry")
    assert (answer.status_code, answer.location) == (303, f"/outbox/{letter}")
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA]
    page = _page(browser, f"/outbox/{letter}")
    assert "The mail server took it Monday 4 January 2027 at 10:00." in page
    with database.reading() as session:
        fact = session.query(EventRow).filter_by(kind="LetterTriedAgain").one()
        assert fact.subject == letter


def test_a_refused_letter_says_why_and_is_queued_anew(meeting, database, settle, sender, browser):
    sender.failures = [Permanent("550 5.1.1 No such user")]
    settle()
    page = _page(browser)
    assert "1 letter was not delivered. See which, and why" in page
    with database.reading() as session:
        letter = session.query(Letter).filter_by(state="dead").one().id
    page = _page(browser, f"/outbox/{letter}")
    assert "The mail server refused it for good. Check the address, then try again." in page
    assert "550 5.1.1 No such user" in page
    sender.take()
    browser.send(f"/outbox/{letter}/retry")
    settle()
    assert len(sender.take()) == 1
    assert "✓ Sent" in _page(browser, f"/outbox/{letter}")


def test_a_letter_in_doubt_says_that_it_may_have_arrived(
    meeting, database, settle, sender, browser
):
    sender.failures = [InDoubt("no answer")]
    settle()
    with database.reading() as session:
        letter = session.query(Letter).filter_by(state="doubt").one().id
    page = _page(browser, f"/outbox/{letter}")
    assert "? In doubt It was sent, but no receipt came: it may have arrived." in page
    browser.send(f"/outbox/{letter}/retry")
    settle()
    first, second = (mail for mail in sender.tried if mail.raw == sender.tried[0].raw)
    assert first == second


def test_a_sent_letter_cannot_be_tried_again(meeting, database, settle, browser):
    settle()
    letter = _letter(database)
    assert "Try now" not in _page(browser, f"/outbox/{letter}")
    answer = browser.send(f"/outbox/{letter}/retry")
    assert answer.status_code == 422
    assert "use “Send again” on the meeting's page" in text_of(answer)


def test_a_withdrawn_letter_says_what_was_no_longer_true(
    meeting, database, settle, sender, browser
):
    sender.failures = [Temporary("451 later")] * 2
    settle()
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-11T13:00"})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    letter = _letter(database)
    browser.send(f"/outbox/{letter}/retry")
    settle()
    page = _page(browser, f"/outbox/{letter}")
    assert "It was not sent, because it was no longer true: The meeting has been cancelled." in page
    assert "Try now" not in page


def test_letters_are_chosen_by_state_and_by_meeting(meeting, database, settle, browser):
    settle()
    with database.transaction() as session:
        network = a_network(session, slug="annat", people_=("cia@laxa.example",)).id
        plan = {"title": "Annat möte", "start": "2027-03-04T09:00"}
        other = meetings.add(session, network, plan=inputs.parse(MeetingInput, plan), by=SYSTEM).id
        meetings.call(session, other, by=SYSTEM)
    settle()
    assert "All 3 Sent 3" in _page(browser)
    page = _page(browser, f"/outbox?meeting={other}")
    assert "Letters about Annat möte , Thu 4 Mar. Show all letters" in page
    assert "All 1 Sent 1" in page
    assert "No letters here." in _page(browser, "/outbox?state=dead")
    assert "All 3" in _page(browser, "/outbox?state=nonsense&meeting=nonsense")


def test_a_coordinator_sees_the_letters_of_the_own_network_alone(
    meeting, database, settle, sign_in
):
    settle()
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
    stranger = sign_in("eva@annat.example", role="coordinator", network=other)
    stranger.set_cookie("kallelse-language", "en")
    assert "No letters here." in _page(stranger)
    letter = _letter(database)
    assert stranger.get(f"/outbox/{letter}").status_code == 404
    assert stranger.send(f"/outbox/{letter}/retry").status_code == 404
    page = _page(stranger, f"/outbox?meeting={meeting}")
    assert "No letters here." in page
    assert "Länsnätverket, " not in page


def test_a_member_sees_no_outbox(meeting, database, sign_in):
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).status == "called"
    assert sign_in(ANNA).get("/outbox").status_code == 403


def test_letters_that_wait_for_their_time_say_when_and_can_be_taken_back(
    meeting, database, settle, sender, browser, time
):
    settle()
    sender.take()
    time.forward(seconds=1)
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-11T13:00", "undo_seconds": 60})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    settle()
    page = _page(browser)
    assert "○ Waits leaves at 10:01:01 Undo : Länsnätverket Send now : Länsnätverket Hold :" in page
    change = _change(database)
    waits = text_of(browser.get(f"/outbox/{_latest(database)}"))
    assert "It leaves at 10:01:01. Send now To " in waits
    held = browser.send(f"/changes/{change}/hold", {"back": "outbox"})
    assert (held.status_code, held.location) == (303, f"/outbox?meeting={meeting}")
    page = _page(browser)
    assert "2 letters are held back and do not leave by themselves." in page
    assert "‖ Held back Held back until somebody lets it go. Send now : Länsnätverket" in page
    browser.send(f"/changes/{change}/undo", {"back": "outbox"})
    time.forward(minutes=20)
    settle()
    assert sender.take() == []
    assert "The change was taken back before this letter had left." in _page(browser)


def test_letters_to_a_dead_address_are_held_with_both_ways_to_mend_it(
    meeting, database, settle, sender, browser
):
    with database.transaction() as session:
        row = invitation_of(session, meeting, ANNA)
        row.person.bounced_at, person = clock.now(), row.person_id
    settle()
    assert [mail.recipient for mail in sender.take()] == [BO]
    answer = browser.get("/outbox?state=held")
    words = "‖ Held back The address takes no mail. Change it, or try it again. Change the address"
    assert f"{words} : Anna Try the address again : Anna" in text_of(answer)
    assert f'href="/people/{person}#email"' in answer.text
    again = browser.send(f"/people/{person}/address-again")
    assert (again.status_code, again.location) == (303, "/outbox")
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA]


def test_a_letter_with_a_fault_is_shown_and_can_be_tried_when_it_is_mended(
    meeting, database, settle, sender, browser
):
    settle()
    sender.take()
    with database.transaction() as session:
        letter = session.query(Letter).order_by(Letter.id).first()
        letter.state, letter.reason = "held", "The mail has no subject."
    page = _page(browser, "/outbox?state=held")
    assert "Tell your administrator: the letter is shown, not sent. Try again :" in page
    shown = browser.get(f"/outbox/{letter.id}")
    assert "The mail has no subject. Tell your administrator" in text_of(shown)
    assert "What it says Subject: Kallelse: Länsnätverket, to 4 feb" in text_of(shown)
    assert "sha256-" in shown.headers["Content-Security-Policy"]
    browser.send(f"/outbox/{letter.id}/retry")
    settle()
    assert len(sender.take()) == 1
    assert "What it says" not in _page(browser, f"/outbox/{letter.id}")


def test_a_dead_letter_stands_with_its_two_buttons(meeting, settle, sender, browser):
    sender.failures = [Permanent("550 5.1.1 No such user")]
    settle()
    page = _page(browser, "/outbox?state=dead")
    assert "✕ Not delivered The mail server refused it for good. Change the address : Anna" in page
    assert "Try again : Anna" in page


def test_one_letter_can_be_sent_before_the_others_of_its_change(
    meeting, database, settle, sender, browser, time
):
    settle()
    sender.take()
    time.forward(seconds=1)
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-11T13:00", "hold": True})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    settle()
    letter = _latest(database)
    shown = browser.get(f"/outbox/{letter}")
    assert f'action="/outbox/{letter}/retry"' in shown.text
    assert "Undo" not in text_of(shown)
    browser.send(f"/outbox/{letter}/retry")
    settle()
    assert len(sender.take()) == 1


def _latest(database):
    with database.reading() as session:
        return session.query(Letter.id).filter_by(kind="moved").order_by(Letter.id).first()[0]


def _change(database):
    with database.reading() as session:
        return session.query(MeetingChange).filter_by(kind="moved").one().id
