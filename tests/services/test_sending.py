"""Do letters wait as long as they should, and is nobody mailed who need not be?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.inputs import AnswerInput, MoveInput
from scheduler.queries import waiting
from scheduler.services import answers, meetings, sending
from scheduler.services.refusals import LeavesTooLate, TimeHasPassed
from scheduler.services.sending import NothingWaits
from tests.changing import ANNA, BO, letters
from tests.factories import invitation_of
from tests.leaving import (
    answer_of,
    cancelled,
    invitation,
    later,
    latest,
    move,
    state,
    states,
    text,
)


def test_moving_and_moving_back_within_the_window_mails_nobody(
    meeting, do, database, time, settle, sender
):
    one = invitation(database, meeting, ANNA)
    do(answers.answer, one, plan=AnswerInput(answer="declined"), via="link")
    later(time, settle, minutes=5)
    sender.take()
    do(meetings.move, meeting, **move())
    time.forward(seconds=20)
    do(meetings.move, meeting, plan=MoveInput(start="2027-02-04T09:00", undo_seconds=60))
    later(time, settle, hours=1)
    assert sender.take() == []
    assert answer_of(database, meeting, ANNA) == "declined"
    gone = [why for _, kind, _, state, why in letters(database) if kind == "moved"]
    assert gone == ["Nothing differs from what the person was told before."] * 2


def test_several_changes_within_the_window_are_one_mail_per_person_with_the_end_state(
    meeting, do, database, time, settle, sender
):
    do(meetings.move, meeting, **move())
    time.forward(seconds=20)
    do(meetings.change_text, meeting, **text(title="Nytt namn", place="Stadshuset"))
    time.forward(seconds=20)
    do(meetings.move, meeting, **move("2027-02-12T10:00"))
    later(time, settle, seconds=60)
    mails = sender.take()
    assert [mail.recipient for mail in mails] == [ANNA, BO]
    for mail in mails:
        assert mail.property("DTSTART") == "20270212T100000"
        assert mail.property("LOCATION") == "Stadshuset"
        assert mail.property("SUMMARY") == "Nytt namn"
    assert [state for _, _, state in states(database)].count("withdrawn") == 4


def test_who_is_not_affected_gets_nothing(meeting, do, database, time, settle, sender):
    one = invitation(database, meeting, BO)
    do(answers.answer, one, plan=AnswerInput(answer="declined"), via="link")
    later(time, settle, minutes=5)
    sender.take()
    do(meetings.change_text, meeting, **text(place="Stadshuset"))
    later(time, settle, seconds=60)
    assert [mail.recipient for mail in sender.take()] == [ANNA]


def test_held_letters_wait_until_they_are_let_go(meeting, do, database, time, settle, sender):
    do(meetings.move, meeting, **move(hold=True))
    assert states(database).count((ANNA, "moved", "held")) == 1
    later(time, settle, days=5)
    assert sender.take() == []
    do(sending.let_go, latest(database, meeting))
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]


def test_letters_that_wait_can_be_held_and_do_not_leave_at_their_time(
    meeting, do, database, time, settle, sender
):
    do(meetings.move, meeting, **move())
    do(sending.hold, latest(database, meeting))
    later(time, settle, hours=2)
    assert sender.take() == []
    with database.reading() as session:
        (one,) = waiting.changes(session, meeting)
        assert (one.held, one.count, one.names, one.can_undo) == (True, 2, ("Anna", "Bo"), True)


def test_held_letters_survive_a_restart(meeting, do, database, engine, time, settle, sender):
    do(meetings.move, meeting, **move(hold=True))
    engine.recover()
    later(time, settle, days=1)
    assert sender.take() == []
    assert states(database).count((BO, "moved", "held")) == 1


def test_a_change_after_a_held_one_replaces_its_letters(
    meeting, do, database, time, settle, sender
):
    do(meetings.move, meeting, **move(hold=True))
    do(meetings.change_text, meeting, **text(place="Stadshuset"))
    later(time, settle, seconds=60)
    mails = sender.take()
    assert [mail.property("DTSTART") for mail in mails] == ["20270211T130000"] * 2
    assert [mail.property("LOCATION") for mail in mails] == ["Stadshuset"] * 2
    assert "held" not in [state for _, _, state in states(database)]


def test_letters_leave_at_the_time_that_was_chosen(meeting, do, database, time, settle, sender):
    do(meetings.move, meeting, **move(send_at="2027-01-05T08:00"))  # 07:00 in UTC
    later(time, settle, hours=21, minutes=59)
    assert sender.take() == []
    later(time, settle, minutes=1)
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        ("2027-01-04T10:00", TimeHasPassed),
        ("2026-12-31T10:00", TimeHasPassed),
        ("2027-02-04T09:00", LeavesTooLate),
        ("2027-02-11T12:00", LeavesTooLate),  # those who know the earlier time would come to it
    ],
)
def test_a_time_to_leave_that_is_past_or_too_late_is_refused(meeting, do, database, at, refusal):
    with pytest.raises(refusal) as refused:
        do(meetings.move, meeting, **move(send_at=at))
    assert refused.value.field == "send_at"
    assert state(database, meeting)[1] == "2027-02-04T09:00:00"


def test_a_change_just_before_the_meeting_leaves_at_once(
    meeting, do, database, time, settle, sender
):
    later(time, settle, days=30, hours=22, minutes=59, seconds=30)
    sender.take()
    do(meetings.cancel, meeting, **cancelled())
    assert [mail.method for mail in sender.take()] == ["CANCEL", "CANCEL"]


def test_what_has_left_is_neither_held_nor_sent_again(meeting, do, database, settle, sender):
    do(meetings.move, meeting, plan=MoveInput(start="2027-02-11T13:00"))
    sender.take()
    for service in (sending.hold, sending.let_go):
        with pytest.raises(NothingWaits):
            do(service, latest(database, meeting))
    assert sender.take() == []


def test_a_letter_for_a_dead_address_keeps_its_own_reason(
    meeting, do, database, time, settle, sender
):
    with database.transaction() as session:
        invitation_of(session, meeting, ANNA).person.bounced_at = now()
    do(meetings.move, meeting, **move())
    later(time, settle, seconds=60)
    sender.take()
    with pytest.raises(NothingWaits):
        do(sending.hold, latest(database, meeting))
    held = [why for _, _, _, state, why in letters(database) if state == "held"]
    assert held == ["The address takes no mail. Change it, or try it again."]


def test_letters_that_are_still_being_written_can_be_held_and_let_go(
    meeting, database, time, settle, sender
):
    with database.transaction() as session:
        meetings.move(session, meeting, by=SYSTEM, **move())
    change = latest(database, meeting)
    with database.transaction() as session:
        sending.hold(session, change, by=SYSTEM)
    later(time, settle, hours=1)
    assert sender.take() == []
    assert states(database).count((ANNA, "moved", "held")) == 1
    with database.transaction() as session:
        meetings.move(session, meeting, by=SYSTEM, **move("2027-02-12T10:00"))
    change = latest(database, meeting)
    with database.transaction() as session:
        sending.let_go(session, change, by=SYSTEM)
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]
