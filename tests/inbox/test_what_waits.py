"""Which mails wait for somebody to look, and what do they change until then?"""

from __future__ import annotations

import pytest

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.inbox import Outcome
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import EventRow, Incoming, Letter
from scheduler.services import meetings, people
from tests.factories import a_meeting, a_network
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of, everything, kept

BOSS = "boss@kumla.example"
PLAIN = "From: {sender}\r\nSubject: {subject}\r\n{more}\r\n{text}\r\n"


def a_letter(sender=ANNA, subject="Sv: Ja", more="", text="Jag kommer."):
    return PLAIN.format(sender=sender, subject=subject, more=more, text=text).encode()


@pytest.mark.parametrize(
    ("said", "strange"),
    [
        ({"attendee": f"mailto:{BO}"}, BO),
        ({"attendee": f"mailto:{BOSS}"}, BOSS),
        ({"sender": BO}, BO),
        ({"sender": BO, "attendee": f"mailto:{BO}"}, BO),
        ({"sender": ""}, ""),
        ({"sender": f"{ANNA}, {BOSS}"}, f"{ANNA}, {BOSS}"),
        ({"sender": f'"{ANNA}" <{BOSS}>'}, BOSS),
        ({"sender": f"{ANNA} <{BOSS}>"}, BOSS),
        ({"sender": f"{BOSS} ({ANNA})"}, BOSS),
        ({"headers": f"From: {BOSS}"}, f"{ANNA}, {BOSS}"),
        ({"sent_by": BOSS}, BOSS),
        ({"sent_by": BOSS, "sender": BOSS}, BOSS),
        ({"attendee": "invalid:nomail", "sender": BOSS}, BOSS),
    ],
)
def test_an_answer_from_another_address_waits_for_somebody_to_look(
    invited, take, database, said, strange
):
    meeting, anna, _ = invited
    assert take(a_reply(anna, **said), anna.sender) is Outcome.TAKEN
    assert kept(database) == [("other_address", strange, "accepted")]
    assert (answer_of(database, meeting), answer_of(database, meeting, BO)) == (SILENT, SILENT)


def test_an_answer_that_waits_is_kept_with_all_that_is_needed_to_count_it(invited, take, database):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED", sender=BOSS, comment="Sjuk"), anna.sender)
    with database.reading() as session:
        row = session.query(Incoming).one()
        fact = session.query(EventRow).filter_by(kind="IncomingTaken").one()
        person = row.person_id
        assert (row.meeting_id, row.invitation.person_id) == (meeting, person)
        assert (row.answer, row.comment, row.sequence) == ("declined", "Sjuk", 0)
        assert (row.subject, row.text) == ("", "")
        assert (fact.by, fact.subject, fact.body["kind"]) == (
            f"mail:{person}",
            row.id,
            "other_address",
        )


def test_the_person_s_own_answer_counts_beside_another_s_in_the_same_mail(invited, take, database):
    meeting, anna, _ = invited
    both = a_reply(anna, "DECLINED", attendee=f"mailto:{BOSS}").replace(
        b"ATTENDEE;", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}\r\nATTENDEE;".encode()
    )
    take(both, anna.sender)
    assert (answer_of(database, meeting)[0], kept(database)) == ("accepted", [])


def test_a_newer_answer_from_the_same_address_takes_the_place_of_the_one_that_waits(
    invited, take, database
):
    _, anna, _ = invited
    take(a_reply(anna, "DECLINED", sender=BOSS, stamp="20270104T090500Z"), anna.sender)
    take(a_reply(anna, "ACCEPTED", sender=BOSS, stamp="20270104T090600Z"), anna.sender)
    take(a_reply(anna, "TENTATIVE", sender=BOSS, stamp="20270104T090400Z"), anna.sender)
    assert kept(database) == [("other_address", BOSS, "accepted")]


def test_the_same_mail_twice_waits_once(invited, take, database):
    _, anna, _ = invited
    mails = [
        a_reply(anna, sender=BOSS),
        a_reply(anna, sender=BOSS, stamp=""),
        a_reply(anna, uid="somebody-else@example"),
        a_letter(),
        a_letter(more="Message-ID: <1@kumla.example>\r\n"),
    ]
    for mail in mails:
        take(mail, anna.sender)
    once = everything(database)
    for mail in mails:
        assert take(mail, anna.sender) is Outcome.TAKEN
    assert everything(database) == once


def test_an_answer_to_a_meeting_that_we_do_not_know_is_kept(invited, take, database):
    meeting, anna, _ = invited
    assert take(a_reply(anna, uid="somebody-else@example"), anna.sender) is Outcome.TAKEN
    assert kept(database) == [("unknown_meeting", ANNA, "accepted")]
    assert answer_of(database, meeting) == SILENT


def test_a_token_opens_only_its_own_network(invited, take, database, settle, sender):
    _, anna, _ = invited
    with database.transaction() as session:
        other = a_network(session, slug="other", people_=())
        kumla = OrganisationInput(name="Kumla kommun", kind="municipality")
        people.join_organisation(session, other.id, plan=kumla, by=SYSTEM)
        plan = PersonInput(name="Anna", email=ANNA, organisation="Kumla kommun", role="member")
        people.add(session, other.id, plan=plan, by=SYSTEM)
        meeting = meetings.call(session, a_meeting(session, other.id).id, by=SYSTEM).id
    settle()
    [there] = sender.take()
    assert (there.recipient, there.sender == anna.sender) == (ANNA, False)

    assert take(a_reply(there), anna.sender) is Outcome.TAKEN
    assert answer_of(database, meeting) == SILENT
    assert kept(database) == [("unknown_meeting", ANNA, "accepted")]


@pytest.mark.parametrize(
    "method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER", "X", ""]
)
def test_what_organizers_send_is_never_acted_on_and_shown_to_somebody(
    invited, take, database, method
):
    meeting, anna, _ = invited
    assert take(a_reply(anna, method=method), anna.sender) is Outcome.TAKEN
    assert kept(database) == [("mail", ANNA, "")]
    assert answer_of(database, meeting) == SILENT


@pytest.mark.parametrize("word", ["DELEGATED", "X-PERHAPS"])
def test_a_reply_without_a_word_that_we_know_is_shown_to_somebody(invited, take, database, word):
    meeting, anna, _ = invited
    take(a_reply(anna, word), anna.sender)
    assert (kept(database), answer_of(database, meeting)) == ([("mail", ANNA, "")], SILENT)


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ("", "mail"),
        ("Auto-Submitted: no\r\n", "mail"),
        ("Auto-Submitted: auto-replied\r\n", "automatic"),
        ("Precedence: bulk\r\n", "automatic"),
        ("X-Auto-Response-Suppress: All\r\n", "automatic"),
        ("Return-Path: <>\r\nContent-Type: multipart/report; boundary=x\r\n", "automatic"),
        ("List-Id: <list.kumla.example>\r\n", "automatic"),
    ],
)
def test_words_are_shown_to_somebody_and_never_answered(
    invited, take, database, settle, sender, more, kind
):
    meeting, anna, _ = invited
    assert take(a_letter(more=more), anna.sender) is Outcome.TAKEN
    assert kept(database) == [(kind, ANNA, "")]
    settle()
    assert (answer_of(database, meeting), sender.take()) == (SILENT, [])


def test_the_words_of_a_mail_are_kept_clean_and_as_far_as_anybody_reads(invited, take, database):
    _, anna, _ = invited
    text = "Jag\x0bkommer\x00 <b>\r\n" + "å" * 5_000
    subject = "Sv: =?utf-8?q?L=C3=A4ns?="
    more = "Content-Type: text/plain; charset=utf-8\r\n"
    take(a_letter(subject=subject, more=more, text=text), anna.sender)
    with database.reading() as session:
        row = session.query(Incoming).one()
        assert (row.subject, row.text) == (
            "Sv: Läns",
            ("Jag\nkommer <b>\n" + "å" * 5_000)[:4_000],
        )


def test_our_own_letter_come_back_is_shown_and_changes_nothing(invited, take, database):
    meeting, anna, _ = invited
    wrapped = b"From: <>\r\nContent-Type: message/rfc822\r\n\r\n" + anna.raw
    assert take(anna.raw, anna.sender) is Outcome.TAKEN
    assert take(wrapped, anna.sender) is Outcome.TAKEN
    assert kept(database) == [("automatic", anna.sender, ""), ("mail", "", "")]
    with database.reading() as session:
        assert {letter.state for letter in session.query(Letter)} == {"sent"}
    assert answer_of(database, meeting) == SILENT


def test_a_flood_of_mails_does_not_bury_what_waits(invited, take, database, time):
    meeting, anna, _ = invited
    for number in range(60):
        assert take(a_letter(subject=f"{number}"), anna.sender) is Outcome.TAKEN
    assert len(kept(database)) == 50
    take(a_reply(anna), anna.sender)
    assert answer_of(database, meeting)[0] == "accepted"
    time.forward(hours=25)
    take(a_letter(subject="another day"), anna.sender)
    assert len(kept(database)) == 51


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        (["mx.kallelse.example; dmarc=pass"], True),
        (["mx.kallelse.example; dmarc=fail (p=reject) header.from=kumla.example"], False),
        (["MX.Kallelse.Example 1; spf=pass; DMARC = FAIL"], False),
        (["mx.kallelse.example; spf=fail; dkim=fail"], True),
        (["mx.kallelse.example; dmarc=temperror"], True),
        (["mx.elsewhere.example; dmarc=fail"], True),
        (["mx.kallelse.example; dmarc=pass", "mx.kallelse.example; dmarc=fail"], True),
        (["mx.kallelse.example; dmarc=fail", "mx.kallelse.example; dmarc=pass"], False),
        (["mx.elsewhere.example; dmarc=pass", "mx.kallelse.example; dmarc=fail"], False),
        (["mx.kallelse.example; spf=pass", "mx.kallelse.example; dmarc=fail"], False),
        ([], True),
    ],
)
def test_an_answer_that_our_mail_server_disowns_waits(
    invited, keys, settings, database, headers, counts
):
    meeting, anna, _ = invited
    own = settings.model_copy(update={"authserv_id": "mx.kallelse.example"})
    lines = "\r\n".join(f"Authentication-Results: {one}" for one in headers)
    assert inbox.take(database, keys, own, a_reply(anna, headers=lines), anna.sender) == 0
    waits = [] if counts else [("unconfirmed", ANNA, "accepted")]
    assert (kept(database), answer_of(database, meeting)[0]) == (
        waits,
        "accepted" if counts else "needs-action",
    )


def test_without_a_name_of_our_mail_server_nothing_is_disowned(invited, take, database):
    meeting, anna, _ = invited
    headers = "Authentication-Results: mx.kallelse.example; dmarc=fail"
    take(a_reply(anna, headers=headers), anna.sender)
    assert (kept(database), answer_of(database, meeting)[0]) == ([], "accepted")
