"""Which mails to `svar+<token>@` are an answer, and whose?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.inputs import MoveInput, PersonInput
from scheduler.model import EventRow, Meeting
from scheduler.services import answers, meetings, people
from tests.factories import invitation_of
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of, everything


@pytest.mark.parametrize(
    ("word", "answer"),
    [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")],
)
def test_a_reply_from_a_calendar_is_the_person_s_answer(invited, take, database, word, answer):
    meeting, anna, _ = invited
    assert take(a_reply(anna, word, comment="Kommer med tåg"), anna.sender) is Outcome.TAKEN
    assert answer_of(database, meeting) == (answer, "Kommer med tåg", "mail")
    assert answer_of(database, meeting, BO) == SILENT


def test_the_same_reply_twice_is_one_answer(invited, take, database):
    _, anna, _ = invited
    take(a_reply(anna), anna.sender)
    once = everything(database)
    assert take(a_reply(anna), anna.sender) is Outcome.TAKEN
    assert everything(database) == once


def test_a_reply_is_recorded_as_the_person_s_own(invited, take, database):
    meeting, anna, _ = invited
    take(a_reply(anna), anna.sender)
    with database.reading() as session:
        person = invitation_of(session, meeting, ANNA).person_id
        fact = session.query(EventRow).filter_by(kind="InvitationAnswered").one()
        assert (fact.by, fact.body["via"]) == (f"mail:{person}", "mail")


def test_a_later_reply_counts_and_an_earlier_one_that_comes_late_does_not(invited, take, database):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED", stamp="20270104T091000Z"), anna.sender)
    take(a_reply(anna, "ACCEPTED", stamp="20270104T090500Z"), anna.sender)
    assert answer_of(database, meeting)[0] == "declined"
    take(a_reply(anna, "TENTATIVE", stamp="20270104T092000Z"), anna.sender)
    assert answer_of(database, meeting)[0] == "tentative"


def test_an_answer_from_a_clock_that_is_years_ahead_can_still_be_changed(
    invited, take, database, time
):
    meeting, anna, _ = invited
    take(a_reply(anna, "ACCEPTED", stamp="20990101T000000Z"), anna.sender)
    time.forward(minutes=5)
    take(a_reply(anna, "DECLINED", stamp="20270104T100400Z"), anna.sender)
    assert answer_of(database, meeting)[0] == "declined"


def test_a_reply_to_the_time_before_a_move_does_not_count(invited, take, database, settle, sender):
    meeting, anna, _ = invited
    with database.transaction() as session:
        meetings.move(
            session,
            meeting,
            plan=MoveInput.model_validate({"start": "2027-02-11T13:00"}),
            by=SYSTEM,
        )
    settle()
    moved = sender.take()[0]

    take(a_reply(anna, stamp="20270104T095900Z"), anna.sender)
    assert answer_of(database, meeting) == SILENT
    take(a_reply(moved, stamp="20270104T100000Z"), moved.sender)
    assert answer_of(database, meeting) == ("accepted", "", "mail")


@pytest.mark.parametrize(
    "recipient",
    [
        "{local}@KALLELSE.example",
        "{upper}@kallelse.example",
        "<{local}@kallelse.example>",
        "{escaped}@kallelse.example",
    ],
)
def test_the_envelope_s_address_is_known_however_it_is_written(invited, take, database, recipient):
    meeting, anna, _ = invited
    local = anna.sender.partition("@")[0]
    escaped = local.replace("+", "%2B")
    written = recipient.format(local=local, upper=local.upper(), escaped=escaped)
    assert take(a_reply(anna), written) is Outcome.TAKEN
    assert answer_of(database, meeting)[0] == "accepted"


def test_without_an_envelope_the_headers_say_whom_it_is_for(invited, take, database):
    meeting, anna, _ = invited
    assert take(a_reply(anna)) is Outcome.TAKEN
    assert answer_of(database, meeting)[0] == "accepted"
    assert take(a_reply(anna, recipient="somebody@kallelse.example")) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "attendee", [f"MAILTO:{ANNA.upper()}", "mailto:anna%40kumla.example", "invalid:nomail"]
)
def test_an_attendee_that_is_the_person_or_nobody_is_the_person(invited, take, database, attendee):
    meeting, anna, _ = invited
    take(a_reply(anna, attendee=attendee), anna.sender)
    assert answer_of(database, meeting)[0] == "accepted"


def test_an_answer_from_the_address_that_was_invited_counts_after_a_change_of_address(
    invited, take, database
):
    meeting, anna, _ = invited
    with database.transaction() as session:
        one = invitation_of(session, meeting, ANNA)
        plan = PersonInput(
            name="Anna", email="anna.ny@kumla.example", organisation="Kumla kommun", role="member"
        )
        network = session.get_one(Meeting, meeting).network_id
        people.change(session, one.person_id, network_id=network, plan=plan, by=SYSTEM)
    take(a_reply(anna), anna.sender)
    assert answer_of(database, meeting, "anna.ny@kumla.example")[0] == "accepted"


def test_a_long_comment_is_kept_as_far_as_there_is_room(invited, take, database):
    meeting, anna, _ = invited
    take(a_reply(anna, comment="å" * 3_000), anna.sender)
    assert answer_of(database, meeting) == ("accepted", "å" * 1_000, "mail")


@pytest.fixture
def hasty(invited, database, monkeypatch) -> Iterator[Database]:
    """The same database, opened by somebody who does not wait for a lock."""
    monkeypatch.setattr("scheduler.database.BUSY_SECONDS", 0)
    opened = Database(database.url)
    yield opened
    opened.close()


def test_the_mail_server_keeps_a_reply_while_the_database_is_busy(
    invited, take, database, hasty, keys, settings
):
    meeting, anna, _ = invited
    with database.transaction() as session:
        session.execute(text("SELECT 1"))  # which takes the lock
        busy = inbox.take(hasty, keys, settings, a_reply(anna), anna.sender)
    assert (busy, answer_of(database, meeting)) == (Outcome.LATER, SILENT)
    assert inbox.take(hasty, keys, settings, a_reply(anna), anna.sender) is Outcome.TAKEN
    assert answer_of(database, meeting)[0] == "accepted"


def test_the_mail_server_keeps_a_reply_that_a_fault_of_ours_refuses(
    invited, take, database, monkeypatch
):
    meeting, anna, _ = invited
    with monkeypatch.context() as broken:
        broken.setattr(answers, "answer", None)
        assert take(a_reply(anna), anna.sender) is Outcome.LATER
    assert take(a_reply(anna), anna.sender) is Outcome.TAKEN
    assert answer_of(database, meeting)[0] == "accepted"
