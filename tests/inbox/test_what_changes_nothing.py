"""Which mails are taken and change nothing, and which are not ours?"""

from __future__ import annotations

import pytest

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.inbox import Outcome
from scheduler.inputs import CancelInput
from scheduler.model import ReplyAddress
from scheduler.services import invitations, meetings
from scheduler.tokens import KeyRing
from tests.factories import invitation_of
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of, everything


@pytest.mark.parametrize(
    "address",
    [
        "svar+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@kallelse.example",
        "svar+å@kallelse.example",
        "svar+@kallelse.example",
        "svar+" + "a" * 5000 + "@kallelse.example",
        "postmaster@kallelse.example",
        "nobody",
    ],
)
def test_an_address_that_was_never_given_out_is_unknown(invited, take, database, address):
    _, anna, _ = invited
    before = everything(database)
    assert take(a_reply(anna), address) is Outcome.UNKNOWN
    assert everything(database) == before


def test_an_address_of_an_older_generation_is_unknown(invited, take, database):
    meeting, anna, _ = invited
    with database.transaction() as session:
        for address in session.query(ReplyAddress):
            address.generation += 1
    assert take(a_reply(anna), anna.sender) is Outcome.UNKNOWN
    assert answer_of(database, meeting) == SILENT


def test_an_address_signed_with_a_retired_key_works_while_the_ring_holds_it(
    invited, database, keys, settings
):
    meeting, anna, _ = invited
    longer = KeyRing(("a-newer-secret-0123456789-abcdefghijk", *keys.keys))
    taken = inbox.take(database, longer, settings, a_reply(anna), anna.sender)
    assert (taken, answer_of(database, meeting)[0]) == (Outcome.TAKEN, "accepted")

    with database.transaction() as session:
        for address in session.query(ReplyAddress):
            address.key = 1  # of a ring that was longer once
    assert inbox.take(database, keys, settings, a_reply(anna), anna.sender) is Outcome.UNKNOWN


@pytest.mark.parametrize("word", ["NEEDS-ACTION", ""])
def test_no_answer_is_no_answer(invited, take, database, word):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED"), anna.sender)
    before = everything(database)
    assert take(a_reply(anna, word, stamp="20270104T093000Z"), anna.sender) is Outcome.TAKEN
    assert everything(database) == before
    assert answer_of(database, meeting)[0] == "declined"


@pytest.mark.parametrize("end", ["cancelled", "over", "removed"])
def test_an_answer_that_comes_too_late_is_taken_and_changes_nothing(
    invited, take, database, time, settle, end
):
    meeting, anna, _ = invited
    with database.transaction() as session:
        if end == "cancelled":
            meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
        if end == "removed":
            invitations.remove(session, invitation_of(session, meeting, ANNA).id, by=SYSTEM)
    if end == "over":
        time.forward(days=40)
    settle()
    before = everything(database)
    for mail in (a_reply(anna), a_reply(anna, sender=BO), a_reply(anna, method="COUNTER")):
        assert take(mail, anna.sender) is Outcome.TAKEN
    assert everything(database) == before


def test_a_door_can_ask_whether_somebody_has_an_address(invited, database, keys, settings):
    _, anna, _ = invited
    before = everything(database)
    asked = [anna.sender, anna.sender.upper(), anna.sender.replace("svar+", "svar+a"), "", "x"]
    known = [inbox.knows(database, keys, settings, address) for address in asked]
    assert (known, everything(database)) == ([True, True, False, False, False], before)


@pytest.mark.parametrize(
    "raw",
    [
        b"X: y\r\n" * 5000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
        b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
        b"A: b\r\n\r\n" + b"x" * (11 * 1024 * 1024),
    ],
    ids=["headers", "parts", "entries", "huge"],
)
def test_what_cannot_be_read_is_taken_once_and_never_comes_back(invited, take, database, raw):
    _, anna, _ = invited
    before = everything(database)
    assert take(raw, anna.sender) is Outcome.TAKEN
    assert everything(database) == before


def test_nothing_about_anybody_is_written_in_the_log(invited, take, caplog):
    caplog.set_level("DEBUG")
    _, anna, _ = invited
    token = anna.sender.partition("@")[0].removeprefix("svar+")
    take(a_reply(anna, comment="Hemligt"), anna.sender)
    take(a_reply(anna, attendee="mailto:boss@kumla.example", comment="Hemligt"), anna.sender)
    take(a_reply(anna, uid="hemligt@kumla.example"), anna.sender)
    take(a_reply(anna), "svar+hemligt@kumla.example")
    take(b"From: hemligt@kumla.example\r\n" * 5000, anna.sender)
    take(b"From: hemligt@kumla.example\r\nSubject: Hemligt\r\n\r\nHemligt", anna.sender)
    written = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("scheduler")
    )
    assert written.splitlines() == [
        "a mail was taken: 1 answers, 1 counted",
        "a mail was taken: 1 answers, 0 counted",
        "a mail was taken: 1 answers, 0 counted",
        "a mail to an unknown address",
        "a mail could not be read: TooMuch",
        "a mail was taken: 0 answers, 0 counted",
    ]
    assert [word for word in (token, "emligt", "kumla") if word in caplog.text.lower()] == []
