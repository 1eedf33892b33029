"""Does a calendar travel compressed, the same each time, without telling its address?"""

import gzip

import pytest
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from scheduler.calendar.feed import feed, vevent_bytes
from tests.calendar.made import an_entry
from web.packing import is_wanted, packed

TOKEN = "kR4vXq0PzJ8mWc2LtY6hNb1sDf9gUaE3oIi5xQw7eTz"
SOURCE = f"https://kallelse.example/feeds/{TOKEN}.ics"


def a_calendar(summary="Länsnätverket"):
    entries = [vevent_bytes(an_entry(uid=f"{n}@x", summary=summary)) for n in range(20)]
    return feed(name="Länet", source=SOURCE, entries=entries, zones={})


def test_it_is_the_same_calendar_and_much_shorter():
    calendar = a_calendar()
    assert gzip.decompress(packed(calendar)) == calendar
    assert len(packed(calendar)) < len(calendar) / 4


def test_the_same_calendar_is_packed_into_the_same_bytes():
    assert packed(a_calendar()) == packed(a_calendar())
    assert packed(a_calendar())[4:8] == b"\0\0\0\0"  # no time of packing


def test_a_calendar_without_an_address_is_packed_too():
    calendar = feed(name="Länet", source="", entries=[], zones={})
    assert gzip.decompress(packed(calendar)) == calendar


def test_a_right_guess_at_the_address_is_as_long_as_a_wrong_one():
    guesses = (TOKEN, TOKEN[::-1])
    right, wrong = (len(packed(a_calendar(guess))) for guess in guesses)
    naive = [len(gzip.compress(a_calendar(guess), mtime=0)) for guess in guesses]
    assert naive[0] < naive[1]  # what a listener would hear
    assert right == wrong


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", False),
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("identity", False),
        ("gzip;q=0.3, identity;q=0.8", False),
        ("br", False),
    ],
)
def test_who_wants_it_packed_says_so(header, wanted):
    assert is_wanted(parse_accept_header(header, Accept)) is wanted
