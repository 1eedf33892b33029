"""What can be done to one person's call, and is it seen before it is sent?"""

from __future__ import annotations

import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.model import Invitation, Meeting, Person
from scheduler.services import invitations
from tests.factories import a_called_meeting, a_person, invitation_of
from tests.web.browser import text_of

ANNA, BO, CIA = "anna@kumla.example", "bo@nora.example", "cia@laxa.example"


@pytest.fixture
def settle(settle, time, settings):
    """Run what is due when the time to undo has passed."""
    return lambda: (time.forward(seconds=settings.undo_seconds), settle())


@pytest.fixture
def meeting(time, database, settle, sender):
    made = a_called_meeting(database)
    settle()
    sender.take()
    return made


@pytest.fixture
def bo(database, meeting):
    with database.reading() as session:
        return invitation_of(session, meeting, BO).id


@pytest.fixture
def cia(database, meeting):
    """Somebody who has joined the network since the meeting was called."""
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        return a_person(session, network, CIA).id


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def _send(browser, address, shown, **form):
    seen = re.findall(r'name="seen" value="([^"]*)"', shown.text)[0]
    return browser.send(address, {"step": "send", "seen": seen, **form})


def _facts(mails):
    return [(mail.recipient, mail.method, mail.property("SEQUENCE")) for mail in mails]


def test_an_answer_by_telephone_is_noted_and_nobody_is_written_to(
    meeting, bo, database, settle, sender, browser
):
    page = text_of(browser.get(f"/invitations/{bo}/answer"))
    assert "Note the answer of Bo" in page
    assert "Answer now: ○ Not answered" in page
    form = {"answer": "declined", "comment": "ringde"}
    answer = browser.send(f"/invitations/{bo}/answer", form)
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting}")
    settle()
    assert sender.take() == []
    page = text_of(browser.get(answer.location))
    assert "The answer is noted." in page
    assert "Bo ✕ No Noted by the coordinator" in page


def test_no_answer_is_no_answer(bo, browser):
    answer = browser.send(f"/invitations/{bo}/answer", {"comment": "ringde"})
    assert answer.status_code == 422
    assert ">\nringde</textarea>" in answer.text


def test_a_person_who_is_taken_off_gets_the_cancellation_that_was_shown(
    meeting, bo, settle, sender, browser
):
    address = f"/invitations/{bo}/remove"
    shown = browser.get(address)
    assert "Bo Before: on the list After: not on the list" in text_of(shown)
    assert "METHOD:CANCEL" in text_of(shown)
    assert "SEQUENCE:1" in text_of(shown)
    assert _send(browser, address, shown).status_code == 303
    settle()
    assert _facts(sender.take()) == [(BO, "CANCEL", "1")]
    assert browser.get(address).status_code == 404


def test_a_notice_is_sent_again_with_the_sequence_that_was_shown(
    meeting, bo, settle, sender, browser
):
    address = f"/invitations/{bo}/resend"
    shown = browser.get(address)
    assert "Send to 1 person" in text_of(shown)
    assert "SEQUENCE:1" in text_of(shown)
    assert _send(browser, address, shown).status_code == 303
    settle()
    assert _facts(sender.take()) == [(BO, "REQUEST", "1")]


def test_more_people_are_invited_and_only_they_are_written_to(
    meeting, cia, settle, sender, browser
):
    address = f"/meetings/{meeting}/invite"
    page = browser.get(address)
    assert "Cia · Laxa kommun" in text_of(page)
    assert "Anna" not in text_of(page)
    shown = browser.send(address, {"people": str(cia), "step": "show"})
    assert "Send to 1 person" in text_of(shown)
    assert "Subject: Kallelse: Länsnätverket, to 4 feb" in text_of(shown)
    assert "Laxa kommun" in text_of(shown)
    assert _send(browser, address, shown, people=str(cia)).status_code == 303
    settle()
    assert _facts(sender.take()) == [(CIA, "REQUEST", "0")]


def test_inviting_nobody_is_refused(meeting, cia, browser):
    answer = browser.send(f"/meetings/{meeting}/invite", {"step": "show"})
    assert answer.status_code == 422
    assert "Give at least one." in text_of(answer)


def test_when_everybody_is_invited_the_page_leads_to_the_members(meeting, browser):
    answer = browser.get(f"/meetings/{meeting}/invite")
    assert "Everybody in the network is invited." in text_of(answer)
    assert 'href="/networks/lan/members"' in answer.text


def test_a_substitute_is_shown_both_mails_and_both_are_sent(
    meeting, bo, cia, database, settle, sender, browser
):
    address = f"/invitations/{bo}/substitute"
    assert "Who goes instead?" in text_of(browser.get(address))
    shown = browser.send(address, {"person": str(cia), "step": "show"})
    assert "Who goes Before: Bo After: Cia" in text_of(shown)
    assert "Send to 2 people" in text_of(shown)
    assert "METHOD:REQUEST" in text_of(shown)
    form = {"person": str(cia), "step": "show", "recipient": str(bo)}
    assert "METHOD:CANCEL" in text_of(browser.send(address, form))
    assert _send(browser, address, shown, person=str(cia)).status_code == 303
    settle()
    assert [(mail.recipient, mail.method) for mail in sender.take()] == [
        (BO, "CANCEL"),
        (CIA, "REQUEST"),
    ]
    assert "Cia ○ Not answered Comes instead of Bo." in text_of(browser.get(f"/meetings/{meeting}"))


@pytest.mark.parametrize("person", ["", "not-an-id", "anna"])
def test_a_substitute_has_to_be_somebody_who_is_not_invited(
    meeting, bo, cia, database, browser, person
):
    if person == "anna":
        with database.reading() as session:
            person = str(session.query(Person).filter_by(email=ANNA).one().id)
    answer = browser.send(f"/invitations/{bo}/substitute", {"person": person, "step": "show"})
    assert answer.status_code == 422
    assert "Send to" not in text_of(answer)
    assert 'id="person-error"' in answer.text


def test_a_reminder_is_shown_and_sent_before_its_time_once(meeting, time, settle, sender, browser):
    address = f"/meetings/{meeting}/remind/silent"
    shown = browser.get(address)
    assert "Send to 2 people" in text_of(shown)
    assert "This mail has no calendar part." in text_of(shown)
    assert _send(browser, address, shown).status_code == 303
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]
    assert browser.get(address).status_code == 422
    page = text_of(browser.get(f"/meetings/{meeting}"))
    assert "Reminder to 2 who had not answered ✓ 2 delivered" in page
    assert "Planned Reminder to those who have not answered" not in page
    time.forward(days=30)
    settle()
    assert sender.take() == []


def test_a_secretary_may_note_answers_but_send_nothing(meeting, bo, database, sign_in):
    with database.reading() as session:
        network = session.get_one(Meeting, meeting).network_id
    secretary = sign_in("eva@lan.example", role="secretary", network=network)
    assert secretary.get(f"/invitations/{bo}/answer").status_code == 200
    for verb in ("remove", "resend", "substitute"):
        assert secretary.get(f"/invitations/{bo}/{verb}").status_code == 403
        assert secretary.send(f"/invitations/{bo}/{verb}", {"step": "send"}).status_code == 403
    assert secretary.get(f"/meetings/{meeting}/remind/silent").status_code == 403


def test_a_protected_person_stands_by_role_also_where_mails_are_shown(meeting, database, browser):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        plan = {"name": "Hemlig Person", "title": "Handläggare", "protected": True}
        person = a_person(session, network, "x@laxa.example", **plan)
        invitations.invite(session, meeting, people=[person.id], by=SYSTEM)
        made = session.query(Invitation).filter_by(person_id=person.id).one().id
    for address in (f"/meetings/{meeting}", f"/invitations/{made}/resend"):
        page = text_of(browser.get(address))
        assert "Hemlig" not in page
        assert "Handläggare, Laxa kommun" in page
