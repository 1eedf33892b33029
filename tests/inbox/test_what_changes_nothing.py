"""Which mails are taken and change nothing, and which are not ours?"""

from __future__ import annotations

import pytest

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.inbox import Outcome
from scheduler.inputs import CancelInput, OrganisationInput, PersonInput
from scheduler.model import ReplyAddress
from scheduler.services import invitations, meetings, people
from scheduler.tokens import KeyRing
from tests.factories import a_meeting, a_network, invitation_of
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


@pytest.mark.parametrize("attendee", [f"mailto:{BO}", "mailto:boss@kumla.example"])
def test_an_answer_in_another_s_name_changes_nothing(invited, take, database, attendee):
    meeting, anna, _ = invited
    before = everything(database)
    assert take(a_reply(anna, attendee=attendee), anna.sender) is Outcome.TAKEN
    assert everything(database) == before
    assert answer_of(database, meeting) == SILENT


def test_a_token_opens_only_its_own_network(invited, take, database, settle, sender):
    _, anna, _ = invited
    with database.transaction() as session:
        other = a_network(session, slug="other", people_=())
        kumla = OrganisationInput(name="Kumla kommun", kind="municipality")
        people.join_organisation(session, other.id, plan=kumla, by=SYSTEM)
        plan = PersonInput(name="Anna", email=ANNA, organisation="Kumla kommun", role="member")
        people.add(session, other.id, plan=plan, by=SYSTEM)
        meetings.call(session, a_meeting(session, other.id).id, by=SYSTEM)
    settle()
    [there] = sender.take()
    assert (there.recipient, there.sender == anna.sender) == (ANNA, False)

    before = everything(database)
    assert take(a_reply(there), anna.sender) is Outcome.TAKEN
    assert everything(database) == before


@pytest.mark.parametrize(
    "method", ["REQUEST", "CANCEL", "COUNTER", "PUBLISH", "REFRESH", "ADD", ""]
)
def test_only_a_reply_is_an_answer(invited, take, database, method):
    _, anna, _ = invited
    before = everything(database)
    assert take(a_reply(anna, method=method), anna.sender) is Outcome.TAKEN
    assert everything(database) == before


@pytest.mark.parametrize("word", ["NEEDS-ACTION", "DELEGATED", "X-PERHAPS", ""])
def test_no_answer_is_no_answer(invited, take, database, word):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED"), anna.sender)
    before = everything(database)
    assert take(a_reply(anna, word, stamp="20270104T093000Z"), anna.sender) is Outcome.TAKEN
    assert everything(database) == before
    assert answer_of(database, meeting)[0] == "declined"


def test_an_answer_to_a_meeting_that_nobody_knows_changes_nothing(invited, take, database):
    _, anna, _ = invited
    before = everything(database)
    assert take(a_reply(anna, uid="somebody-else@example"), anna.sender) is Outcome.TAKEN
    assert everything(database) == before


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
    assert take(a_reply(anna), anna.sender) is Outcome.TAKEN
    assert everything(database) == before


PLAIN = "From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{more}\r\nJag kommer.\r\n"


@pytest.mark.parametrize(
    "more",
    [
        "",
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: bulk\r\n",
        "Return-Path: <>\r\nContent-Type: multipart/report; boundary=x\r\n",
        "List-Id: <list.kumla.example>\r\n",
    ],
)
def test_mails_in_words_change_nothing_and_are_never_answered(invited, take, database, more):
    _, anna, _ = invited
    raw = PLAIN.format(sender=ANNA, to=anna.sender, subject="Sv: Ja", more=more).encode()
    before = everything(database)
    assert take(raw, anna.sender) is Outcome.TAKEN
    assert everything(database) == before


def test_a_bounce_that_brings_our_invitation_back_changes_nothing(invited, take, database):
    _, anna, _ = invited
    bounce = b"From: <>\r\nContent-Type: message/rfc822\r\n\r\n" + anna.raw
    before = everything(database)
    assert take(bounce, anna.sender) is Outcome.TAKEN
    assert take(anna.raw, anna.sender) is Outcome.TAKEN
    assert everything(database) == before


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"From: a@b.example, c@d.example\r\n\r\n",
        b"X: y\r\n" * 5000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
        b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
        b"Content-Type: text/calendar; charset=idna\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        b"A: b\r\n\r\n" + b"x" * (11 * 1024 * 1024),
    ],
    ids=["empty", "bytes", "two senders", "headers", "parts", "entries", "charset", "huge"],
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
    take(b"From: hemligt@kumla.example, b@kumla.example\r\n\r\n", anna.sender)
    written = "\n".join(
        record.getMessage() for record in caplog.records if record.name == "scheduler.inbox"
    )
    assert written.splitlines() == [
        "a mail was taken: 1 answers, 1 applied",
        "a mail was taken: 1 answers, 0 applied",
        "a mail was taken: 1 answers, 0 applied",
        "a mail to an unknown address",
        "a mail could not be read: SeveralSenders",
    ]
    assert [word for word in (token, "emligt", "kumla") if word in caplog.text.lower()] == []
