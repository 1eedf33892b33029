"""Does each button on a mail that waits do what it says?"""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy import select

from scheduler.model import Alias, EventRow, Meeting, Person
from tests.incoming import ELSEWHERE, FEBRUARY_11
from tests.web.browser import text_of
from tests.web.incoming.looking import ANNA, BO, answer_of, page, row_of, source


def test_an_answer_from_another_address_shows_who_what_and_what_counts_now(browser, keep):
    keep()
    told = page(browser)
    assert "Answers to confirm Anna · Kumla kommun Länsnätverket · Thursday 4 February" in told
    assert f"Anna answered yes from another address: {ELSEWHERE}" in told
    assert "In the mail ✓ Yes Counts now ○ Not answered Jag kommer." in told
    assert "Take answers from this address from now on" in told


def test_an_answer_is_counted_as_the_persons_own(browser, database, meeting, keep):
    mail = keep()
    answer = browser.send(f"/incoming/{mail}/confirm")
    assert (answer.status_code, answer.location) == (303, "/incoming")
    assert answer_of(database, meeting) == "accepted"
    told = page(browser)
    assert "The answer counts." in told
    assert "Nothing waits." in told
    assert "Dealt with in the last 30 days Anna · Answer from another address" in told
    assert "✓ Counted" in told
    with database.reading() as session:
        assert session.scalars(select(Alias)).all() == []


def test_an_address_is_remembered_only_when_the_box_is_ticked(browser, database, keep):
    browser.send(f"/incoming/{keep()}/confirm", {"remember": "true"})
    with database.reading() as session:
        assert session.scalars(select(Alias.address_key)).all() == [ELSEWHERE]


def test_an_answer_that_the_mail_server_could_not_vouch_for_cannot_be_remembered(browser, keep):
    keep(kind="unconfirmed")
    told = page(browser)
    assert (
        f"Anna seems to have answered no, but our mail server could not confirm that it came "
        f"from {ANNA}" in told
    )
    assert "Count it as Anna's answer" in told
    assert "from now on" not in told


def test_a_dismissed_answer_changes_nothing_and_loses_its_words(browser, database, meeting, keep):
    mail = keep()
    browser.send(f"/incoming/{mail}/dismiss")
    assert answer_of(database, meeting) == "needs-action"
    told = page(browser)
    assert "It is put aside." in told
    assert "– Put aside" in told
    assert "Jag kommer." not in told
    assert row_of(database, mail).state == "dismissed"


def test_what_another_has_decided_is_refused_in_words_above_the_list(browser, keep):
    mail = keep()
    keep(BO, kind="mail")
    browser.send(f"/incoming/{mail}/dismiss")
    answer = browser.send(f"/incoming/{mail}/confirm")
    assert answer.status_code in {409, 422}
    told = text_of(answer)
    assert "dealt with" in told.lower()
    assert "Bo · Nora kommun" in told


def test_a_proposed_time_shows_before_and_after_and_how_many_it_writes_to(
    browser, settle, meeting, keep
):
    settle()
    keep(kind="counter")
    told = page(browser)
    assert "Another time is proposed Anna · Kumla kommun" in told
    assert (
        "Time Before: Thursday 4 February 2027 · week 5 · 09:00–12:00 "
        "After: Thursday 11 February 2027 · week 6 · 13:00–15:00 Krockar med nämnden."
    ) in told
    assert "Move and write to 2 people" in told
    assert "Decline and tell Anna" in told
    look = f'href="/meetings/{meeting}/move?start=2027-02-11T13:00&amp;minutes=120"'
    assert look in source(browser)


def test_the_mail_of_a_proposed_time_can_be_looked_at_first(browser, settle, meeting, keep):
    settle()
    keep(kind="counter")
    told = page(browser, f"/meetings/{meeting}/move?start=2027-02-11T13:00&minutes=120")
    assert "After: Thursday 11 February 2027 · week 6 · 13:00–15:00" in told
    assert "Send to 2 people" in told


def test_a_time_in_the_address_that_is_none_is_refused_in_words(browser, meeting):
    answer = browser.get(f"/meetings/{meeting}/move?start=never&minutes=-1")
    assert answer.status_code == 422
    assert "Give the local date and time as 2027-02-04T09:00" in text_of(answer)


def test_an_accepted_time_moves_the_meeting_and_leads_to_it(
    browser, database, settle, meeting, keep
):
    settle()
    mail = keep(kind="counter")
    seen = re.search(r'name="seen" value="([^"]+)"', source(browser))
    assert seen is not None
    answer = browser.send(f"/incoming/{mail}/accept", {"seen": seen[1]})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting}")
    with database.reading() as session:
        moved = session.get_one(Meeting, meeting)
        assert (moved.start, moved.minutes) == (FEBRUARY_11, 120)
    assert row_of(database, mail).state == "accepted"
    assert "✓ Moved" in page(browser)


def test_the_letters_of_an_accepted_time_leave_after_the_undo_window(
    browser, settle, sender, time, keep
):
    settle()
    sender.take()
    browser.send(f"/incoming/{keep(kind='counter')}/accept", {"seen": "0-called"})
    settle()
    assert sender.take() == []
    time.forward(seconds=61)
    settle()
    assert sorted(mail.recipient for mail in sender.take()) == [ANNA, BO]


def test_a_time_is_not_accepted_once_the_meeting_has_changed(
    browser, database, settle, meeting, keep
):
    settle()
    mail = keep(kind="counter")
    answer = browser.send(f"/incoming/{mail}/accept", {"seen": "7-called"})
    assert answer.status_code == 409
    assert "Somebody has changed the meeting since you opened this page." in text_of(answer)
    assert row_of(database, mail).state == "open"


def test_a_declined_time_leaves_the_meeting_and_is_a_fact(browser, database, meeting, keep):
    mail = keep(kind="counter")
    answer = browser.send(f"/incoming/{mail}/decline", {"back": "meeting"})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting}")
    assert row_of(database, mail).state == "declined"
    with database.reading() as session:
        kinds = session.scalars(select(EventRow.kind)).all()
        assert session.get_one(Meeting, meeting).start == datetime.fromisoformat("2027-02-04T09:00")
    assert "CounterDeclined" in kinds


def test_a_bounce_says_what_the_server_said_and_has_the_button_that_mends_it(
    browser, database, keep, time
):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.bounced_at, anna.bounce = time(), "550 5.1.1 No such user"
    mail = keep(kind="bounce")
    told = page(browser)
    assert "Addresses that take no mail Anna · Kumla kommun" in told
    assert "The mail server said: 550 5.1.1 No such user" in told
    assert f'href="/people/{anna.id}#email"' in source(browser)
    answer = browser.send(f"/incoming/{mail}/retry")
    assert answer.status_code == 303
    told = page(browser)
    assert "Mail to the address is tried again now." in told
    assert "Nothing waits." in told
    with database.reading() as session:
        assert session.get_one(Person, anna.id).bounced_at is None


def test_only_a_bounce_lets_an_address_be_tried_again(browser, database, keep):
    mail = keep()
    answer = browser.send(f"/incoming/{mail}/retry")
    assert answer.status_code == 422
    assert "This mail is about no address that takes no mail." in text_of(answer)
    assert row_of(database, mail).state == "open"


def test_a_bounce_whose_address_has_been_changed_says_so(browser, keep):
    keep(kind="bounce")
    told = page(browser)
    assert "The address has been changed, or is being tried again." in told
    assert "Try the address again" not in told


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unknown_meeting", "This answers a meeting that Anna has not been called to from here."),
        ("automatic", "An automatic answer came, such as “out of office”."),
        ("mail", "A mail came that a person must read. It counts as no answer. Fråga"),
    ],
)
def test_words_for_people_are_shown_and_done_with_one_button(browser, keep, kind, words):
    mail = keep(kind=kind)
    told = page(browser)
    assert "Mail to read Anna · Kumla kommun Came Monday 4 January 2027 at 10:00" in told
    assert words in told
    browser.send(f"/incoming/{mail}/dismiss")
    assert "– Done" in page(browser)


def test_a_decision_needs_the_mark_of_our_own_form(browser, database, keep):
    mail = keep()
    assert browser.post(f"/incoming/{mail}/dismiss").status_code == 400
    assert row_of(database, mail).state == "open"
