"""Can a change be taken back as long as nobody has been told of it?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler import inputs
from scheduler.actor import SYSTEM
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, AnswerInput, CancelInput
from scheduler.model import Letter, Meeting
from scheduler.ports import Temporary
from scheduler.queries import waiting
from scheduler.services import agenda, answers, invitations, meetings, notices, sending
from scheduler.services.sending import TooLateToUndo
from tests.changing import ANNA, BO, facts, letters
from tests.factories import an_actor, invitation_of
from tests.leaving import (
    CIA,
    a_newcomer,
    answer_of,
    cancelled,
    invitation,
    later,
    latest,
    move,
    sequence,
    soon,
    state,
    states,
    text,
    undo,
)


def test_a_call_that_is_undone_has_called_nobody(planned, do, database, time, settle, sender):
    do(meetings.call, planned, leave=soon())
    assert states(database) == [(ANNA, "call", "queued"), (BO, "call", "queued")]
    undo(do, database, planned)
    assert state(database, planned)[0] == "planned"
    later(time, settle, hours=1)
    assert sender.take() == []
    assert [(who, why) for who, _, _, _, why in letters(database)] == [
        (ANNA, sending.UNDONE),
        (BO, sending.UNDONE),
    ]
    do(meetings.call, planned)
    assert facts(sender.take()) == [(ANNA, "REQUEST", 1), (BO, "REQUEST", 1)]


def test_a_move_that_is_undone_brings_the_answers_back_and_mails_nobody(
    meeting, do, database, time, settle, sender
):
    one = invitation(database, meeting, ANNA)
    do(answers.answer, one, plan=AnswerInput(answer="accepted"), via="link")
    later(time, settle, minutes=5)
    sender.take()
    before, told = state(database, meeting), sequence(database, meeting)
    do(meetings.move, meeting, **move())
    assert answer_of(database, meeting, ANNA) == "needs-action"
    undo(do, database, meeting)
    assert state(database, meeting) == before
    assert answer_of(database, meeting, ANNA) == "accepted"
    assert sequence(database, meeting) > told + 1
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_text_that_is_undone_stands_as_before(meeting, do, database, time, settle, sender):
    before = state(database, meeting)
    do(meetings.change_text, meeting, **text(title="Nytt", place="Stadshuset"))
    undo(do, database, meeting)
    assert state(database, meeting) == before
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_cancellation_that_is_undone_leaves_the_meeting_called(
    meeting, do, database, time, settle, sender
):
    do(meetings.cancel, meeting, **cancelled())
    undo(do, database, meeting)
    assert state(database, meeting)[0] == "called"
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_restoring_that_is_undone_leaves_the_meeting_cancelled(
    meeting, do, database, time, settle, sender
):
    do(meetings.cancel, meeting, plan=CancelInput())
    sender.take()
    do(meetings.restore, meeting, leave=soon())
    undo(do, database, meeting)
    assert state(database, meeting)[0] == "cancelled"
    later(time, settle, hours=1)
    assert sender.take() == []
    do(meetings.restore, meeting)
    assert [mail.method for mail in sender.take()] == ["REQUEST", "REQUEST"]
    assert state(database, meeting)[0] == "called"


def test_an_invitation_that_is_undone_takes_the_person_off_again(
    meeting, do, database, time, settle, sender
):
    cia = a_newcomer(database, meeting)
    do(invitations.invite, meeting, people=[cia], leave=soon())
    undo(do, database, meeting)
    with database.reading() as session:
        assert not invitation_of(session, meeting, CIA).active
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_removal_that_is_undone_keeps_the_person_and_their_link(
    meeting, do, database, time, settle, sender
):
    one = invitation(database, meeting, ANNA)
    do(invitations.remove, one, leave=soon())
    undo(do, database, meeting)
    with database.reading() as session:
        row = invitation_of(session, meeting, ANNA)
        assert (row.active, row.generation) == (True, 0)
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_substitute_that_is_undone_goes_and_the_first_one_comes_after_all(
    meeting, do, database, time, settle, sender
):
    cia, one = a_newcomer(database, meeting), invitation(database, meeting, ANNA)
    do(invitations.substitute, one, person_id=cia, leave=soon())
    assert states(database)[-2:] == [(BO, "call", "sent"), (CIA, "call", "queued")]
    undo(do, database, meeting)
    with database.reading() as session:
        assert invitation_of(session, meeting, ANNA).active
        assert not invitation_of(session, meeting, CIA).active
    later(time, settle, hours=1)
    assert sender.take() == []


def test_an_agenda_that_is_taken_back_reaches_nobody(meeting, do, database, time, settle, sender):
    points = inputs.parse(AgendaInput, {"items": [{"title": "Lägesbild"}]})
    do(agenda.put, meeting, plan=points)
    do(notices.send_agenda, meeting, leave=soon())
    assert states(database).count((ANNA, "agenda", "queued")) == 1
    undo(do, database, meeting)
    later(time, settle, hours=1)
    assert sender.take() == []


def test_a_notice_that_is_sent_again_can_be_taken_back(meeting, do, database, time, settle, sender):
    do(notices.resend, invitation(database, meeting, ANNA), leave=soon())
    undo(do, database, meeting)
    later(time, settle, hours=1)
    assert sender.take() == []


def test_every_kind_that_can_be_undone_has_its_way_back():
    assert set(sending.BACK) == waiting.UNDOABLE


def test_it_is_too_late_as_soon_as_one_letter_has_been_tried(
    meeting, do, database, time, settle, sender
):
    do(meetings.move, meeting, **move())
    sender.failures = [Temporary("451 4.3.0 Try later")]
    later(time, settle, seconds=60)
    with pytest.raises(TooLateToUndo):
        undo(do, database, meeting)
    assert state(database, meeting)[1] == "2027-02-11T13:00:00"


def test_only_the_latest_change_can_be_undone_and_then_the_one_before(
    meeting, do, database, time, settle, sender
):
    before = state(database, meeting)
    do(meetings.move, meeting, **move())
    first = latest(database, meeting)
    time.forward(seconds=10)
    do(meetings.change_text, meeting, **text(place="Stadshuset"))
    with pytest.raises(TooLateToUndo):
        do(sending.undo, first)
    undo(do, database, meeting)
    undo(do, database, meeting)
    assert state(database, meeting) == before
    later(time, settle, hours=1)
    assert sender.take() == []


def test_what_was_undone_is_not_undone_twice(meeting, do, database):
    do(meetings.move, meeting, **move())
    change = latest(database, meeting)
    do(sending.undo, change)
    with pytest.raises(TooLateToUndo):
        do(sending.undo, change)


def test_an_undone_second_change_leaves_the_first_to_be_told(
    meeting, do, database, time, settle, sender
):
    do(meetings.move, meeting, **move())
    time.forward(seconds=10)
    do(meetings.change_text, meeting, **text(place="Stadshuset"))
    undo(do, database, meeting)
    later(time, settle, seconds=60)
    mails = sender.take()
    assert [mail.recipient for mail in mails] == [ANNA, BO]
    assert [mail.property("DTSTART") for mail in mails] == ["20270211T130000"] * 2
    assert [mail.property("LOCATION") for mail in mails] == ["Residenset"] * 2


def test_only_those_who_plan_may_undo(meeting, do, database):
    do(meetings.move, meeting, **move())
    change = latest(database, meeting)
    with database.reading() as session:
        network = session.get_one(Meeting, meeting).network_id
    with database.transaction() as session, pytest.raises(NotFound):
        sending.undo(session, change, by=an_actor(meeting, "coordinator"))
    with database.transaction() as session:
        sending.undo(session, change, by=an_actor(network, "coordinator"))
        assert session.scalars(select(Letter.state).filter_by(kind="moved")).all() == [
            "withdrawn",
            "withdrawn",
        ]


def test_a_change_that_is_undone_before_its_letters_are_written_writes_none(
    meeting, database, time, settle, sender
):
    with database.transaction() as session:
        meetings.move(session, meeting, by=SYSTEM, **move())
    with database.transaction() as session:
        sending.undo(session, latest(database, meeting), by=SYSTEM)
    later(time, settle, hours=1)
    assert sender.take() == []
    assert {state for _, _, state in states(database)} == {"sent"}
