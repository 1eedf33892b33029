"""Has a mail that the real writer makes no fault, and is every other one survived?"""

from __future__ import annotations

from datetime import UTC, timedelta
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.calendar import timezone
from scheduler.calendar.address import Mailbox, wire
from scheduler.calendar.entry import Attendee
from scheduler.calendar.lint import faults, lines, zones
from scheduler.calendar.message import compose, itip
from scheduler.text import clean_line
from tests.calendar.linted import ID, MAIL, UNFOLDED, carrying, folded, meant, once
from tests.calendar.made import KUMLA, US, a_mail, an_entry, at
from tests.calendar.reading import BREAKS

ZONES = [
    *("Europe/Stockholm", "Europe/Helsinki", "Europe/Copenhagen", "Atlantic/Reykjavik"),
    *("Africa/Casablanca", "UTC", "America/Nuuk", "Europe/Dublin", "Australia/Lord_Howe"),
]
# Beside an ordinary day: around both changes of the clocks in Europe, and over New Year.
STARTS = [
    *("2027-02-04T09:00", "2027-07-01T13:00", "2027-03-28T00:30", "2027-03-28T04:00"),
    *("2027-10-31T01:45", "2027-10-31T02:30", "2027-10-31T04:00", "2027-12-31T23:30"),
]
ADDRESSES = ["o'brien+post%a@kumla.example", "a/b=c@örebro.example", "x@KUMLA.example"]
HOSTILE = [*BREAKS, "\r\n", "\x00", "\x1b", "\x7f", "\t", '"', "'", "\\", ";", ":", ",", "^", "=?"]
LINES = [
    "BEGIN:VEVENT",
    "X-EVIL:1",
    "Bcc: evil@x.example",
    "--=_",
    "?=",
    "%0d%0a",
    "é" * 40,
    "🙂",
    " ",
]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "DECLINECOUNTER"])
@pytest.mark.parametrize("zone", ZONES)
def test_what_is_written_has_no_fault_in_any_zone_at_any_time(zone, method, start):
    for fold in (0, 1):
        calendar = itip(an_entry(zone=zone, start=at(start), fold=fold), method)
        mail = compose(a_mail(method, calendar=calendar))
        assert faults(mail, meant(method=method)) == []


def test_a_letter_of_words_alone_may_say_that_a_program_sent_it_and_what_it_answers():
    headers = {"X-Kallelse-Letter": "7", "Auto-Submitted": "auto-generated", "References": ID}
    assert faults(compose(a_mail(None, headers=headers)), meant(method="")) == []
    assert faults(compose(a_mail(None, html="")), meant(method="")) == []


def test_a_declined_proposal_may_repeat_the_number_of_the_proposal():
    told = compose(a_mail("DECLINECOUNTER"))
    assert faults(told, meant(method="DECLINECOUNTER", last_sequence=2)) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_that_mail_takes_is_recognised(address):
    to = Attendee(address=address)
    mail = compose(a_mail(to=to, calendar=itip(an_entry(attendee=to), "REQUEST")))
    assert faults(mail, meant(recipient=wire(address))) == []


def test_summer_time_that_begins_an_hour_late_is_found():
    """The mistake that libraries make: the onset told in the time after it (RFC 5545 3.6.5)."""
    meeting = itip(an_entry(start=at("2027-03-28T03:30")), "REQUEST")
    assert faults(carrying(meeting), meant()) == []
    late = once(meeting, b"DTSTART:19700329T020000", b"DTSTART:19700329T030000")
    assert faults(carrying(late), meant()) == [
        "The invitation's time zone gives another time than the zone has."
    ]


def test_another_zones_rules_under_a_zones_name_are_found():
    for own, other in (("Europe/Stockholm", "Europe/Helsinki"), ("Europe/Dublin", "Europe/Paris")):
        meeting = itip(an_entry(zone=other), "REQUEST").replace(other.encode(), own.encode())
        assert faults(carrying(meeting), meant()) == [
            "The invitation's time zone gives another time than the zone has."
        ]


@given(st.sampled_from(ZONES), st.datetimes(at("1971-01-01"), at("2199-01-01")))
def test_a_zones_rules_are_worked_out_as_they_are_meant(name, instant):
    utc = instant.replace(tzinfo=UTC)
    assume(timezone.tells(name, utc))
    written = timezone.vtimezone(name, [utc])
    assert written is not None
    [told] = lines.read(bytes(written.to_ical()))
    assert zones.offset(told, instant) == utc.astimezone(timezone.zone(name)).utcoffset()


def exists(wall, zone):
    try:
        timezone.resolve(wall, zone)
    except timezone.TimeDoesNotExist:
        return False
    return True


hostile = st.lists(
    st.one_of(st.sampled_from([*HOSTILE, *LINES]), st.text(max_size=8)), max_size=8
).map("".join)


@settings(max_examples=300)
@given(
    texts=st.lists(hostile, min_size=9, max_size=9),
    start=st.datetimes(at("2026-01-01"), at("2099-01-01")),
    minutes=st.integers(1, 3000),
    zone=st.sampled_from(ZONES),
    method=st.sampled_from(["REQUEST", "CANCEL"]),
)
def test_whatever_is_typed_and_whenever_it_is_no_invitation_has_a_fault(
    texts, start, minutes, zone, method
):
    title, text, place, online, link, organizer, attendee, plain, html = texts
    us = Mailbox(address=US.address, name=clean_line(organizer))
    to = Attendee(address=KUMLA.address, name=clean_line(attendee))
    assume(exists(start, zone))
    entry = an_entry(
        summary=title,
        description=text,
        location=place,
        online_url=online,
        url=f"https://x.example/{link}",
        organizer=us,
        attendee=to,
        start=start.replace(microsecond=0),
        minutes=minutes,
        zone=zone,
    )
    told = a_mail(
        method,
        sender=us,
        to=to,
        subject=clean_line(title),
        text=plain,
        html=html or "<p></p>",
        calendar=itip(entry, method),
    )
    assert faults(compose(told), meant(method=method)) == []


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_a_fault_and_no_crash(noise):
    assert faults(noise + b"\r\n", meant()) != []


@given(
    st.integers(0, len(MAIL) - 1),
    st.sampled_from(
        [b"", b":", b";", b'"', b"=", b"\r\n", b"\r\n\r\n", b"--", b"BEGIN:", b"9" * 90]
    ),
)
def test_a_mail_that_is_cut_or_filled_anywhere_is_survived(place, more):
    for mail in (MAIL[:place] + more + MAIL[place:], MAIL[:place] + more + MAIL[place + 9 :]):
        assert isinstance(faults(mail, meant()), list)


@given(st.integers(0, len(UNFOLDED)), st.text(max_size=6), st.integers(0, 12))
def test_a_calendar_that_is_cut_or_filled_anywhere_is_survived(place, more, gone):
    told = UNFOLDED[:place] + more + UNFOLDED[place + gone :]
    assert isinstance(faults(carrying(folded(told)), meant()), list)


def test_a_letter_is_checked_in_a_few_milliseconds():
    long = an_entry(description="Ta med lägesbilden, tack.\n" * 800)
    mail = compose(a_mail(text="Hej!\n" * 4_000, calendar=itip(long, "REQUEST")))
    begin = process_time()
    found = [faults(mail, meant()) for _ in range(20)]
    assert timedelta(seconds=(process_time() - begin) / 20) < timedelta(milliseconds=50)
    assert found == [[]] * 20
