"""Can a text that somebody typed become a property, a component or a header of its own?

Every break that `str.splitlines()` knows, in every field of every kind of message: the text must
have exactly the lines that a harmless one has, also for a parser that breaks at all of them.
"""

import re
from dataclasses import replace
from email import message_from_bytes

import icalendar
import pytest

from scheduler.calendar.address import AddressNotSupported, Mailbox
from scheduler.calendar.entry import Attendee
from scheduler.calendar.feed import feed, vevent_bytes
from scheduler.calendar.headers import UnsafeHeader
from scheduler.calendar.message import compose, itip
from tests.calendar.made import KUMLA, US, a_mail, an_entry
from tests.calendar.reading import BREAKS, header_names, names

HARMLESS = "abc"
BREAKS_AND_CONTROLS = [*BREAKS, "\r\n", "\x00", "\x1b", "\x7f"]
TEXT_FIELDS = ["uid", "summary", "description", "location", "url", "online_url"]
LINES = ["X-EVIL:1", "END:VEVENT", "ATTENDEE;CN=x:mailto:evil@x.example", " folded", "\tfolded"]


def evil(mark):
    return [f"abc{mark}{line}{mark}{line}" for line in LINES]


def shape(raw):
    return [(part.get_content_type(), part.keys()) for part in message_from_bytes(raw).walk()]


def with_text(field, text):
    if field == "organizer name":
        return an_entry(organizer=replace(US, name=text))
    if field == "attendee name":
        return an_entry(attendee=replace(KUMLA, name=text))
    if field.endswith("url"):
        return an_entry(**{field: f"https://x.example/{text}"})
    return an_entry(**{field: text})


def parsed_names(text):
    calendar = icalendar.Calendar.from_ical(text)
    return [(part.name, sorted(part.keys())) for part in calendar.walk()]


@pytest.mark.parametrize("mark", BREAKS_AND_CONTROLS, ids=ascii)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("field", [*TEXT_FIELDS, "organizer name", "attendee name"])
def test_no_text_becomes_a_property_of_an_invitation(field, method, mark):
    harmless = itip(with_text(field, HARMLESS), method)
    for text in evil(mark):
        written = itip(with_text(field, text), method)
        assert names(written) == names(harmless)
        assert parsed_names(written) == parsed_names(harmless)


@pytest.mark.parametrize("mark", BREAKS_AND_CONTROLS, ids=ascii)
@pytest.mark.parametrize("field", ["name", "source", "url", "entry"])
def test_no_text_becomes_a_property_of_a_feed(field, mark):
    def a_feed(text):
        entry = vevent_bytes(an_entry(summary=text if field == "entry" else HARMLESS))
        given = {"name": HARMLESS, "source": "https://x.example/", "url": "https://x.example/"}
        if field != "entry":
            given[field] = text if field == "name" else given[field] + text
        return feed(entries=[entry], zones={}, **given)

    for text in evil(mark):
        assert names(a_feed(text)) == names(a_feed(HARMLESS))


@pytest.mark.parametrize("mark", BREAKS_AND_CONTROLS, ids=ascii)
@pytest.mark.parametrize("place", ["local part", "domain"])
def test_an_address_with_a_break_is_refused_everywhere(place, mark):
    for text in evil(mark):
        address = f"{text}@x.example" if place == "local part" else f"a@x.example{text}"
        with pytest.raises(AddressNotSupported):
            itip(an_entry(attendee=Attendee(address=address)), "REQUEST")
        with pytest.raises(AddressNotSupported):
            itip(an_entry(organizer=Mailbox(address=address)), "REQUEST")
        with pytest.raises(AddressNotSupported):
            compose(a_mail(to=Mailbox(address=address)))


def with_header(field, text):
    changes = {
        "subject": {"subject": text},
        "sender name": {"sender": replace(US, name=text)},
        "recipient name": {"to": replace(KUMLA, name=text)},
        "header": {"headers": {"X-Kallelse-Letter": text}},
        "reference": {"headers": {"In-Reply-To": text}},
        "header name": {"headers": {f"X-{text}": "1"}},
    }
    return changes[field]


@pytest.mark.parametrize("mark", BREAKS_AND_CONTROLS, ids=ascii)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", None])
@pytest.mark.parametrize(
    "field",
    ["subject", "sender name", "recipient name", "header", "reference", "header name"],
)
def test_no_text_becomes_a_header_of_a_mail(field, method, mark):
    compose(a_mail(method, **with_header(field, HARMLESS)))
    for text in ["abc" + mark, mark + "abc", f"a{mark}Bcc: evil@x.example"]:
        with pytest.raises(UnsafeHeader):
            compose(a_mail(method, **with_header(field, text)))


@pytest.mark.parametrize("mark", BREAKS_AND_CONTROLS, ids=ascii)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", None])
@pytest.mark.parametrize("field", ["text", "html"])
def test_no_text_in_a_mails_body_becomes_a_part_or_a_header(field, method, mark):
    harmless = compose(a_mail(method))
    boundaries = re.findall(r"^--=_[0-9a-f]+", harmless.decode("ascii"), re.MULTILINE)
    for text in [*evil(mark), *(f"abc{mark}{boundary}{mark}{mark}" for boundary in boundaries)]:
        raw = compose(a_mail(method, **{field: text}))
        assert raw.isascii()
        assert header_names(raw) == header_names(harmless)
        assert raw.count(b"\r\n--=_") == harmless.count(b"\r\n--=_") == len(boundaries)
        assert shape(raw) == shape(harmless)


def test_a_message_id_with_a_break_is_a_mistake_of_ours():
    for mark in BREAKS_AND_CONTROLS:
        with pytest.raises(ValueError, match="Message-ID"):
            compose(a_mail(message_id=f"<a{mark}b@x.example>"))
