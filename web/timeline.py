"""How is a meeting's timeline told? In the reader's time; the answers of a day are one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from scheduler.queries.timeline import TimelineEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: when (on the reader's clock), and one entry, or the answers of one day."""

    at: datetime
    entries: Sequence[TimelineEntry]

    @property
    def what(self) -> str:
        """What the line is about: letters | reply | change | planned."""
        return self.entries[0].what

    @property
    def entry(self) -> TimelineEntry:
        """The first entry."""
        return self.entries[0]


def lines(entries: Iterable[TimelineEntry], zone: str) -> list[Line]:
    """Tell entries, which are in order, as lines; a call is told by its letters alone."""
    told = list(entries)
    mailed = any(one.what == "letters" and one.kind == "call" for one in told)
    kept = [one for one in told if not (mailed and (one.what, one.kind) == ("change", "called"))]
    clock = ZoneInfo(zone)
    found = []
    for key, group in groupby(enumerate(kept), key=lambda pair: _place(pair, clock)):
        del key
        same = [entry for _, entry in group]
        found.append(Line(at=same[0].at.astimezone(clock).replace(tzinfo=None), entries=same))
    return found


def _place(pair: tuple[int, TimelineEntry], clock: ZoneInfo) -> tuple[str, str]:
    number, entry = pair
    if entry.what == "reply":
        return ("reply", str(entry.at.astimezone(clock).date()))
    return (entry.what, str(number))
