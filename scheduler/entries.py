"""What does a calendar subscription show of a meeting?

A variant is a level (busy, title, full) with "-free" for one that leaves the time free, or
"-declined" for one that the subscriber has said no to. Nobody's name is in any of them, and no
place that is sensitive.
"""

from __future__ import annotations

from dataclasses import replace

import icalendar

from scheduler.calendar import timezone
from scheduler.calendar.entry import Entry, vevent
from scheduler.calendar.feed import vevent_bytes
from scheduler.calendar.message import PRODID
from scheduler.language import language as language_of
from scheduler.model import Meeting
from scheduler.titles import feed_title, play_of

LEVELS = ("busy", "title", "full")
VARIANTS = tuple(f"{level}{way}" for level in LEVELS for way in ("", "-free", "-declined"))


def is_shown(meeting: Meeting) -> bool:
    """Tell whether feeds know the meeting: neither a preliminary date nor one cancelled as such."""
    status = meeting.status_before if meeting.cancelled else meeting.status
    return status != "preliminary"


def rendered(meeting: Meeting, variant: str, language: str = "") -> bytes:
    """Render one variant; the same meeting gives the same bytes, whoever asks and when.

    `language` is a code; without one the words are the network's.
    """
    return vevent_bytes(_entry(meeting, variant, language))


def speech(meeting: Meeting, variant: str, language: str) -> str:
    """Give the language to render in: the network's, stored already, where both say the same."""
    own = meeting.network.language
    same = _marks(meeting, variant, own) == _marks(meeting, variant, language)
    return own if same else language


def is_present(body: bytes, meeting: Meeting) -> bool:
    """Tell whether a rendered entry has the meeting's present SEQUENCE."""
    return b"\r\nSEQUENCE:%d\r\n" % meeting.sequence in body


def file(meeting: Meeting, *, url: str, language: str = "") -> bytes:
    """Give one meeting as a file to open in a calendar.

    It has the meeting's own UID, so it updates an entry that is there, and no METHOD: it asks
    nobody for an answer (RFC 5545 3.7.2). `language` is a code; without one it is the network's.
    """
    entry = replace(_entry(meeting, "full", language), url=url)
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    zone = timezone.vtimezone(entry.zone, entry.instants) if entry.is_zoned else None
    if zone:
        calendar.add_component(zone)
    calendar.add_component(vevent(entry))
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, variant: str, language: str = "") -> Entry:
    level, _, way = variant.partition("-")
    full = level == "full"
    summary, first = _marks(meeting, variant, language)
    points = _points(meeting) if full else ""
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.changed_at,
        changed=meeting.changed_at,
        start=meeting.start,
        fold=meeting.fold,
        minutes=meeting.minutes,
        zone=meeting.time_zone,
        summary=summary,
        description="\n\n".join(part for part in (first, points) if part),
        location=meeting.place if full and not meeting.place_protected else "",
        online_url=meeting.online_url if full else "",
        cancelled=meeting.cancelled,
        transparent=way != "",
    )


def _marks(meeting: Meeting, variant: str, language: str) -> tuple[str, str]:
    """Give what is written in a language: the title, and the first line if it is an exercise."""
    title, code = _title(meeting, variant, language), language or meeting.network.language
    playing = None if variant.startswith("busy") else play_of(meeting, code)
    return title, playing.line(language_of(code).gettext) if playing else ""


def _title(meeting: Meeting, variant: str, language: str) -> str:
    level, _, way = variant.partition("-")
    declined = way == "declined"
    return feed_title(meeting, meeting.network, level=level, language=language, declined=declined)


def _points(meeting: Meeting) -> str:
    """List the agenda's open points, numbered as on the agenda."""
    return "\n".join(
        f"{number}. {item.title}"
        for number, item in enumerate(meeting.agenda, 1)
        if item.item_class == "open"
    )
