"""What can be done to a meeting, and who hears of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.calendar.timezone import TimeDoesNotExist
from scheduler.errors import NotFound
from scheduler.inputs import AnswerInput, CancelInput, MoveInput, TextInput
from scheduler.model import DueRow, Meeting
from scheduler.services import answers, invitations, meetings
from tests.factories import (
    a_called_meeting,
    a_meeting,
    a_network,
    an_actor,
    invitation_of,
)

ANNA, BO = "anna@kumla.example", "bo@nora.example"
NEW_TIME = MoveInput(start="2027-02-11T13:00", reason="Krock med fullmäktige")


def _facts(mails):
    return [(mail.recipient, mail.method, int(mail.property("SEQUENCE") or -1)) for mail in mails]


def _answer(database, meeting, email, word):
    with database.transaction() as session:
        one = invitation_of(session, meeting, email)
        answers.answer(session, one.id, plan=AnswerInput(answer=word), via="link", by=SYSTEM)


def test_calling_a_meeting_writes_each_invitee_one_invitation(time, database, settle, sender):
    meeting = a_called_meeting(database)

    settle()

    assert _facts(sender.take()) == [(ANNA, "REQUEST", 0), (BO, "REQUEST", 0)]
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert row.status == "called"
        assert [one.told_sequence for one in row.invitations] == [0, 0]


def test_moving_a_meeting_writes_each_invitee_one_update_and_resets_answers(
    time, database, settle, sender
):
    meeting = a_called_meeting(database)
    settle()
    first = sender.take()
    _answer(database, meeting, ANNA, "accepted")

    with database.transaction() as session:
        meetings.move(session, meeting, plan=NEW_TIME, by=SYSTEM)
    settle()

    moved = sender.take()
    assert _facts(moved) == [(ANNA, "REQUEST", 1), (BO, "REQUEST", 1)]
    assert moved[0].property("DTSTART") == "20270211T130000"
    assert "PARTSTAT=NEEDS-ACTION" in moved[0].calendar
    assert moved[0].property("UID") == first[0].property("UID")
    assert moved[0].property("DTSTAMP") > first[0].property("DTSTAMP")
    assert moved[0].property("ORGANIZER") == first[0].property("ORGANIZER")
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert (row.sequence, row.time_sequence) == (1, 1)
        assert {one.answer for one in row.invitations} == {"needs-action"}
        assert row.original_start.isoformat() == "2027-02-04T09:00:00"


def test_a_text_change_keeps_answers_and_spares_those_who_declined(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    sender.take()
    _answer(database, meeting, ANNA, "accepted")
    _answer(database, meeting, BO, "declined")

    with database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place="Slottet")
        meetings.change_text(session, meeting, plan=plan, by=SYSTEM)
    settle()

    changed = sender.take()
    assert _facts(changed) == [(ANNA, "REQUEST", 1)]
    assert "PARTSTAT=ACCEPTED" in changed[0].calendar
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert (row.sequence, row.time_sequence) == (1, 0)


def test_cancel_and_restore_go_to_those_who_were_told(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    sender.take()

    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(reason="Sjukdom"), by=SYSTEM)
    settle()
    cancelled = sender.take()
    with database.transaction() as session:
        meetings.restore(session, meeting, by=SYSTEM)
    settle()

    assert _facts(cancelled) == [(ANNA, "CANCEL", 1), (BO, "CANCEL", 1)]
    assert "Sjukdom" in cancelled[0].text
    assert _facts(sender.take()) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]


def test_a_meeting_cancelled_before_its_notice_left_mails_nobody(time, database, settle, sender):
    meeting = a_called_meeting(database)
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)

    settle()

    assert sender.take() == []


def test_one_more_invitee_gets_the_notice_and_nobody_else(time, database, settle, sender):
    with database.transaction() as session:
        network = a_network(session)
        meeting = a_meeting(session, network.id)
        late = invitation_of(session, meeting.id, BO)
        invitations.remove(session, late.id, by=SYSTEM)
        meetings.call(session, meeting.id, by=SYSTEM)
    settle()
    assert _facts(sender.take()) == [(ANNA, "REQUEST", 0)]

    with database.transaction() as session:
        bo = invitation_of(session, meeting.id, BO)
        invitations.invite(session, meeting.id, people=[bo.person_id], by=SYSTEM)
    settle()

    assert _facts(sender.take()) == [(BO, "REQUEST", 1)]


def test_removing_one_invitee_cancels_only_theirs(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    sender.take()

    with database.transaction() as session:
        one = invitation_of(session, meeting, BO)
        invitations.remove(session, one.id, by=SYSTEM)
    settle()

    assert _facts(sender.take()) == [(BO, "CANCEL", 1)]


def test_a_substitute_is_told_and_the_absent_one_cleared(time, database, settle, sender):
    with database.transaction() as session:
        network = a_network(session, people_=(ANNA, BO, "cia@nora.example"))
        meeting = a_meeting(session, network.id)
        cia = invitation_of(session, meeting.id, "cia@nora.example")
        invitations.remove(session, cia.id, by=SYSTEM)
        meetings.call(session, meeting.id, by=SYSTEM)
    settle()
    sender.take()

    with database.transaction() as session:
        bo = invitation_of(session, meeting.id, BO)
        invitations.substitute(session, bo.id, person_id=cia.person_id, by=SYSTEM)
    settle()

    assert [fact[:2] for fact in _facts(sender.take())] == [
        (BO, "CANCEL"),
        ("cia@nora.example", "REQUEST"),
    ]


def test_an_answer_to_an_earlier_time_is_kept_and_does_not_count(time, database, settle):
    meeting = a_called_meeting(database)
    settle()
    with database.transaction() as session:
        meetings.move(session, meeting, plan=NEW_TIME, by=SYSTEM)

    with database.transaction() as session:
        one = invitation_of(session, meeting, ANNA)
        plan = AnswerInput(answer="accepted")
        answers.answer(session, one.id, plan=plan, via="mail", by=SYSTEM, sequence=0, stamp=time())

    with database.reading() as session:
        one = invitation_of(session, meeting, ANNA)
        assert one.answer == "needs-action"
        assert [(reply.answer, reply.earlier_time) for reply in one.replies] == [("accepted", True)]


def test_times_that_do_not_exist_are_refused_with_the_next_that_does(time, database):
    with database.transaction() as session:
        network = a_network(session)
        with pytest.raises(TimeDoesNotExist) as refused:
            a_meeting(session, network.id, start="2027-03-28T02:30")
    assert refused.value.params["suggestion"] == datetime.fromisoformat("2027-03-28T03:30")


def test_a_meeting_keeps_its_wall_time_across_the_change_of_clocks(time, database):
    with database.transaction() as session:
        network = a_network(session)
        before = a_meeting(session, network.id, start="2027-03-26T09:00")
        after = a_meeting(session, network.id, start="2027-03-29T09:00")
    assert before.starts_at.isoformat() == "2027-03-26T08:00:00+00:00"
    assert after.starts_at.isoformat() == "2027-03-29T07:00:00+00:00"


def test_members_may_not_plan_and_strangers_see_nothing(time, database):
    with database.transaction() as session:
        network = a_network(session)
        meeting = a_meeting(session, network.id)
        with pytest.raises(NotAllowed):
            meetings.call(session, meeting.id, by=an_actor(network.id, "member"))
        with pytest.raises(NotFound):
            meetings.call(session, meeting.id, by=an_actor(meeting.id, "coordinator"))


def test_a_called_meeting_plans_its_reminders_at_wall_time(time, database, settle):
    meeting = a_called_meeting(database)
    settle()

    with database.reading() as session:
        rows = session.execute(
            select(DueRow.kind, DueRow.due_at).where(
                DueRow.meeting_id == meeting, DueRow.state == "waiting"
            )
        )
        planned = sorted((at.isoformat(), kind) for kind, at in rows)
    assert planned == [
        ("2027-01-25T07:00:00+00:00", "remind_silent"),
        ("2027-02-01T07:00:00+00:00", "send_brief"),
        ("2027-02-03T11:00:00+00:00", "remind_coming"),
        ("2027-02-04T11:00:00+00:00", "close"),
        ("2027-02-07T07:00:00+00:00", "remind_minutes"),
    ]
