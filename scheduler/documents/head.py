"""What stands at the top of every paper about a meeting?"""

from __future__ import annotations

from scheduler.language import Language
from scheduler.queries.head import MeetingHead


def of_meeting(
    meeting: MeetingHead, convenor: str, speech: Language, *, place: str
) -> list[tuple[str, str]]:
    """Give the fields that say whose meeting it is, when and where."""
    zone = speech.zone_name(meeting.time_zone, meeting.starts_at)
    called_off = speech.gettext("Cancelled") if meeting.cancelled else ""
    playing = meeting.play
    return [
        (playing.mark if playing else "", playing.sentence(speech.gettext) if playing else ""),
        (speech.gettext("Network"), meeting.network_name),
        (speech.gettext("Convenor"), convenor),
        (speech.gettext("When"), f"{speech.date_line(meeting.start, meeting.end)} ({zone})"),
        (speech.gettext("Place"), place),
        (speech.gettext("Status"), called_off),
    ]
