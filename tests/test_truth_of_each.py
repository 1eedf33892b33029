"""Does each person get what is true for them, and nobody else anything?"""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import MoveInput, TextInput
from scheduler.ports import InDoubt, Temporary
from scheduler.services import invitations, meetings, notices
from tests.changing import (
    ANNA,
    BO,
    answer,
    facts,
    letters,
    move,
    remove,
)
from tests.factories import a_called_meeting, invitation_of


@pytest.fixture
def meeting(time, database) -> UUID:
    """A called meeting of Anna and Bo, whose letters have not been tried yet."""
    return a_called_meeting(database)


def test_who_was_removed_gets_a_cancellation_and_no_notice_that_still_waits(
    meeting, time, database, settle, sender
):
    sender.failures = [Temporary("451 later")] * 2
    settle()
    remove(database, meeting, ANNA)
    time.forward(minutes=1)
    settle()
    assert facts(sender.take()) == [(BO, "REQUEST", 0)]
    remove(database, meeting, BO)
    settle()
    assert facts(sender.take()) == [(BO, "CANCEL", 2)]
    [anna] = [row for row in letters(database) if row[0] == ANNA]
    assert anna[3:] == ("withdrawn", "The person is no longer invited.")


def test_who_is_invited_again_gets_one_mail_and_the_others_none(
    meeting, time, database, settle, sender
):
    settle()
    remove(database, meeting, BO)
    settle()
    sender.take()
    with database.transaction() as session:
        bo = invitation_of(session, meeting, BO).person_id
        invitations.invite(session, meeting, people=[bo], by=SYSTEM)
    settle()
    assert facts(sender.take()) == [(BO, "REQUEST", 2)]


def test_a_change_of_text_resets_no_answer_and_spares_those_who_declined(
    meeting, time, database, settle, sender
):
    settle()
    sender.take()
    answer(database, meeting, ANNA, "tentative")
    answer(database, meeting, BO, "declined")
    with database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, meeting, plan=plan, by=SYSTEM)
    settle()
    [changed] = sender.take()
    assert facts([changed]) == [(ANNA, "REQUEST", 1)]
    assert "PARTSTAT=TENTATIVE" in changed.calendar
    with database.reading() as session:
        answers = [invitation_of(session, meeting, who).answer for who in (ANNA, BO)]
    assert answers == ["tentative", "declined"]


def test_a_change_of_text_while_the_notice_waits_is_one_mail(
    meeting, time, database, settle, sender
):
    sender.failures = [Temporary("451 later")] * 2
    settle()
    with database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, meeting, plan=plan, by=SYSTEM)
    time.forward(minutes=1)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 1), (BO, "REQUEST", 1)]
    assert {row[1:] for row in letters(database)} == {
        ("call", 0, "withdrawn", "A newer letter says more."),
        ("call", 1, "sent", ""),
    }


def test_who_answers_while_the_reminder_waits_gets_none(meeting, time, database, settle, sender):
    settle()
    sender.take()
    time.to(time().replace(month=1, day=25, hour=8))  # reminder day, 09:00 in Stockholm
    sender.failures = [Temporary("451 later")] * 2
    settle()
    answer(database, meeting, ANNA, "accepted")
    time.forward(minutes=1)
    settle()
    assert [one.recipient for one in sender.take()] == [BO]
    reminders = [row for row in letters(database) if row[1] == "remind_silent"]
    assert [(row[0], *row[3:]) for row in reminders] == [
        (ANNA, "withdrawn", "The person has answered."),
        (BO, "sent", ""),
    ]


def test_after_three_days_without_a_server_nobody_is_called_to_a_meeting_that_has_begun(
    time, database, settle, sender
):
    time.forward(days=29)  # Tuesday, two days before
    a_called_meeting(database)
    sender.failures = [Temporary("no connection")] * 20
    settle()
    time.forward(days=2, hours=2)
    sender.failures = []
    settle()
    assert sender.take() == []
    assert {row[3:] for row in letters(database) if row[1] == "call"} == {
        ("withdrawn", "The meeting has begun.")
    }


def test_single_resends_keep_the_sequence_rising_for_each_person(
    meeting, time, database, settle, sender
):
    settle()
    for _ in range(3):
        with database.transaction() as session:
            one = invitation_of(session, meeting, ANNA)
            notices.resend(session, one.id, by=SYSTEM)
        time.forward(seconds=10)
        settle()
    move(database, meeting)
    settle()
    told = {who: [fact[2] for fact in facts(sender.sent) if fact[0] == who] for who in (ANNA, BO)}
    assert told == {ANNA: [0, 1, 2, 3, 4], BO: [0, 4]}
    stamps = [one.property("DTSTAMP") for one in sender.sent if one.recipient == ANNA]
    assert stamps == sorted(set(stamps))


def wait_in_vain(time, settle, sender) -> None:
    """Let a minute pass in which nothing leaves; letters in doubt make room for newer ones."""
    time.forward(minutes=1)
    sender.failures = [Temporary("451 later")] * 2
    settle()
    sender.failures = []


def test_a_cancellation_in_doubt_that_made_room_for_an_invitation_is_owed_when_that_never_left(
    meeting, time, database, settle, sender
):
    settle()
    sender.take()
    sender.failures = [InDoubt("no word after the dot")]
    remove(database, meeting, ANNA)
    settle()
    sender.failures = [Temporary("451 later")]
    with database.transaction() as session:
        anna = invitation_of(session, meeting, ANNA).person_id
        invitations.invite(session, meeting, people=[anna], by=SYSTEM)
    settle()
    wait_in_vain(time, settle, sender)
    sender.take()
    remove(database, meeting, ANNA)
    settle()
    assert facts(sender.take()) == [(ANNA, "CANCEL", 3)]


def test_a_notice_in_doubt_that_made_room_for_a_new_time_is_sent_anew_when_the_time_is_the_old(
    meeting, time, database, settle, sender
):
    sender.failures = [InDoubt("no word after the dot")] * 2
    settle()
    sender.failures = [Temporary("451 later")] * 2
    move(database, meeting)
    settle()
    wait_in_vain(time, settle, sender)
    back = MoveInput.model_validate({"start": "2027-02-04T09:00"})
    move(database, meeting, back)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]
