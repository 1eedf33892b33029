"""Does what is no longer true stay here, and does everybody hear what they are owed?"""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler.ports import InDoubt, Permanent, Temporary
from tests.changing import (
    ANNA,
    BO,
    LATER_STILL,
    answer,
    cancel,
    facts,
    letters,
    move,
    restore,
)
from tests.factories import a_called_meeting


@pytest.fixture
def meeting(time, database) -> UUID:
    """A called meeting of Anna and Bo, whose letters have not been tried yet."""
    return a_called_meeting(database)


def test_a_move_while_the_notice_waits_leaves_only_the_new_time(
    meeting, time, database, settle, sender
):
    sender.failures = [Temporary("451 later")] * 2
    settle()
    move(database, meeting)
    time.forward(minutes=1)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 1), (BO, "REQUEST", 1)]
    moved = "The meeting has been moved; a newer letter tells the new time."
    assert letters(database) == [
        (ANNA, "call", 0, "withdrawn", moved),
        (ANNA, "call", 1, "sent", ""),
        (BO, "call", 0, "withdrawn", moved),
        (BO, "call", 1, "sent", ""),
    ]


def test_two_moves_before_any_letter_left_are_one_letter_with_the_last_time(
    meeting, time, database, settle, sender
):
    move(database, meeting)
    move(database, meeting, LATER_STILL)
    settle()
    mails = sender.take()
    assert facts(mails) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]
    assert {one.property("DTSTART") for one in mails} == {"20270218T130000"}


def test_a_meeting_cancelled_before_delivery_mails_nobody(meeting, time, database, settle, sender):
    sender.failures = [Temporary("451 later")] * 2
    settle()
    cancel(database, meeting)
    time.forward(hours=1)
    settle()
    assert sender.take() == []
    assert {row[3:] for row in letters(database)} == {
        ("withdrawn", "The meeting has been cancelled."),
    }


def test_a_cancellation_goes_to_exactly_those_who_were_told(
    meeting, time, database, settle, sender
):
    sender.failures = [Permanent("550 no such user")]  # Anna has never heard of the meeting
    settle()
    called = sender.take()
    time.forward(minutes=5)
    cancel(database, meeting)
    settle()
    cancelled = sender.take()
    assert (facts(called), facts(cancelled)) == ([(BO, "REQUEST", 0)], [(BO, "CANCEL", 1)])
    assert cancelled[0].property("UID") == called[0].property("UID")
    assert cancelled[0].property("DTSTAMP") > called[0].property("DTSTAMP")
    assert cancelled[0].property("STATUS") == "CANCELLED"


def test_a_cancellation_in_the_same_second_has_a_later_stamp(
    meeting, time, database, settle, sender
):
    settle()
    called = sender.take()
    cancel(database, meeting)
    settle()
    stamps = [one.property("DTSTAMP") for one in (called[0], sender.take()[0])]
    assert stamps == ["20270104T090000Z", "20270104T090001Z"]


def test_whose_notice_is_in_doubt_gets_the_cancellation(meeting, time, database, settle, sender):
    sender.failures = [InDoubt("no answer"), Temporary("451 later")]
    settle()
    cancel(database, meeting)
    settle()
    assert facts(sender.take()) == [(ANNA, "CANCEL", 1)]


def test_a_notice_in_doubt_that_was_withdrawn_for_a_move_is_cancelled_too(
    meeting, time, database, settle, sender
):
    sender.failures = [InDoubt("no answer"), *[Temporary("451 later")] * 3]
    settle()
    move(database, meeting)
    time.forward(minutes=1)
    settle()
    assert [row[3] for row in letters(database)] == ["withdrawn", "queued"] * 2
    cancel(database, meeting)
    settle()
    assert facts(sender.take()) == [(ANNA, "CANCEL", 2)]


def test_a_notice_in_doubt_that_was_refused_at_the_next_try_is_cancelled_too(
    meeting, time, database, settle, sender
):
    sender.failures = [InDoubt("no answer"), Temporary("451 later"), Permanent("550 no")]
    settle()
    time.forward(minutes=1)
    settle()
    assert facts(sender.take()) == [(BO, "REQUEST", 0)]
    cancel(database, meeting)
    settle()
    assert facts(sender.take()) == [(ANNA, "CANCEL", 1), (BO, "CANCEL", 1)]


def test_a_restored_meeting_calls_everybody_anew_with_a_higher_sequence(
    meeting, time, database, settle, sender
):
    settle()
    answer(database, meeting, ANNA, "accepted")
    cancel(database, meeting)
    settle()
    sender.take()
    restore(database, meeting)
    settle()
    mails = sender.take()
    assert facts(mails) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]
    assert "PARTSTAT=NEEDS-ACTION" in mails[0].calendar


def test_a_cancellation_that_was_taken_back_before_it_left_is_not_sent(
    meeting, time, database, settle, sender
):
    settle()
    sender.take()
    cancel(database, meeting)
    sender.failures = [Temporary("451 later")] * 2
    settle()
    restore(database, meeting)
    time.forward(minutes=1)
    settle()
    assert sender.take() == []
    assert [row[3:] for row in letters(database) if row[1] == "cancelled"] == [
        ("withdrawn", "The meeting has been restored.")
    ] * 2
