"""Which answer counts, and what is a calendar told of it, when answers come by several roads?"""

from __future__ import annotations

import pytest

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput, MoveInput, TextInput
from scheduler.ports import Temporary
from scheduler.services import invitations, meetings, sending
from tests.callees import People
from tests.changing import ANNA, BO, letters, move
from tests.factories import a_called_meeting, invitation_of

BACK = MoveInput.model_validate({"start": "2027-02-04T09:00"})


@pytest.fixture
def people(time, database, settle, sender, keys, settings) -> People:
    def deliver(raw: bytes, recipient: str) -> None:
        taken = inbox.take(database, keys, settings, raw, recipient)
        assert taken == inbox.Outcome.TAKEN

    return People(a_called_meeting(database), database, settle, sender, time, deliver)


def test_an_answer_by_mail_counts_and_its_calendar_is_told_nothing(people):
    people.mail("accepted")
    assert people.stands() == ("accepted", "mail")
    assert people.settle(minutes=5) == []
    assert people.shown() == "accepted"


def test_an_answer_by_link_is_told_to_that_calendar_once_within_a_minute(people):
    people.link("accepted")
    assert people.settle(seconds=59) == []
    assert people.settle(seconds=1) == [(ANNA, "REQUEST", 1)]
    assert (people.shown(ANNA), people.shown(BO)) == ("accepted", "needs-action")
    assert people.settle(minutes=5) == []


def test_answers_by_link_within_a_minute_are_one_mail_with_the_last(people):
    for word in ("accepted", "declined", "tentative"):
        people.link(word)
        assert people.settle(seconds=20) == []
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 1)]
    assert people.shown() == "tentative"


def test_an_answer_by_link_that_the_calendar_shows_already_is_told_to_nobody(people):
    people.mail("accepted")
    people.link("accepted")
    assert people.settle(minutes=5) == []
    people.link("declined")
    people.link("accepted")
    assert people.settle(minutes=5) == []
    assert people.shown() == "accepted"


def test_an_answer_by_the_coordinator_is_told_to_nobody(people):
    people.coordinator("accepted")
    assert people.settle(minutes=5) == []
    assert people.stands() == ("accepted", "coordinator")


def test_who_says_by_the_link_what_the_coordinator_had_said_for_them_has_it_in_the_calendar(people):
    people.coordinator("accepted")
    people.link("accepted")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 1)]
    assert people.shown() == "accepted"


def test_a_link_after_a_mail_counts_and_the_calendar_follows(people):
    people.mail("accepted")
    people.link("declined")
    assert people.stands() == ("declined", "link")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 1)]
    assert people.shown() == "declined"


def test_a_mail_after_a_link_counts(people):
    people.link("declined")
    people.mail("accepted")
    assert people.stands() == ("accepted", "mail")
    assert people.settle(minutes=5) == []
    assert people.shown() == "accepted"


def test_a_mail_that_is_older_than_the_link_is_kept_and_does_not_count(people):
    late = people.press("accepted")
    people.link("declined")
    people.arrives(late)
    assert people.stands() == ("declined", "link")
    assert people.said() == [
        ("declined", "link", False, False),
        ("accepted", "mail", False, True),
    ]
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 1)]
    assert people.shown() == "declined"


def test_a_calendar_that_shows_an_outdone_answer_is_told_what_counts(people):
    people.link("declined")
    people.settle(minutes=1)
    late = people.press("accepted")
    people.link("declined")  # the same once more: it was said last
    people.arrives(late)
    assert people.stands() == ("declined", "link")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 2)]
    assert people.shown() == "declined"


def test_mails_that_come_in_the_wrong_order_are_put_in_order_by_their_stamps(people):
    first, second = people.press("declined"), people.press("accepted")
    people.arrives(second)
    people.arrives(first)
    assert people.stands() == ("accepted", "mail")
    assert people.said() == [("accepted", "mail", False, False), ("declined", "mail", False, True)]
    assert people.settle(minutes=5) == []


def test_a_reply_to_an_older_message_does_not_outdo_one_to_a_newer(people):
    older = people.press("declined")
    with people.database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, people.meeting, plan=plan, by=SYSTEM)
    people.settle()
    people.mail("accepted")
    people.arrives(older)
    assert people.stands() == ("accepted", "mail")
    assert people.said()[-1] == ("declined", "mail", False, True)


def test_the_same_mail_twice_is_one_answer(people):
    reply = people.press("accepted")
    people.arrives(reply)
    people.arrives(reply)
    assert people.said() == [("accepted", "mail", False, False)]
    people.mail("declined")
    people.arrives(reply)
    assert people.stands() == ("declined", "mail")
    assert [one[0] for one in people.said()] == ["accepted", "declined"]


def test_a_reply_to_the_earlier_time_is_kept_and_does_not_count(people):
    late = people.press("accepted")
    move(people.database, people.meeting)
    people.settle()
    people.arrives(late)
    assert people.stands() == ("needs-action", None)
    assert people.said() == [("accepted", "mail", True, False)]
    assert people.shown() == "needs-action"


def test_a_reply_to_a_meeting_that_was_moved_and_back_before_anybody_was_told_counts(people):
    people.mail("accepted", BO)
    late = people.press("accepted")
    people.sender.failures = [Temporary("451 later")] * 2
    move(people.database, people.meeting)
    move(people.database, people.meeting, BACK)
    assert people.settle(minutes=5) == []
    people.arrives(late)
    assert people.stands(ANNA) == people.stands(BO) == ("accepted", "mail")
    assert people.said() == [("accepted", "mail", False, False)]


def test_a_reply_that_crossed_a_change_of_text_is_told_to_its_calendar_again(people):
    crossing = people.press("accepted")
    with people.database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, people.meeting, plan=plan, by=SYSTEM)
    people.settle()  # says that Anna has not answered
    people.arrives(crossing)
    assert people.stands() == ("accepted", "mail")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 2)]
    assert people.shown() == "accepted"


def test_who_had_declined_and_comes_after_all_is_told_what_was_changed_meanwhile(people):
    people.mail("declined")
    with people.database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, people.meeting, plan=plan, by=SYSTEM)
    assert people.settle(minutes=1) == [(BO, "REQUEST", 1)]
    people.mail("accepted")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 2)]
    [entry] = people.calendars[ANNA].entries.values()
    assert (entry.location, entry.partstat) == ("Slottet", "ACCEPTED")


def test_a_calendar_that_answered_while_the_cancellation_was_held_is_told_what_counts(people):
    people.link("accepted")
    people.settle(minutes=1)
    with people.database.transaction() as session:
        plan = CancelInput.model_validate({"hold": True})
        change = meetings.cancel(session, people.meeting, plan=plan, by=SYSTEM).changes[-1].id
    people.mail("declined")  # nobody can answer to a cancelled meeting
    with people.database.transaction() as session:
        sending.undo(session, change, by=SYSTEM)
    assert people.stands() == ("accepted", "link")
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 4)]
    assert people.shown() == "accepted"


def test_a_calendar_that_answered_while_a_cancellation_was_taken_back_is_told_what_counts(people):
    with people.database.transaction() as session:
        plan = CancelInput.model_validate({"undo_seconds": 60})
        meetings.cancel(session, people.meeting, plan=plan, by=SYSTEM)
    people.mail("accepted")  # nobody can answer to a cancelled meeting
    with people.database.transaction() as session:
        meetings.restore(session, people.meeting, by=SYSTEM)
    assert people.settle(minutes=2) == [(ANNA, "REQUEST", 3)]
    assert (people.stands(), people.shown()) == (("needs-action", None), "needs-action")


def test_a_calendar_that_replies_while_its_letter_waits_is_told_nothing(people):
    people.link("declined")
    late = people.press("accepted")
    people.sender.failures = [Temporary("451 later")]
    assert people.settle(minutes=1) == []
    people.arrives(late)
    assert people.settle(minutes=5) == []
    assert people.stands() == ("accepted", "mail")


def test_an_answer_lets_no_held_letter_go(people):
    held = MoveInput.model_validate({"start": "2027-02-11T13:00", "hold": True})
    move(people.database, people.meeting, held)
    people.settle()
    people.link("accepted")
    assert people.settle(minutes=5) == []
    with people.database.transaction() as session:
        one = invitation_of(session, people.meeting, ANNA)
        assert invitations.refresh(session, one.id, by=SYSTEM) is False
    assert people.settle(minutes=5) == []
    assert [row[3] for row in letters(people.database) if row[1] == "moved"] == ["held", "held"]


def test_an_answer_to_a_change_that_is_undone_still_reaches_the_calendar(people):
    with people.database.transaction() as session:
        values = {"title": "Länsnätverket", "place": "Slottet", "hold": True}
        plan = TextInput.model_validate(values)
        meeting = meetings.change_text(session, people.meeting, plan=plan, by=SYSTEM)
        change = meeting.changes[-1].id
    people.settle()
    people.link("accepted")
    assert people.settle(minutes=5) == []
    with people.database.transaction() as session:
        sending.undo(session, change, by=SYSTEM)
    assert people.settle(minutes=1) == [(ANNA, "REQUEST", 3)]
    assert people.shown() == "accepted"
