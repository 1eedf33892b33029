"""What does a letter tell of its meeting? Kept with the letter, compared with the present.

Pure. A calendar is right when what it was told last equals the meeting as it stands; the difference
is what is owed to the person (scheduler/letters.py).
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from scheduler.model import Meeting

Time = tuple[datetime | None, int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one letter told: wall time, place and answer as they were, the rest as digests.

    `cancelled`: it took the meeting out of the calendar. `start` is None for a letter of before
    this was kept, of a time that the meeting no longer has.
    """

    kind: str
    sequence: int
    cancelled: bool
    start: datetime | None
    minutes: int
    zone: str
    starts_at: datetime | None
    place: str
    words: str
    agenda: str
    answer: str

    @property
    def time(self) -> Time:
        """The wall time, its length and its zone."""
        return (self.start, self.minutes, self.zone)


def time_of(meeting: Meeting) -> Time:
    """Give a meeting's wall time in the form in which it is told."""
    return (meeting.start, meeting.minutes, meeting.time_zone)


def present(meeting: Meeting, *, kind: str, sequence: int, answer: str) -> Told:
    """Say what a letter of this kind tells when it is written now."""
    return Told(
        kind=kind,
        sequence=sequence,
        cancelled=kind in {"cancelled", "removed"},
        start=meeting.start,
        minutes=meeting.minutes,
        zone=meeting.time_zone,
        starts_at=meeting.starts_at,
        place=meeting.place,
        words=words_of(meeting),
        agenda=agenda_of(meeting),
        answer=answer,
    )


def words_of(meeting: Meeting) -> str:
    """Digest what a change of text changes."""
    protected = str(meeting.place_protected)
    played = ("exercise", meeting.exercise.stop_word) if meeting.exercise is not None else ()
    texts = (meeting.title, meeting.text, meeting.place, protected, meeting.online_url)
    return _digest(*texts, *played)


def agenda_of(meeting: Meeting) -> str:
    """Digest the agenda as letters show it."""
    lines = [
        f"{item.item_class}|{item.title}|{item.minutes}|{item.presenter}"
        if item.item_class == "open"
        else item.item_class
        for item in meeting.agenda
    ]
    return _digest(*lines) if lines else ""


def to_json(told: Told) -> dict[str, Any]:
    """Give it as it is stored."""
    values = asdict(told)
    for name in ("start", "starts_at"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def from_json(values: dict[str, Any]) -> Told:
    """Read what was stored."""
    times = {
        name: datetime.fromisoformat(values[name]) if values[name] else None
        for name in ("start", "starts_at")
    }
    return Told(**{**values, **times})


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
