"""Does the coordinator see whose calendars are behind, and can that be mended with one button?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from scheduler import inputs
from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput, MoveInput
from scheduler.inputs.invitation import FeedInput
from scheduler.model import Feed, Letter, Person
from scheduler.ports import Permanent, Temporary
from scheduler.services import feeds, fetches, meetings
from tests.api.client import Api, a_token
from tests.factories import a_called_meeting
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(time, database, settle, sender):
    """A called meeting that was moved; Anna's letter about it has not arrived."""
    made = a_called_meeting(database)
    settle()
    time.forward(hours=1)
    move(database, made)
    sender.failures = [Permanent("550 5.2.2 the mailbox is full")]
    settle()
    sender.take()
    return made


@pytest.fixture
def browser(sign_in):
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def move(database, meeting):
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-11T13:00"})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)


def bounce(database, **how):
    with database.transaction() as session:
        anna = session.query(Person).filter_by(email=ANNA).one()
        for name, value in how.items():
            setattr(anna, name, value)


def names(answer):
    return re.findall(r'class="person__name">([^<]+)<', answer.text)


def seen(answer):
    return re.findall(r'name="seen" value="([^"]*)"', answer.text)[0]


def test_the_list_says_how_many_have_the_old_time_and_shows_them_alone(meeting, browser):
    page = browser.get(f"/meetings/{meeting}")
    assert "1 of 2 has the old time" in text_of(page)
    assert 'href="?show=behind#answers"' in page.text
    assert names(page) == ["Anna", "Bo"]
    alone = browser.get(f"/meetings/{meeting}?show=behind")
    assert names(alone) == ["Anna"]
    assert "Nora kommun" not in text_of(alone).split("1 of 2 has the old time")[1].split("What")[0]
    assert "Show all" in text_of(alone)
    assert "! The calendar does not show this time yet." in text_of(alone)


@pytest.mark.parametrize("query", ["show=", "show=all", "show=behind"])
def test_a_filter_that_has_nothing_to_show_shows_everybody(database, settle, browser, time, query):
    called = a_called_meeting(database)
    settle()
    page = browser.get(f"/meetings/{called}?{query}")
    assert names(page) == ["Anna", "Bo"]
    assert "Send again to those behind" not in text_of(page)
    assert "has the old time" not in text_of(page)


def test_one_button_shows_the_mail_and_sends_it_to_those_behind_alone(
    meeting, time, browser, settle, sender, settings
):
    page = browser.get(f"/meetings/{meeting}")
    assert f'href="/meetings/{meeting}/behind"' in page.text
    shown = browser.get(f"/meetings/{meeting}/behind")
    text = text_of(shown)
    assert "1 person is written to Anna · Kumla kommun" in text
    assert "1 on the list gets nothing Bo" in text
    assert "As sent to Anna." in text
    assert "20270211T130000" in shown.text
    settle()
    assert sender.take() == []  # looking sends nothing
    form = {"seen": seen(shown), "step": "send"}
    sent = browser.send(f"/meetings/{meeting}/behind", form)
    assert (sent.status_code, sent.location) == (303, f"/meetings/{meeting}")
    assert "The notice goes to 1 person again." in text_of(browser.get(sent.location))
    time.forward(seconds=settings.undo_seconds)
    settle()
    (mail,) = sender.take()
    assert mail.recipient == ANNA
    assert mail.property("DTSTART").endswith("20270211T130000")
    after = text_of(browser.get(f"/meetings/{meeting}"))
    assert "has the old time" not in after


def test_what_has_changed_since_it_was_looked_at_is_looked_at_again(
    meeting, database, browser, settle, sender
):
    shown = browser.get(f"/meetings/{meeting}/behind")
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-12T13:00"})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    settle()
    sender.take()
    form = {"seen": seen(shown), "step": "send"}
    again = browser.send(f"/meetings/{meeting}/behind", form)
    assert again.status_code == 409
    assert "Somebody has changed the meeting" in text_of(again)
    settle()
    assert sender.take() == []


def test_when_nobody_is_behind_the_page_says_so_and_sends_nothing(
    time, database, settle, sender, browser
):
    called = a_called_meeting(database)
    settle()
    sender.take()
    shown = browser.get(f"/meetings/{called}/behind")
    assert "Everybody who was called has been told how the meeting stands." in text_of(shown)
    assert 'value="send"' not in shown.text
    form = {"seen": seen(shown), "step": "send"}
    assert browser.send(f"/meetings/{called}/behind", form).status_code == 422
    settle()
    assert sender.take() == []


def test_a_member_neither_sees_nor_sends(meeting, sign_in, database):
    anna = sign_in(ANNA)
    assert anna.get(f"/meetings/{meeting}/behind").status_code == 403
    assert "has the old time" not in text_of(anna.get(f"/meetings/{meeting}?show=behind"))
    refused = anna.send(f"/meetings/{meeting}/behind", {"step": "send"})
    assert refused.status_code == 403
    with database.reading() as session:
        assert session.query(Letter).filter(Letter.state == "queued").count() == 0


def test_a_cancelled_meeting_that_stands_in_calendars_still_is_told_so(
    time, database, settle, sender, browser
):
    called = a_called_meeting(database)
    settle()
    with database.transaction() as session:
        meetings.cancel(session, called, plan=CancelInput(), by=SYSTEM)
    sender.failures = [Permanent("550 5.2.2 the mailbox is full")]
    settle()
    page = text_of(browser.get(f"/meetings/{called}?show=behind"))
    assert "1 of 2 still has the meeting in the calendar" in page
    assert "Send again to those behind" not in page


def test_each_person_shows_what_they_were_told_and_by_which_road(meeting, database, time, browser):
    with database.transaction() as session:
        bo = session.query(Person).filter_by(email=BO).one()
        feed, _ = feeds.renew_own(session, bo.id, by=SYSTEM)
        time.forward(minutes=20)
        fetches.noted(session, feed.id, "Thunderbird")
    page = text_of(browser.get(f"/meetings/{meeting}"))
    assert "Called Monday 4 January 2027 at 10:00. Calendar last told" in page
    assert "Calendar last told Monday 4 January 2027 at 11:00 (version 1)." in page
    assert (
        "Calendar subscription last fetched Monday 4 January 2027 at 11:20 by Thunderbird." in page
    )
    assert page.count("Calendar subscription last fetched") == 1


def test_a_bounced_address_is_said_with_the_server_s_words_but_not_of_a_protected_person(
    meeting, database, time, browser
):
    words = f"550 5.1.1 <{ANNA}>: no such mailbox"
    bounce(database, bounced_at=time.at, bounce=words)
    page = text_of(browser.get(f"/meetings/{meeting}"))
    assert "! The address takes no mail." in page
    since = "The address takes no mail since Monday 4 January 2027 at 11:00."
    assert f"{since} Its mail server said: “{words}”" in page
    bounce(database, protected=True)
    page = text_of(browser.get(f"/meetings/{meeting}"))
    assert since in page
    assert ANNA not in page


def test_a_calendar_of_another_network_s_coordinator_does_not_count_as_fetched(
    meeting, database, time, browser
):
    with database.transaction() as session:
        bo = session.query(Person).filter_by(email=BO).one()
        ended, _ = feeds.create(
            session, None, plan=FeedInput(kind="person", person=bo.id), by=SYSTEM
        )
        fetches.noted(session, ended.id, "Outlook")
        feeds.revoke(session, ended.id, by=SYSTEM)
        shared = Feed(kind="network", network_id=None, token_hash="x", fetched_at=time.at)
        session.add(shared)
    assert "Calendar subscription" not in text_of(browser.get(f"/meetings/{meeting}"))


def test_a_letter_on_its_way_is_said(meeting, database, browser):
    assert "A letter is on its way." not in text_of(browser.get(f"/meetings/{meeting}"))
    with database.transaction() as session:
        session.query(Letter).filter(Letter.kind == "moved").update({"state": "queued"})
    page = text_of(browser.get(f"/meetings/{meeting}"))
    assert page.count("A letter is on its way.") == 2


def test_while_a_letter_waits_to_be_tried_again_nobody_is_asked_to_send_it_again(
    time, database, settle, sender, browser
):
    called = a_called_meeting(database)
    settle()
    time.forward(minutes=5)
    move(database, called)
    sender.failures = [Temporary("451 4.3.0 later")]
    settle()
    page = text_of(browser.get(f"/meetings/{called}"))
    assert "1 of 2 has the old time Their letters are on their way." in page
    assert "Send again to those behind" not in page


def test_the_api_tells_the_same(meeting, database, time, app):
    bounce(database, bounced_at=time.at + timedelta(minutes=5))
    asked = Api(app, a_token(database, "administrator"))
    listed = asked.get(f"/meetings/{meeting}/invitations")["items"]
    told = {
        one["person"]["name"]: (one["behind"], one["called_at"], one["told_at"], one["bounced_at"])
        for one in listed
    }
    assert told == {
        "Anna": (True, "2027-01-04T09:00:00Z", "2027-01-04T09:00:00Z", "2027-01-04T10:05:00Z"),
        "Bo": (False, "2027-01-04T09:00:00Z", "2027-01-04T10:00:00Z", None),
    }
