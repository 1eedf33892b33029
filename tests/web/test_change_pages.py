"""Is a change seen before it is made, and is what was shown what is sent?"""

from __future__ import annotations

import html
import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AnswerInput, CancelInput, TextInput
from scheduler.model import Meeting
from scheduler.services import answers, meetings
from tests.factories import a_called_meeting, a_meeting, a_network, a_person, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(time, database, settle, sender):
    made = a_called_meeting(database)
    settle()
    sender.take()
    return made


@pytest.fixture
def planned(time, database):
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id).id


@pytest.fixture
def settle(settle, time, settings):
    """Run what is due when the time to undo has passed."""
    return lambda: (time.forward(seconds=settings.undo_seconds), settle())


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def _seen(answer):
    return re.findall(r'name="seen" value="([^"]*)"', answer.text)[0]


def _row(database, meeting):
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        return row.status, row.start.isoformat(), row.sequence


def test_calling_shows_the_exact_mail_and_sends_it(planned, database, settle, sender, browser):
    address = f"/meetings/{planned}/call"
    shown = browser.get(address)
    page = text_of(shown)
    assert "Send to 2 people" in page
    assert "Subject: Kallelse: Länsnätverket, to 4 feb" in page
    assert _row(database, planned) == ("planned", "2027-02-04T09:00:00", 0)

    answer = browser.send(address, {"step": "send", "seen": _seen(shown)})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{planned}")
    settle()
    mails = sender.take()
    assert [mail.recipient for mail in mails] == [ANNA, BO]
    text = re.findall(r"(?s)plain text.*?<pre[^>]*>(.*?)</pre>", shown.text)[0]
    assert html.unescape(text).splitlines() == mails[0].text.splitlines()
    assert "The meeting is called." in text_of(browser.get(answer.location))


def test_who_joined_since_the_meeting_was_planned_is_shown_and_called(
    planned, database, settle, sender, browser
):
    with database.transaction() as session:
        network = session.get_one(Meeting, planned).network_id
        a_person(session, network, "cia@laxa.example")
    shown = browser.get(f"/meetings/{planned}/call")
    assert "Send to 3 people" in text_of(shown)
    assert "Cia · Laxa kommun" in text_of(shown)
    browser.send(f"/meetings/{planned}/call", {"step": "send", "seen": _seen(shown)})
    settle()
    assert len(sender.take()) == 3


def test_the_mail_is_shown_as_the_chosen_reader_gets_it(planned, database, settle, browser):
    with database.transaction() as session:
        network = session.get_one(Meeting, planned).network_id
        a_person(session, network, "lars@abo.example", language="en", time_zone="Europe/Helsinki")
        meetings.call(session, planned, by=SYSTEM)
        lars = invitation_of(session, planned, "lars@abo.example").id
    settle()
    form = {"step": "show", "recipient": str(lars), "start": "2027-02-11T13:00", "minutes": "60"}
    page = text_of(browser.send(f"/meetings/{planned}/move", form))
    assert "Subject: New time: Länsnätverket, Thu 11 Feb" in page
    assert "In your time: Thursday 11 February 2027 · week 6 · 14:00–15:00 (Finnish time)" in page


def test_a_move_is_shown_before_and_after_and_nothing_is_changed_by_looking(
    meeting, database, settle, sender, browser
):
    form = {"start": "2027-02-11T13:00", "minutes": "120", "reason": "Krock", "step": "show"}
    page = text_of(browser.send(f"/meetings/{meeting}/move", form))
    assert "Before: Thursday 4 February 2027 · week 5 · 09:00–12:00" in page
    assert "After: Thursday 11 February 2027 · week 6 · 13:00–15:00" in page
    assert "Send to 2 people" in page
    settle()
    assert sender.take() == []
    assert _row(database, meeting) == ("called", "2027-02-04T09:00:00", 0)


def test_a_move_that_is_sent_reaches_each_with_the_reason(
    meeting, database, settle, sender, browser
):
    form = {"start": "2027-02-11T13:00", "minutes": "120", "reason": "Krock"}
    shown = browser.send(f"/meetings/{meeting}/move", {**form, "step": "show"})
    form |= {"step": "send", "seen": _seen(shown)}
    assert browser.send(f"/meetings/{meeting}/move", form).status_code == 303
    settle()
    mails = sender.take()
    assert [(mail.recipient, mail.property("SEQUENCE")) for mail in mails] == [
        (ANNA, "1"),
        (BO, "1"),
    ]
    assert "Krock" in mails[0].text
    assert _row(database, meeting) == ("called", "2027-02-11T13:00:00", 1)


def test_an_hour_that_does_not_exist_is_told_with_the_next_and_keeps_the_form(meeting, browser):
    form = {"start": "2027-03-28T02:30", "minutes": "60", "reason": "Krock", "step": "show"}
    answer = browser.send(f"/meetings/{meeting}/move", form)
    assert answer.status_code == 422
    assert "There is no 02:30 that night: summer time begins. Choose " in text_of(answer)
    assert "03:30" in text_of(answer)
    assert ">\nKrock</textarea>" in answer.text
    assert "Send to" not in text_of(answer)


def test_an_hour_that_exists_twice_asks_which_and_proposes_the_first(meeting, database, browser):
    form = {"start": "2027-10-31T02:30", "minutes": "60", "step": "show"}
    answer = browser.send(f"/meetings/{meeting}/move", form)
    assert answer.status_code == 422
    assert "02:30 comes twice that night" in text_of(answer)
    assert re.findall(r'name="fold" value="(\d)"( checked)?', answer.text) == [
        ("0", " checked"),
        ("1", ""),
    ]
    shown = browser.send(f"/meetings/{meeting}/move", {**form, "fold": "1"})
    assert "Send to 2 people" in text_of(shown)
    form |= {"fold": "1", "step": "send", "seen": _seen(shown)}
    browser.send(f"/meetings/{meeting}/move", form)
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).starts_at.isoformat() == (
            "2027-10-31T01:30:00+00:00"
        )


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2027-02-04T09:00", "Everything is as it was."),
        ("2026-12-01T09:00", "That time has passed."),
        ("", "Give the local date and time as"),
        ("i morgon", "Give the local date and time as"),
    ],
)
def test_a_move_to_no_other_time_is_refused_before_it_is_sent(meeting, browser, start, words):
    form = {"start": start, "minutes": "180", "step": "show"}
    answer = browser.send(f"/meetings/{meeting}/move", form)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_who_sends_what_somebody_else_has_changed_meanwhile_is_shown_it_anew(
    meeting, database, settle, sender, browser
):
    shown = browser.get(f"/meetings/{meeting}/cancel")
    with database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Stadshuset")
        meetings.change_text(session, meeting, plan=plan, by=SYSTEM)
    settle()
    sender.take()
    form = {"reason": "Få kan", "step": "send", "seen": _seen(shown)}
    answer = browser.send(f"/meetings/{meeting}/cancel", form)
    assert answer.status_code == 409
    assert "Somebody has changed the meeting since you opened this page." in text_of(answer)
    assert "Stadshuset" in text_of(answer)
    assert ">\nFå kan</textarea>" in answer.text
    again = {**form, "seen": _seen(answer)}
    assert browser.send(f"/meetings/{meeting}/cancel", again).status_code == 303
    settle()
    assert [mail.method for mail in sender.take()] == ["CANCEL", "CANCEL"]


def test_cancelling_and_restoring_are_shown_with_their_own_mails(
    meeting, database, settle, sender, browser
):
    shown = browser.get(f"/meetings/{meeting}/cancel")
    assert "Subject: Inställt: Länsnätverket, to 4 feb" in text_of(shown)
    assert "METHOD:CANCEL" in text_of(shown)
    form = {"reason": "", "step": "send", "seen": _seen(shown)}
    browser.send(f"/meetings/{meeting}/cancel", form)
    settle()
    sender.take()
    shown = browser.get(f"/meetings/{meeting}/restore")
    assert "Before: Cancelled After: Called" in text_of(shown)
    assert "METHOD:REQUEST" in text_of(shown)
    browser.send(f"/meetings/{meeting}/restore", {"step": "send", "seen": _seen(shown)})
    settle()
    assert [mail.method for mail in sender.take()] == ["REQUEST", "REQUEST"]
    assert _row(database, meeting)[0] == "called"


def test_a_change_of_text_spares_those_who_declined_and_says_so(
    meeting, database, settle, sender, browser
):
    with database.transaction() as session:
        one = invitation_of(session, meeting, BO)
        plan = AnswerInput(answer="declined")
        answers.answer(session, one.id, plan=plan, via="link", by=SYSTEM)
    form = {"title": "Länsnätverket", "place": "Stadshuset", "text": "", "step": "show"}
    shown = browser.send(f"/meetings/{meeting}/text", form)
    assert "Place Before: Residenset After: Stadshuset" in text_of(shown)
    assert "1 person is written to Anna · Kumla kommun" in text_of(shown)
    assert "1 on the list gets nothing Bo" in text_of(shown)
    form |= {"step": "send", "seen": _seen(shown)}
    browser.send(f"/meetings/{meeting}/text", form)
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA]


def test_a_text_that_is_as_before_is_refused(meeting, browser):
    form = {"title": "Länsnätverket", "place": "Residenset", "text": "", "step": "show"}
    answer = browser.send(f"/meetings/{meeting}/text", form)
    assert answer.status_code == 422
    assert "Everything is as it was." in text_of(answer)


def test_moving_a_meeting_that_nobody_knows_of_writes_to_nobody(
    planned, database, settle, sender, browser
):
    form = {"start": "2027-02-11T13:00", "minutes": "60", "step": "show"}
    shown = browser.send(f"/meetings/{planned}/move", form)
    assert "Nobody is written to." in text_of(shown)
    assert ">Move the meeting</button>" in shown.text
    browser.send(f"/meetings/{planned}/move", {**form, "step": "send", "seen": _seen(shown)})
    settle()
    assert sender.take() == []
    assert _row(database, planned)[1] == "2027-02-11T13:00:00"


@pytest.mark.parametrize("verb", ["call", "restore"])
def test_what_cannot_be_done_is_refused_before_it_is_typed(meeting, browser, verb):
    assert browser.get(f"/meetings/{meeting}/{verb}").status_code == 422
    for step in ("show", "send"):
        form = {"step": step, "seen": "0-called"}
        assert browser.send(f"/meetings/{meeting}/{verb}", form).status_code == 422


@pytest.mark.parametrize("verb", ["call", "move", "cancel", "text", "invite", "remind/silent"])
def test_nothing_can_be_done_to_a_cancelled_meeting_but_to_restore_it(
    meeting, database, browser, verb
):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    answer = browser.get(f"/meetings/{meeting}/{verb}")
    assert answer.status_code == 422
    assert "Restore it first" in text_of(answer)


@pytest.mark.parametrize("verb", ["call", "move", "cancel", "restore", "text", "invite"])
def test_a_member_may_change_nothing(meeting, sign_in, verb):
    member = sign_in(ANNA)
    assert member.get(f"/meetings/{meeting}/{verb}").status_code == 403
    assert member.send(f"/meetings/{meeting}/{verb}", {"step": "send"}).status_code == 403


def test_a_form_without_its_mark_changes_nothing(meeting, database, browser):
    answer = browser.post(f"/meetings/{meeting}/cancel", data={"step": "send"})
    assert answer.status_code == 400
    assert _row(database, meeting)[0] == "called"


def test_a_mails_page_runs_nothing_and_only_its_own_style_is_allowed(meeting, browser):
    answer = browser.get(f"/meetings/{meeting}/cancel")
    policy = answer.headers["Content-Security-Policy"]
    allowed = re.findall(r"style-src ([^;]*)", policy)
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/]{43}='", allowed[0])
    assert "unsafe" not in policy
    assert "default-src 'none'; script-src 'self'" in policy
    assert re.findall(r"<iframe[^>]*? sandbox ", answer.text)
    plain = browser.get(f"/meetings/{meeting}").headers["Content-Security-Policy"]
    assert "sha256" not in plain
