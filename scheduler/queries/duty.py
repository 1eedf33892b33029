"""What is one thing to do, as the start page tells it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler.model import Network
from scheduler.queries.head import MeetingHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do. `kind`: call | silent | minutes | draft | actions | left | series | dead |
    proposals, a key of queries.incoming.GROUPS, or links | evaluate | report | comments | callout.

    `since` orders them: the oldest duty first. `out_of`: `count` is a part of so many. `subject_id`
    is the run, exercise or call-out that it is about; it is to be done `until`, if ever.
    """

    kind: str
    since: datetime
    count: int = 0
    out_of: int = 0
    meeting: MeetingHead | None = None
    network: Network | None = None
    series_id: UUID | None = None
    organisation_id: UUID | None = None
    subject_id: UUID | None = None
    until: datetime | None = None
    title: str = ""
