"""What does a calendar subscription show of a meeting?

A variant is a level (busy, title, full) with "-free" for one that leaves the time free, or
"-declined" for one that the subscriber has said no to. Nobody's name is in any of them.
"""

from __future__ import annotations

from scheduler.calendar.entry import Entry
from scheduler.calendar.feed import vevent_bytes
from scheduler.model import Meeting
from scheduler.titles import feed_title

LEVELS = ("busy", "title", "full")
VARIANTS = tuple(f"{level}{way}" for level in LEVELS for way in ("", "-free", "-declined"))


def is_shown(meeting: Meeting) -> bool:
    """Tell whether feeds know the meeting: neither a preliminary date nor one cancelled as such."""
    status = meeting.status_before if meeting.cancelled else meeting.status
    return status != "preliminary"


def rendered(meeting: Meeting, variant: str) -> bytes:
    """Render one variant; the same meeting gives the same bytes, whoever asks and when."""
    level, _, way = variant.partition("-")
    full = level == "full"
    return vevent_bytes(
        Entry(
            uid=meeting.uid,
            sequence=meeting.sequence,
            stamp=meeting.changed_at,
            changed=meeting.changed_at,
            start=meeting.start,
            fold=meeting.fold,
            minutes=meeting.minutes,
            zone=meeting.time_zone,
            summary=feed_title(meeting, meeting.network, level=level, declined=way == "declined"),
            description=_points(meeting) if full else "",
            location=meeting.place if full else "",
            online_url=meeting.online_url if full else "",
            cancelled=meeting.cancelled,
            transparent=way != "",
        )
    )


def _points(meeting: Meeting) -> str:
    """List the agenda's open points, numbered as on the agenda."""
    return "\n".join(
        f"{number}. {item.title}"
        for number, item in enumerate(meeting.agenda, 1)
        if item.item_class == "open"
    )
