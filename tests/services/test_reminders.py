"""Who is reminded, when, and who never is."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AnswerInput, CancelInput, MoveInput
from scheduler.model import DueRow, Meeting
from scheduler.services import answers, meetings, series
from tests.factories import a_called_meeting, a_network, a_person, a_series, invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def _recipients(mails):
    return [mail.recipient for mail in mails]


def _answer(database, meeting, email, word):
    with database.transaction() as session:
        one = invitation_of(session, meeting, email)
        answers.answer(session, one.id, plan=AnswerInput(answer=word), via="link", by=SYSTEM)


def test_only_the_silent_are_reminded_before_the_deadline(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    sender.take()
    _answer(database, meeting, ANNA, "declined")
    settle()

    time.to(datetime(2027, 1, 25, 6, 59, tzinfo=UTC))
    settle()
    [own] = sender.take()
    assert (own.recipient, own.method) == (ANNA, "REQUEST")  # her calendar is told her answer
    time.to(datetime(2027, 1, 25, 7, 0, tzinfo=UTC))
    settle()

    reminders = sender.take()
    assert _recipients(reminders) == [BO]
    assert reminders[0].method == ""
    assert reminders[0].mail["Auto-Submitted"] == "auto-generated"


def test_those_who_come_are_reminded_the_day_before(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    _answer(database, meeting, ANNA, "accepted")
    _answer(database, meeting, BO, "declined")
    sender.take()

    time.to(datetime(2027, 2, 3, 11, 0, tzinfo=UTC))
    settle()

    assert _recipients(sender.take()) == [ANNA]


def test_a_moved_meeting_reminds_for_its_new_time_alone(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    with database.transaction() as session:
        meetings.move(session, meeting, plan=MoveInput(start="2027-03-04T09:00"), by=SYSTEM)
    settle()
    sender.take()

    time.to(datetime(2027, 2, 10, 12, 0, tzinfo=UTC))
    settle()
    assert sender.take() == []
    time.to(datetime(2027, 2, 22, 7, 0, tzinfo=UTC))
    settle()

    assert _recipients(sender.take()) == [ANNA, BO]


def test_a_cancelled_meeting_reminds_nobody(time, database, settle, sender):
    meeting = a_called_meeting(database)
    settle()
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    settle()
    sender.take()

    time.to(datetime(2027, 2, 20, 12, 0, tzinfo=UTC))
    settle()

    assert sender.take() == []


def test_the_secretary_is_reminded_of_missing_minutes(time, database, settle, sender):
    meeting = a_called_meeting(database)
    with database.transaction() as session:
        network_id = session.get_one(Meeting, meeting).network_id
        a_person(session, network_id, "sekr@orebro.example", role="secretary")
    settle()

    time.to(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
    settle()
    sender.take()
    time.to(datetime(2027, 2, 7, 7, 0, tzinfo=UTC))
    settle()

    assert _recipients(sender.take()) == ["sekr@orebro.example"]
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).status == "held"


def test_a_fixed_series_calls_each_date_on_its_notice_day(time, database, settle, sender):
    with database.transaction() as session:
        network = a_network(session)
        rhythm = a_series(session, network.id, notice_days=21)
    settle()
    assert sender.take() == []

    with database.transaction() as session:
        series.fix(session, rhythm.id, by=SYSTEM)
    settle()
    assert sender.take() == []  # the first is 28 January: its notice day is 7 January
    time.to(datetime(2027, 1, 7, 7, 0, tzinfo=UTC))
    settle()

    called = sender.take()
    assert [(mail.recipient, mail.property("DTSTART")) for mail in called] == [
        (ANNA, "20270128T090000"),
        (BO, "20270128T090000"),
    ]
    with database.reading() as session:
        waiting = session.scalars(
            select(DueRow.due_at)
            .where(DueRow.kind == "call_meeting", DueRow.state == "waiting")
            .order_by(DueRow.due_at)
        )
        assert [at.isoformat() for at in waiting] == [
            "2027-04-01T06:00:00+00:00",
            "2027-07-01T06:00:00+00:00",
            "2027-10-07T06:00:00+00:00",
        ]


def test_a_series_that_calls_all_now_sends_every_date_at_once(time, database, settle, sender):
    with database.transaction() as session:
        network = a_network(session, people_=(ANNA,))
        rhythm = a_series(session, network.id, when="all_now")
        series.fix(session, rhythm.id, by=SYSTEM)

    settle()

    assert sorted(mail.property("DTSTART") for mail in sender.take()) == [
        "20270128T090000",
        "20270422T090000",
        "20270722T090000",
        "20271028T090000",
    ]
