"""What is a calendar that people subscribe to?

RFC 5545 with RFC 7986's NAME, REFRESH-INTERVAL, SOURCE and COLOR beside the older X- names. The
same content gives the same bytes, so that a strong ETag holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from icalendar.parser import Contentline

from scheduler.calendar import timezone
from scheduler.calendar.address import uri
from scheduler.calendar.entry import Entry, vevent
from scheduler.calendar.message import PRODID
from scheduler.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


def vevent_bytes(entry: Entry) -> bytes:
    """Render a meeting for feeds: nobody's name or answer is in it."""
    return bytes(vevent(replace(entry, attendee=None)).to_ical())


def feed(
    *,
    name: str,
    source: str,
    entries: Iterable[bytes],
    zones: Mapping[str, list[datetime]],
    colour: str = "",
    url: str = "",
) -> bytes:
    """Give a whole calendar of rendered entries.

    `zones` names the zones of the entries with the instants told in them; `source` is the feed's
    own address, `url` a page for people, `colour` a CSS3 name.
    """
    rendered = sorted(entries)
    if any(b"\r\nATTENDEE" in entry for entry in rendered):
        raise ValueError("a feed shows no attendee: render its entries with vevent_bytes")
    head = [
        "BEGIN:VCALENDAR",
        f"PRODID:{PRODID}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        *_named(name),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *([f"SOURCE;VALUE=URI:{uri(source)}"] if uri(source) else []),
        *([f"URL:{uri(url)}"] if uri(url) else []),
        *([f"COLOR:{colour}"] if re.fullmatch("[a-z]+", colour) else []),
    ]
    lines = [_folded(line) for line in head]
    return b"".join([*lines, *_zones(zones), *rendered, b"END:VCALENDAR\r\n"])


def _folded(line: str) -> bytes:
    content: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return content + b"\r\n"


def _named(name: str) -> list[str]:
    # By hand: the library escapes neither of the two.
    escaped = re.sub(r"([\\;,])", r"\\\1", clean_line(name))
    return [f"NAME:{escaped}", f"X-WR-CALNAME:{escaped}"]


def _zones(zones: Mapping[str, list[datetime]]) -> Iterable[bytes]:
    for name in sorted(zones):
        # What its rules cannot tell stands in the entries as UTC.
        told = [instant for instant in zones[name] if timezone.tells(name, instant)]
        component = timezone.vtimezone(name, told) if told else None
        if component:
            yield bytes(component.to_ical())
