"""Can a coordinator have a mail sent to themselves before others get it?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.model import EventRow, Letter, Meeting
from scheduler.ports import Permanent
from tests.factories import a_called_meeting, a_meeting, a_network, a_person
from tests.web.browser import text_of


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


def test_a_test_goes_to_the_coordinator_alone_and_answers_for_nobody(
    meeting, browser, database, settle, sender
):
    form = {"start": "2027-02-11T13:00", "minutes": "180", "reason": "Krock", "step": "trial"}
    shown = browser.send(f"/meetings/{meeting}/move", form)
    assert shown.status_code == 200
    assert "A test is on its way to admin@lan.example." in text_of(shown)
    assert ">\nKrock</textarea>" in shown.text
    settle()
    (mail,) = sender.take()
    assert mail.recipient == "admin@lan.example"
    assert mail.mail["Subject"] == "Test: Ny tid: Länsnätverket, to 11 feb"
    assert (mail.mail["Auto-Submitted"], mail.calendar) == ("auto-generated", "")
    body = mail.text + mail.mail.get_body(("html",)).get_content()
    assert "Krock" in body
    assert "/r/" not in body
    assert f"http://127.0.0.1:8000/meetings/{meeting}" in body
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).start.isoformat() == "2027-02-04T09:00:00"
        letter = session.scalars(select(Letter).filter_by(kind="trial")).one()
        assert (letter.state, letter.meeting_id, letter.raw) == ("sent", None, None)


def test_a_test_carries_nobody_s_own_links(database, time, browser, settle, sender):
    with database.transaction() as session:
        planned = a_meeting(session, a_network(session).id).id
    browser.send(f"/meetings/{planned}/call", {"step": "trial"})
    settle()
    (mail,) = sender.take()
    body = mail.text + mail.mail.get_body(("html",)).get_content()
    assert ("/r/" in body, "/propose/" in body) == (False, False)


def test_a_test_whose_words_are_gone_is_not_sent_again(
    meeting, browser, database, time, settle, sender
):
    sender.failures = [Permanent("550 5.7.1 No")]
    browser.send(f"/meetings/{meeting}/cancel", {"step": "trial"})
    settle()
    with database.reading() as session:
        letter = session.scalars(select(Letter.id).filter_by(kind="trial", state="dead")).one()
    browser.send(f"/outbox/{letter}/retry")
    settle()
    assert sender.take() == []
    with database.reading() as session:
        row = session.get_one(Letter, letter)
        assert row.state == "withdrawn"
        assert row.reason.startswith("A test is sent once.")


@pytest.mark.parametrize("page", ["cancel", "invite", "remind/silent"])
def test_each_page_that_shows_a_mail_can_send_it_as_a_test(
    meeting, browser, database, settle, sender, page
):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        person = a_person(session, network, "cia@laxa.example").id
    form = {"step": "trial", "people": str(person)}
    assert browser.send(f"/meetings/{meeting}/{page}", form).status_code == 200
    settle()
    assert [mail.recipient for mail in sender.take()] == ["admin@lan.example"]
    with database.reading() as session:
        assert session.query(EventRow).filter_by(kind="TrialSent").count() == 1


def test_where_nobody_is_written_to_there_is_nothing_to_test(
    meeting, browser, database, settle, sender
):
    same = {"start": "2027-02-04T09:00", "minutes": "180", "step": "trial"}
    assert browser.send(f"/meetings/{meeting}/move", same).status_code == 422
    settle()
    assert sender.take() == []
