"""Is the mail the one that clients show buttons for, and the same each time?"""

import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.address import AddressNotSupported, Mailbox
from scheduler.calendar.headers import UnsafeHeader
from scheduler.calendar.message import compose, itip
from tests.calendar.made import KUMLA, US, a_mail, an_entry, at
from tests.calendar.reading import header_names, unfolded, value


def parsed(raw: bytes) -> Any:
    return email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)


def tree(part: Any) -> Any:
    if part.is_multipart():
        return {part.get_content_type(): [tree(child) for child in part.iter_parts()]}
    return part.get_content_type()


def test_an_invitation_is_one_calendar_object():
    lines = unfolded(itip(an_entry(), "REQUEST"))
    assert sorted(lines[1:5]) == [
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "PRODID:-//Kallelse//Kallelse//EN",
        "VERSION:2.0",
    ]
    assert [line for line in lines if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "BEGIN:STANDARD",
        "BEGIN:VEVENT",
    ]
    assert len([line for line in lines if line.startswith("UID")]) == 1


def test_a_cancellation_says_so_twice_and_to_whom():
    text = itip(an_entry(), "CANCEL")
    assert [value(text, name) for name in ("METHOD", "STATUS", "SEQUENCE", "ATTENDEE")] == [
        "CANCEL",
        "CANCELLED",
        "2",
        "mailto:samordnare@kumla.example",
    ]


@pytest.mark.parametrize("zone", ["America/Nuuk", "UTC"])
def test_a_meeting_in_utc_times_carries_no_zone(zone):
    text = itip(an_entry(zone=zone), "REQUEST")
    assert b"VTIMEZONE" not in text
    assert b"TZID" not in text


def test_nobody_is_invited_to_a_cancelled_meeting():
    with pytest.raises(ValueError, match="cancelled"):
        itip(an_entry(cancelled=True), "REQUEST")


@pytest.mark.parametrize("missing", ["organizer", "attendee"])
def test_an_invitation_needs_both_ends(missing):
    with pytest.raises(ValueError, match="attendee"):
        itip(an_entry(**{missing: None}), "REQUEST")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_calendar_is_the_last_alternative_in_the_first_part_and_a_file_beside_it(method):
    mail = parsed(compose(a_mail(method)))
    assert tree(mail) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]},
            "application/ics",
        ]
    }


def test_the_calendar_part_says_its_method_and_is_no_attachment():
    mail = a_mail("CANCEL")
    part = parsed(compose(mail)).get_payload(0).get_payload(2)
    assert dict(part["Content-Type"].params) == {
        "charset": "utf-8",
        "method": "CANCEL",
        "component": "VEVENT",
    }
    assert b'\r\nContent-Type: text/calendar; charset="utf-8"; method=CANCEL;\r\n' in compose(mail)
    assert part["Content-Disposition"] is None
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_payload(decode=True) == mail.calendar


def test_the_file_is_byte_for_byte_the_same_calendar():
    mail = a_mail()
    part = parsed(compose(mail)).get_payload(1)
    assert part.get_payload(decode=True) == mail.calendar
    assert dict(part["Content-Type"].params) == {"name": "invite.ics"}
    assert part.get_filename() == "invite.ics"
    assert part.get_content_disposition() == "attachment"


def test_the_words_are_quoted_printable():
    plain, page, _ = parsed(compose(a_mail())).get_payload(0).get_payload()
    assert plain["Content-Transfer-Encoding"] == "quoted-printable"
    assert plain.get_content() == "Hej!\r\n\r\nVälkommen den 4 februari.\r\n"
    assert page["Content-Transfer-Encoding"] == "quoted-printable"
    assert page.get_content() == "<p>Hej!</p><p>Välkommen den 4 februari.</p>\r\n"


def test_a_letter_without_calendar_is_words_alone():
    mail = a_mail(None, headers={"Auto-Submitted": "auto-generated"})
    assert tree(parsed(compose(mail))) == {"multipart/alternative": ["text/plain", "text/html"]}
    assert tree(parsed(compose(replace(mail, html="")))) == {
        "multipart/alternative": ["text/plain"]
    }


def test_the_headers_are_those_of_the_mail_and_no_others():
    raw = compose(a_mail(headers={"X-Kallelse-Letter": "7", "In-Reply-To": "<1@kallelse.example>"}))
    assert header_names(raw) == [
        *("MIME-Version", "Message-ID", "Date", "From", "To", "Subject"),
        *("X-Kallelse-Letter", "In-Reply-To", "Content-Type"),
    ]
    mail = parsed(raw)
    assert mail["Message-ID"] == "<letter-7.1@kallelse.example>"
    assert mail["Date"] == "Sun, 10 Jan 2027 08:00:00 +0100"
    assert mail["Subject"] == "Kallelse: Länsnätverket torsdag 4 februari"
    assert mail["From"].addresses[0].display_name == US.name
    assert mail["From"].addresses[0].addr_spec == US.address
    assert mail["To"].addresses[0].display_name == KUMLA.name
    assert mail["X-Kallelse-Letter"] == "7"


def test_the_wire_has_ascii_only_in_lines_of_at_most_78():
    long = "ö" * 3000 + " https://kallelse.example/" + "x" * 2000
    raw = compose(
        a_mail(
            text=long,
            html=f"<p>{long}</p>",
            subject="Å" * 300,
            to=Mailbox(
                address="samordnare@växjö.example", name="Samordnare för " + "samverkan, " * 30
            ),
        )
    )
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert raw.replace(b"\r\n", b"").translate(None, b"\t").isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


def test_the_same_mail_gives_the_same_bytes():
    assert compose(a_mail()) == compose(a_mail())
    assert compose(a_mail()) != compose(a_mail(message_id="<letter-8.1@kallelse.example>"))


def test_long_message_ids_stay_whole():
    ids = " ".join(f"<{letter * 90}@kallelse.example>" for letter in "abc")
    mail = parsed(compose(a_mail(headers={"References": ids, "X-Kallelse-Letter": "f" * 300})))
    assert (mail["References"], mail["X-Kallelse-Letter"]) == (ids, "f" * 300)


@pytest.mark.parametrize("name", ["Subject", "from", "Message-ID", "Date", "Bcc", "MIME-Version"])
def test_no_header_is_given_twice(name):
    with pytest.raises(ValueError, match="own fields"):
        compose(a_mail(headers={name: "x"}))


def test_a_header_for_machines_has_no_letters_beyond_ascii():
    with pytest.raises(UnsafeHeader):
        compose(a_mail(headers={"Reply-To": "Åsa <a@b.example>"}))
    raw = compose(a_mail(headers={"X-Kallelse-Network": "Örebro"}))
    assert parsed(raw)["X-Kallelse-Network"] == "Örebro"


@pytest.mark.parametrize(
    "address",
    ["åsa@kumla.example", "anna b@x.example", '"anna"@x.example', "anna", "@x.example", "a@", ""],
)
def test_a_mail_to_an_address_that_cannot_be_told_is_refused(address):
    with pytest.raises(AddressNotSupported):
        compose(a_mail(to=Mailbox(address=address)))


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "letter-7"},
        {"message_id": "<a b@c>"},
        {"date": at("2027-01-01T00:00")},
        {"method": None},
        {"method": "PUBLISH"},
    ],
)
def test_a_mail_that_is_not_whole_is_a_mistake_of_ours(changes):
    with pytest.raises(ValueError, match=r"Message-ID|method"):
        compose(replace(a_mail(), **changes))


def decoded(header: str) -> str:
    return str(make_header(decode_header(header.replace("\r\n", ""))))


shown = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300
)


@given(name=shown, subject=shown)
def test_any_name_and_subject_come_back_as_they_were(name, subject):
    raw = compose(a_mail(None, sender=replace(US, name=name), subject=subject))
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    mail = email.message_from_bytes(raw)
    assert decoded(mail["Subject"]) == subject
    shown_name, address = parseaddr(mail["From"].replace("\r\n", ""))
    assert (decoded(shown_name), address) == (name, US.address)
