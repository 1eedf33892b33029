"""Do the replies of real clients say what their senders meant?"""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.calendar.message import compose
from scheduler.calendar.reply import Answer, Inbound, read
from tests.calendar.made import a_mail

SAMPLES = Path(__file__).parent / "samples"


def sample(name):
    return (SAMPLES / f"{name}.eml").read_bytes()


def an_answer(word, *, minute, second=0, comment="", sequence=2):
    return Answer(
        uid="3f7a@kallelse.example",
        answer=word,
        comment=comment,
        attendee="samordnare@kumla.example",
        sequence=sequence,
        stamp=datetime(2027, 1, 11, 8, minute, second, tzinfo=UTC),
    )


def a_reply(*lines, head="", partstat="ACCEPTED"):
    event = lines or (
        "UID:1@kallelse.example",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:a@b.example",
        "SEQUENCE:1",
        "DTSTAMP:20270111T083500Z",
    )
    return as_mail("METHOD:REPLY", "BEGIN:VEVENT", *event, "END:VEVENT", head=head)


def as_mail(*lines, head=""):
    return "\r\n".join(
        [
            "From: a@b.example",
            *([head] if head else []),
            "Content-Type: text/calendar; charset=utf-8",
            "",
            *("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""),
        ]
    ).encode()


def answers(raw):
    return [(said.uid, said.answer, said.attendee) for said in read(raw).answers]


def test_an_exchange_reply_without_organizer_in_a_windows_zone_and_base64_is_read():
    assert read(sample("exchange")) == Inbound(
        tokens=("abc234",),
        sender="samordnare@kumla.example",
        method="REPLY",
        said=(an_answer("accepted", minute=35, second=12, comment="Vi kommer två, säkert."),),
        message_id="<AM0PR01MB0001.eurprd01.prod.exchange.example>",
        answers_to=("<letter-7.1@kallelse.example>",),
        automatic=False,
        subject="Accepterat: Länsnätverket",
        text="Vi kommer två, säkert.",
    )


def test_a_google_reply_in_utc_with_the_comment_as_a_parameter_is_read():
    assert read(sample("google")) == Inbound(
        tokens=("abc234",),
        sender="samordnare@kumla.example",
        method="REPLY",
        said=(an_answer("declined", minute=40, comment="Krockar, tyvarr"),),
        message_id="<calendar-5b1e@calendar.example>",
        automatic=True,
        subject="Avböjt: Länsnätverket",
        text="samordnare@kumla.example har tackat nej till den här inbjudan.",
    )


def test_a_thunderbird_reply_in_8bit_with_the_whole_entry_is_read():
    assert read(sample("thunderbird")) == Inbound(
        tokens=("abc234",),
        sender="samordnare@kumla.example",
        method="REPLY",
        said=(an_answer("tentative", minute=44, second=55),),
        message_id="<0d7c4f1e-7d31-4e0f-8a43-6f6f0c1a2b3c@kumla.example>",
        automatic=False,
        subject="Svar på inbjudan (Preliminärt): Länsnätverket",
        text="Samordnare Kumla <samordnare@kumla.example> har preliminärt godkänt inbjudan.",
    )


def test_an_apple_reply_in_quoted_printable_is_read():
    assert read(sample("apple")) == Inbound(
        tokens=("abc234",),
        sender="samordnare@kumla.example",
        method="REPLY",
        said=(an_answer("accepted", minute=50),),
        message_id="<5A4C0F6E-1F0B-4B6D-9C7E-2F1D3A5B7C9D@kumla.example>",
        automatic=False,
        subject="Accepterat: Länsnätverket",
        text="",
    )


def test_a_calendar_that_is_only_an_attached_file_is_read_whatever_its_letters():
    inbound = read(sample("outlook_latin1_attachment"))
    assert inbound.method == "REPLY"
    said = an_answer("accepted", minute=50, comment="Med lägesbild", sequence=0)
    assert inbound.answers == (said,)
    assert inbound.text == "Jag kommer & tar med lägesbilden."


def test_words_are_handed_on_and_never_an_answer():
    inbound = read(sample("plain_words"))
    assert (inbound.method, inbound.answers) == (None, ())
    assert inbound.text == "Jag kommer!\n\n> Hej!"
    assert (inbound.tokens, inbound.automatic) == (("abc234",), False)


@pytest.mark.parametrize("name", ["out_of_office", "bounce"])
def test_what_a_machine_sent_is_known_as_such_and_answers_nothing(name):
    inbound = read(sample(name))
    assert (inbound.automatic, inbound.answers, inbound.tokens) == (True, (), ("abc234",))


@pytest.mark.parametrize(
    ("partstat", "word"),
    [
        ("ACCEPTED", "accepted"),
        ("declined", "declined"),
        ("TENTATIVE", "tentative"),
        ("NEEDS-ACTION", "needs-action"),
        ("", "needs-action"),
    ],
)
def test_an_answer_is_one_of_four_words(partstat, word):
    assert answers(a_reply(partstat=partstat)) == [("1@kallelse.example", word, "a@b.example")]


def test_a_delegation_is_no_answer():
    assert answers(a_reply(partstat="DELEGATED")) == []


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "COUNTER", "REFRESH"])
def test_only_a_reply_answers(method):
    raw = a_reply().replace(b"METHOD:REPLY", f"METHOD:{method}".encode())
    assert (read(raw).method, read(raw).answers) == (method, ())


def test_our_own_mail_come_back_answers_nothing():
    for method in ("REQUEST", "CANCEL"):
        inbound = read(compose(a_mail(method)))
        assert (inbound.method, inbound.answers, inbound.tokens) == (method, (), ("abc",))


def test_the_method_in_the_body_wins_over_the_parameter():
    raw = a_reply().replace(b"charset=utf-8", b"charset=utf-8; method=REQUEST")
    assert read(raw).method == "REPLY"
    bare = raw.replace(b"METHOD:REPLY\r\n", b"")
    assert read(bare).method == "REQUEST"
    assert read(bare.replace(b"=REQUEST", b"=reply")).answers == read(raw).answers


def test_an_answer_without_a_uid_is_none():
    assert answers(a_reply("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example")) == []


@pytest.mark.parametrize("attendee", ["urn:uuid:1", "invalid:nomail"])
def test_an_answer_by_nobody_in_particular_names_no_address(attendee):
    [answer] = read(a_reply("UID:1@x", f"ATTENDEE;PARTSTAT=ACCEPTED:{attendee}")).answers
    assert (answer.uid, answer.answer, answer.attendee) == ("1@x", "accepted", "")


def test_an_address_that_is_no_mailto_is_looked_for_beside_it():
    raw = a_reply("UID:1@x", 'ATTENDEE;PARTSTAT=ACCEPTED;EMAIL="A@b.example":/o=x/cn=a')
    assert answers(raw) == [("1@x", "accepted", "a@b.example")]


def test_a_made_up_occurrence_does_not_hide_the_answer_to_the_meeting():
    whole = ["UID:1@x", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example"]
    part = ["UID:1@x", "RECURRENCE-ID:20270204T080000Z", "ATTENDEE:mailto:a@b.example"]
    both = ["BEGIN:VEVENT", *part, "END:VEVENT", "BEGIN:VEVENT", *whole, "END:VEVENT"]
    assert answers(as_mail("METHOD:REPLY", *both)) == [("1@x", "accepted", "a@b.example")]
    assert answers(a_reply(*part)) == []
    alone = [*part[:2], "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.example"]
    assert answers(a_reply(*alone)) == [("1@x", "declined", "a@b.example")]


def test_the_token_is_looked_for_where_it_is_surest_first():
    raw = as_mail(
        *("METHOD:REPLY", "BEGIN:VEVENT", "ORGANIZER:mailto:svar%2BOrg@k.example", "END:VEVENT"),
        head="Cc: x@x.example, svar+cc@k.example\r\n"
        "To: Svar+To@k.example, svar+cc@k.example\r\n"
        "X-Original-To: svar+original@k.example\r\n"
        "Delivered-To: SVAR%2BDELIVERED@k.example",
    )
    assert read(raw).tokens == ("delivered", "original", "org", "to", "cc")
    assert read(raw, recipient="svar+ENVELOPE@k.example").tokens == ("envelope",)
    assert read(raw, recipient="reply+to@k.example").tokens == ()


@pytest.mark.parametrize(
    ("to", "local_part", "delimiter", "tokens"),
    [
        ("svar+abc@k.example", "svar", "+", ("abc",)),
        ("svar-abc@k.example", "svar", "-", ("abc",)),
        ("reply+abc@k.example", "reply", "+", ("abc",)),
        ("svar@k.example", "svar", "+", ()),
        ("svar+@k.example", "svar", "+", ()),
        ("other+abc@k.example", "svar", "+", ()),
    ],
)
def test_the_address_is_as_the_settings_say(to, local_part, delimiter, tokens):
    raw = a_reply(head=f"To: {to}")
    assert read(raw, local_part=local_part, delimiter=delimiter).tokens == tokens


def test_a_line_folded_inside_a_character_is_put_together_first():
    raw = a_reply("UID:1@x", "COMMENT:Å", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example")
    torn = raw.replace("Å".encode(), b"\xc3\r\n \x85")
    assert [said.comment for said in read(torn).answers] == ["Å"]


def test_a_calendar_in_utf_16_is_read():
    head, _, body = a_reply().partition(b"\r\n\r\n")
    wide = head.replace(b"utf-8", b"utf-16") + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = wide + base64.encodebytes(body.decode().encode("utf-16"))
    assert answers(raw) == [("1@kallelse.example", "accepted", "a@b.example")]


def test_odd_lines_cost_nobody_their_answer():
    raw = a_reply(
        "UID:1@x",
        "no colon here",
        ":no name",
        'X-OPEN;CN="never closed:x',
        "DTSTART;TZID=Nowhere/Atall:99999999T999999",
        "RRULE:FREQ=SECONDLY",
        "SEQUENCE:many",
        "DTSTAMP:20271399T000000Z",
        "END:VALARM",
        'ATTENDEE;PARTSTAT=ACCEPTED;CN="x;y:z":mailto:a@b.example',
    )
    assert read(raw).answers == (
        Answer(uid="1@x", answer="accepted", attendee="a@b.example", sequence=0, stamp=None),
    )


def test_what_is_read_has_no_control_characters():
    raw = a_reply(
        "UID:1\x0b@x", "COMMENT:a\x00b\x0bc\\nd", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example"
    )
    assert [(said.uid, said.comment) for said in read(raw).answers] == [("1 @x", "ab\nc\nd")]
