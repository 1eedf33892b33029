"""When do the letters of a change leave?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Leaving:
    """At an instant (None: at once), or not before somebody lets them go.

    `chosen`: the instant is one that somebody named, not the end of the time to undo.
    """

    at: datetime | None = None
    held: bool = False
    chosen: bool = False


AT_ONCE = Leaving()
