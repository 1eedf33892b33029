"""Does a letter get out, again and again if need be, and do we know what became of it?"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.model import DueRow, Letter
from scheduler.ports import InDoubt, Permanent, Temporary, Unreachable
from scheduler.services import letters, meetings
from tests.factories import a_called_meeting, a_meeting, a_network

ANNA = "anna@kumla.example"


@pytest.fixture
def called(time, database) -> UUID:
    """A called meeting with one invitee, whose letter has not been tried yet."""
    with database.transaction() as session:
        network = a_network(session, people_=(ANNA,))
        meeting = a_meeting(session, network.id)
        meetings.call(session, meeting.id, by=SYSTEM)
    return meeting.id


def the_letter(database: Database) -> Letter:
    """The only letter there is."""
    with database.reading() as session:
        return session.scalars(select(Letter)).one()


def fields(database: Database, *names: str) -> tuple[Any, ...]:
    """Some columns of the only letter there is."""
    letter = the_letter(database)
    return tuple(getattr(letter, name) for name in names)


def next_try(database: Database) -> datetime | None:
    """When the only letter is tried next; None if never."""
    with database.reading() as session:
        waiting = (DueRow.kind == "deliver") & (DueRow.state == "waiting")
        return session.scalar(select(DueRow.due_at).where(waiting))


def test_calling_a_meeting_sends_each_invitee_one_mail_once(time, database, settle, sender):
    a_called_meeting(database)
    settle()
    settle()
    time.forward(hours=80)
    settle()
    assert [mail.recipient for mail in sender.tried] == [ANNA, "bo@nora.example"]


def test_what_the_server_took_is_written_down_and_the_bytes_are_forgotten(
    called, time, database, settle, sender
):
    settle()
    [mail] = sender.sent
    letter = the_letter(database)
    assert (letter.state, letter.answer, letter.tries) == ("sent", "250 taken", 1)
    assert (letter.sent_at, letter.raw) == (time(), None)
    assert letter.raw_sha256 == hashlib.sha256(mail.raw).hexdigest()
    assert (letter.message_id, letter.recipient) == (str(mail.mail["Message-ID"]), ANNA)
    assert str(mail.mail["X-Kallelse-Letter"]) == str(letter.id)


def test_a_letter_that_is_not_taken_is_tried_again_and_given_up_after_three_days(
    called, time, database, settle, sender
):
    sender.failures = [Temporary("451 later")] * 200
    began, moments = time(), []
    settle()
    while (due_at := next_try(database)) is not None:
        moments.append((due_at - began) // timedelta(minutes=1))
        time.to(due_at)
        settle()

    hourly = range(120, 72 * 60 + 1, 60)
    assert moments == [1, 5, 15, 30, 60, *hourly]
    assert len({mail.raw for mail in sender.tried}) == 1
    assert fields(database, "state", "answer", "reason", "raw") == (
        "dead",
        "451 later",
        "The mail server did not take it for three days.",
        None,
    )


def test_every_try_is_the_same_mail(called, time, database, settle, sender):
    sender.failures = [Temporary("451 later"), InDoubt("no answer"), Temporary("451 later")]
    settle()
    for minutes in (1, 5, 15):
        time.forward(minutes=minutes)
        settle()
    assert len(sender.tried) == 4
    assert len(set(sender.tried)) == 1
    shown = ("Message-ID", "Date")
    assert len({tuple(str(one.mail[name]) for name in shown) for one in sender.tried}) == 1
    assert {one.property("DTSTAMP") for one in sender.tried} == {"20270104T090000Z"}
    assert the_letter(database).raw_sha256 == hashlib.sha256(sender.sent[0].raw).hexdigest()


def test_a_refusal_for_good_ends_it(called, time, database, settle, sender):
    sender.failures = [Permanent("550 5.1.1 no such user")]
    settle()
    time.forward(hours=100)
    settle()
    assert len(sender.tried) == 1
    assert fields(database, "state", "answer", "reason", "raw") == (
        "dead",
        "550 5.1.1 no such user",
        "The mail server refused it for good.",
        None,
    )


def test_silence_after_the_dot_is_doubt_and_stays_doubt_until_a_mail_is_taken(
    called, time, database, settle, sender
):
    sender.failures = [InDoubt("no answer"), Temporary("451 later")]
    settle()
    assert fields(database, "state", "answer") == ("doubt", "no answer")
    time.forward(minutes=1)
    settle()
    assert fields(database, "state", "answer") == ("doubt", "451 later")
    time.forward(minutes=5)
    settle()
    assert fields(database, "state", "answer") == ("sent", "250 taken")


def test_a_fault_of_the_sender_leaves_doubt_and_not_a_letter_on_its_way_for_ever(
    called, time, database, settle, sender
):
    sender.failures = [RuntimeError("a bug")]
    settle()
    assert fields(database, "state", "answer") == ("doubt", "RuntimeError")
    time.forward(minutes=1)
    settle()
    assert the_letter(database).state == "sent"
    assert len(set(sender.tried)) == 1


def test_a_letter_that_cannot_be_written_is_tried_again_and_dies_in_the_open(
    called, time, database, settle, sender, post, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(type(post.renderer), "letter", None)
        settle()
        assert fields(database, "state", "answer", "tries") == ("queued", "TypeError", 1)
        time.forward(hours=73)
        settle()
    assert fields(database, "state", "answer") == ("dead", "TypeError")
    assert sender.tried == []


def test_a_letter_that_was_given_up_can_be_tried_again(called, time, database, settle, sender):
    sender.failures = [Permanent("550 no such user")]
    settle()
    with database.transaction() as session:
        letters.retry(session, the_letter(database).id, by=SYSTEM)
    settle()
    assert fields(database, "state", "reason", "tries") == ("sent", "", 1)


def test_a_letter_in_doubt_that_was_given_up_is_tried_again_with_the_same_bytes(
    called, time, database, settle, sender
):
    sender.failures = [InDoubt("no answer"), Permanent("550 no such user")]
    settle()
    time.forward(minutes=1)
    settle()
    assert the_letter(database).state == "dead"
    time.forward(hours=1)
    with database.transaction() as session:
        letters.retry(session, the_letter(database).id, by=SYSTEM)
    settle()
    assert the_letter(database).state == "sent"
    assert len(set(sender.tried)) == 1


def test_a_held_letter_leaves_only_when_somebody_lets_it_go(called, time, database, settle, sender):
    sender.failures = [Temporary("451 later")]
    settle()
    with database.transaction() as session:
        session.get_one(Letter, the_letter(database).id).state = "held"
    time.forward(hours=1)
    settle()
    assert (len(sender.tried), the_letter(database).state) == (1, "held")

    with database.transaction() as session:
        letters.retry(session, the_letter(database).id, by=SYSTEM)
    settle()
    assert (len(sender.tried), the_letter(database).state) == (2, "sent")


def test_one_refused_letter_does_not_stop_the_others(time, database, settle, sender):
    a_called_meeting(database)
    sender.failures = [Permanent("550 no such user")]
    settle()
    with database.reading() as session:
        assert sorted(session.scalars(select(Letter.state))) == ["dead", "sent"]
    assert len(sender.sent) == 1


def test_a_domain_with_letters_of_its_own_travels_in_ascii(time, database, settle, sender):
    with database.transaction() as session:
        network = a_network(session, people_=("bo@malmö.example",))
        meetings.call(session, a_meeting(session, network.id).id, by=SYSTEM)
    settle()
    assert [one.recipient for one in sender.sent] == ["bo@xn--malm-8qa.example"]
    assert b"To: Bo <bo@xn--malm-8qa.example>" in sender.sent[0].raw


def test_when_the_mail_server_is_back_all_that_waited_for_it_leaves_at_once(
    time, database, settle, sender
):
    a_called_meeting(database)
    for hour in range(6):  # an outage: by now the next try is an hour away
        sender.failures = [Unreachable("no route")] * 2
        settle()
        time.forward(hours=1 if hour < 5 else 0)
    time.forward(minutes=5)
    settle()
    assert sender.sent == []

    with database.transaction() as session:
        network = a_network(session, slug="annat", people_=("nils@solna.example",))
        meetings.call(session, a_meeting(session, network.id).id, by=SYSTEM)
    settle()

    assert [mail.recipient for mail in sender.take()] == [
        ANNA,
        "bo@nora.example",
        "nils@solna.example",
    ]


def test_a_letter_that_one_domain_puts_off_waits_its_own_time(time, database, settle, sender):
    a_called_meeting(database)
    sender.failures = [Temporary("450 greylisted")]
    settle()
    assert [mail.recipient for mail in sender.take()] == ["bo@nora.example"]
