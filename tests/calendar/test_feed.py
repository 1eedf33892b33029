"""Is a feed what calendars subscribe to, and the same bytes for the same content?"""

import icalendar
import pytest

from scheduler.calendar.feed import feed, vevent_bytes
from tests.calendar.made import an_entry, at
from tests.calendar.reading import names, unfolded, value

SOURCE = "https://kallelse.example/feeds/abc.ics"


def a_feed(*entries, name="Länsnätverket", source=SOURCE, zones=None, **more):
    if zones is None:
        zones = {}
        for entry in entries:
            zones.setdefault(entry.zone, []).extend(entry.instants)
    rendered = [vevent_bytes(entry) for entry in entries]
    return feed(name=name, source=source, entries=rendered, zones=zones, **more)


def test_a_feed_says_its_name_where_it_comes_from_and_when_to_ask_again():
    text = a_feed(colour="steelblue", url="https://kallelse.example/n/örebro")
    assert unfolded(text) == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Kallelse//Kallelse//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "NAME:Länsnätverket",
        "X-WR-CALNAME:Länsnätverket",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:https://kallelse.example/feeds/abc.ics",
        "URL:https://kallelse.example/n/%C3%B6rebro",
        "COLOR:steelblue",
        "END:VCALENDAR",
    ]


def test_a_feed_tells_nobodys_name_and_has_no_method():
    assert {"METHOD", "ATTENDEE"} & set(names(a_feed(an_entry()))) == set()
    with pytest.raises(ValueError, match="attendee"):
        feed(
            name="x",
            source=SOURCE,
            entries=[b"BEGIN:VEVENT\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\n"],
            zones={},
        )


def test_the_same_entries_in_any_order_give_the_same_bytes():
    first, second = an_entry(), an_entry(uid="2@kallelse.example", zone="Europe/Helsinki")
    assert a_feed(first, second) == a_feed(second, first)


def test_each_zone_is_told_once_and_only_if_it_can_be():
    text = a_feed(
        an_entry(),
        an_entry(uid="2@kallelse.example", start=at("2027-09-09T09:00")),
        an_entry(uid="3@kallelse.example", zone="Atlantic/Reykjavik"),
        an_entry(uid="4@kallelse.example", zone="America/Nuuk"),
    )
    told = [line for line in unfolded(text) if line.startswith("TZID:")]
    assert told == ["TZID:Atlantic/Reykjavik", "TZID:Europe/Stockholm"]


def test_a_zone_that_some_instants_outgrow_is_told_for_the_others():
    old = an_entry(zone="Africa/Casablanca", start=at("2025-06-04T09:00"))
    new = an_entry(zone="Africa/Casablanca", start=at("2028-06-04T09:00"), uid="2@kallelse.example")
    text = a_feed(old, new)
    assert text.count(b"\r\nBEGIN:VTIMEZONE\r\n") == 1
    assert sorted(line for line in unfolded(text) if line.startswith("DTSTART")) == [
        "DTSTART:19700101T000000",
        "DTSTART:20250604T080000Z",
        "DTSTART;TZID=Africa/Casablanca:20280604T090000",
    ]


def test_a_name_is_escaped_as_text():
    text = a_feed(name="Länet; nätverk, a\\b\nMETHOD:PUBLISH")
    assert value(text, "NAME") == "Länet\\; nätverk\\, a\\\\b METHOD:PUBLISH"
    assert value(text, "X-WR-CALNAME") == value(text, "NAME")
    assert "METHOD" not in names(text)


@pytest.mark.parametrize("colour", ["", "#ff0000", "red\r\nX-EVIL:1", "Red"])
def test_a_colour_that_has_no_css_name_is_left_out(colour):
    assert "COLOR" not in names(a_feed(colour=colour))


def test_a_feed_without_a_web_address_has_no_source():
    assert "SOURCE" not in names(a_feed(source="not an address"))


def test_lines_are_folded_at_75_octets():
    text = a_feed(an_entry(), name="å" * 200, url="https://kallelse.example/" + "x" * 300)
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert value(text, "NAME") == "å" * 200


def test_another_parser_reads_the_same_meetings():
    calendar = icalendar.Calendar.from_ical(a_feed(an_entry(), an_entry(uid="2@kallelse.example")))
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == [
        "2@kallelse.example",
        "3f7a@kallelse.example",
    ]
