"""Is a meeting the VEVENT that every calendar client understands?"""

from datetime import UTC, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import timezone
from scheduler.calendar.address import AddressNotSupported, Mailbox
from scheduler.calendar.entry import Attendee, vevent
from scheduler.calendar.timezone import TimeDoesNotExist
from scheduler.text import clean_line, clean_text
from tests.calendar.made import an_entry, at
from tests.calendar.reading import names, unfolded, value


def text(**changes):
    return vevent(an_entry(**changes)).to_ical()


def test_a_meeting_is_written_whole():
    assert unfolded(text()) == [
        "BEGIN:VEVENT",
        "SUMMARY:Länsnätverket",
        "DTSTART;TZID=Europe/Stockholm:20270204T090000",
        "DTEND;TZID=Europe/Stockholm:20270204T120000",
        "DTSTAMP:20270110T070000Z",
        "UID:3f7a@kallelse.example",
        "SEQUENCE:2",
        (
            'ATTENDEE;CN="Samordnare, Kumla";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;'
            "ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:samordnare@kumla.example"
        ),
        "CLASS:PUBLIC",
        "CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://video.example/rum",
        (
            "DESCRIPTION:Välkomna\\; ta med\\, om ni kan\\, lägesbilden.\\n"
            "Svara: https://kallelse.example/r/a\\n\\nhttps://video.example/rum"
        ),
        "LAST-MODIFIED:20270110T070000Z",
        "LOCATION:Residenset\\, stora salen",
        'ORGANIZER;CN="Länsstyrelsen i Örebro län":mailto:svar+abc@kallelse.example',
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://kallelse.example/m/1",
        "END:VEVENT",
    ]


def test_a_bare_meeting_has_no_empty_properties():
    bare = text(
        changed=None,
        description="",
        location="",
        url="",
        online_url="",
        organizer=None,
        attendee=None,
    )
    assert names(bare) == [
        "BEGIN:VEVENT",
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "STATUS", "TRANSP"),
        "END:VEVENT",
    ]


def test_lines_are_folded_at_75_octets_and_end_in_crlf():
    written = text(description="å" * 500)
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert written.replace(b"\r\n", b"").count(b"\n") == 0
    assert "å" * 500 in value(written, "DESCRIPTION")


@pytest.mark.parametrize("answer", ["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"])
def test_the_invitee_is_always_asked_and_keeps_the_answer(answer):
    who = Attendee(address="a@b.example", optional=True, partstat=answer)
    lines = [line for line in unfolded(text(attendee=who)) if line.startswith("ATTENDEE")]
    known = f"CUTYPE=INDIVIDUAL;PARTSTAT={answer};ROLE=OPT-PARTICIPANT;RSVP=TRUE"
    assert lines == [f"ATTENDEE;{known}:mailto:a@b.example"]


@pytest.mark.parametrize(
    ("changes", "status", "transp"),
    [
        ({}, "CONFIRMED", "OPAQUE"),
        ({"transparent": True}, "CONFIRMED", "TRANSPARENT"),
        ({"cancelled": True}, "CANCELLED", "TRANSPARENT"),
    ],
)
def test_only_a_meeting_that_takes_place_and_counts_fills_the_time(changes, status, transp):
    written = text(**changes)
    assert (value(written, "STATUS"), value(written, "TRANSP")) == (status, transp)


@pytest.mark.parametrize(
    ("given_name", "written"),
    [
        ("Anna Ek", 'CN="Anna Ek"'),
        ("Ek, Anna", 'CN="Ek, Anna"'),
        ('Anna "Nan" Ek', "CN=\"Anna 'Nan' Ek\""),
        ("Anna^n Ek", 'CN="Annan Ek"'),
        ("Anna;X=1:mailto:evil@x.example", 'CN="Anna;X=1:mailto:evil@x.example"'),
        ("Anna\r\nATTENDEE:mailto:evil@x.example", 'CN="Anna ATTENDEE:mailto:evil@x.example"'),
    ],
)
def test_a_name_has_no_quotes_and_no_carets(given_name, written):
    who = Mailbox(address="a@b.example", name=given_name)
    assert f"ORGANIZER;{written}:mailto:a@b.example" in unfolded(text(organizer=who))


def test_a_domain_beyond_ascii_is_written_as_its_a_label():
    who = Mailbox(address="Anna.Ek@växjö.example")
    assert value(text(organizer=who), "ORGANIZER") == "mailto:Anna.Ek@xn--vxj-qla6g.example"


def test_an_address_that_cannot_be_written_is_refused():
    with pytest.raises(AddressNotSupported):
        text(attendee=Attendee(address="åsa@kumla.example"))


def test_web_addresses_are_ascii():
    written = text(url="https://möte.example/rum å?q=ö", online_url="https://möte.example/ä")
    assert value(written, "URL") == "https://xn--mte-sna.example/rum%20%C3%A5?q=%C3%B6"
    assert value(written, "CONFERENCE") == "https://xn--mte-sna.example/%C3%A4"


def test_a_link_that_is_no_web_address_is_told_as_text_only():
    written = text(online_url="Länken kommer", location="", url="javascript:alert(1)")
    assert value(written, "LOCATION") == "Länken kommer"
    assert value(written, "DESCRIPTION").endswith("\\n\\nLänken kommer")
    assert {"CONFERENCE", "URL"} & set(names(written)) == set()


def test_a_link_that_the_description_has_is_not_repeated():
    link = "https://video.example/rum"
    assert (
        value(text(description=f"Länk: {link}", online_url=link), "DESCRIPTION") == f"Länk: {link}"
    )


def test_a_zone_that_no_vtimezone_tells_is_written_in_utc():
    written = text(zone="America/Nuuk")
    assert (value(written, "DTSTART"), value(written, "DTEND")) == (
        "20270204T110000Z",
        "20270204T140000Z",
    )


def test_the_second_of_two_wall_times_is_written_in_utc():
    start = at("2027-10-31T02:30")
    assert value(text(start=start), "DTSTART") == "20271031T023000"
    assert value(text(start=start), "DTEND") == "20271031T043000"
    assert value(text(start=start, fold=1), "DTSTART") == "20271031T013000Z"
    assert value(text(start=start, minutes=60), "DTEND") == "20271031T013000Z"


def test_minutes_pass_while_the_clocks_change():
    assert value(text(start=at("2027-03-28T01:00"), minutes=120), "DTEND") == "20270328T040000"


def test_a_time_that_a_new_law_skips_is_told_by_the_offset_before():
    lines = text(start=at("2027-03-28T02:30")).splitlines()
    assert b"DTSTART;TZID=Europe/Stockholm:20270328T033000" in lines


def test_a_meeting_without_length_or_a_stamp_without_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="a minute"):
        an_entry(minutes=0)
    with pytest.raises(ValueError, match="zone"):
        text(stamp=at("2027-01-01T00:00"))


@given(
    start=st.datetimes(at("2024-01-01"), at("2040-01-01")).map(lambda t: t.replace(microsecond=0)),
    minutes=st.integers(1, 3000),
    zone=st.sampled_from(
        ["Europe/Stockholm", "Europe/Helsinki", "Atlantic/Reykjavik", "Atlantic/Faroe"]
    ),
)
def test_start_and_end_are_the_same_instants_for_a_reader(start, minutes, zone):
    try:
        written = text(start=start, minutes=minutes, zone=zone)
    except TimeDoesNotExist:
        return
    begin = timezone.resolve(start, zone)
    event = icalendar.Event.from_ical(written)
    told = [event.decoded(name) for name in ("DTSTART", "DTEND")]
    assert [moment.astimezone(UTC) for moment in told] == [
        begin,
        begin + timedelta(minutes=minutes),
    ]


printable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), max_size=200)


@given(summary=printable, description=printable, location=printable)
def test_any_text_comes_back_as_it_was(summary, description, location):
    written = text(summary=summary, description=description, location=location, online_url="")
    event = icalendar.Event.from_ical(written)
    assert [str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [
        clean_line(summary),
        clean_text(description),
        clean_line(location),
    ]
