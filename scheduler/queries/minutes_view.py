"""What are minutes, to whoever reads or writes them?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from scheduler.model.minutes import FIXED
from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import Point
from scheduler.queries.attendance import Attendee
from scheduler.queries.head import MeetingHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Notes (Markdown) on one point, or with `item_id` None on the whole meeting."""

    item_id: UUID | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One decision and its number within network and year."""

    id: UUID
    item_id: UUID | None
    year: int
    number: int
    text: str
    superseded_by: str = ""  # the number of the decision that took its place

    @property
    def label(self) -> str:
        """The number as people say it: 7/2027."""
        return f"{self.number}/{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjusterLine:
    """Somebody chosen to adjust the minutes, and whether they have found this version right."""

    person_id: UUID
    name: str
    adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One point with all that was written about it; `point` None: the whole meeting."""

    point: Point | None
    text: str
    decisions: list[DecisionLine]
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """Minutes as they are read and written; `version` 0: nobody has saved any yet.

    Kept as JSON with each version (frozen.py): a field may be added with a default, never renamed.
    """

    meeting: MeetingHead
    state: str
    version: int
    saved_at: datetime | None
    published_at: datetime | None
    circulated_at: datetime | None = None
    comments_until: datetime | None = None
    silence_approves: bool = False
    adjusted_at: datetime | None = None
    approved_at: datetime | None = None
    case_number: str = ""
    adjusters: list[AdjusterLine] = field(default_factory=list)
    hash: str = ""  # of the newest version that was kept
    called: list[str] = field(default_factory=list)  # the organisations that were called, by name
    attendance: list[Attendee]
    points: list[Point]
    notes: list[Note]
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    rounds: list[Note] = field(default_factory=list)  # compiled: read with the notes, not written

    @property
    def fixed(self) -> bool:
        """Whether the text is approved: it changes with a reason only."""
        return self.state in FIXED

    @property
    def published(self) -> bool:
        """Whether everybody who was called has been told of them."""
        return self.state == "published"

    @property
    def sections(self) -> list[Section]:
        """All that was written, by point; the whole meeting comes first."""
        return [self.section(point) for point in (None, *self.points)]

    def section(self, point: Point | None) -> Section:
        """Gather what was written about one point."""
        item_id = point.id if point else None
        return Section(
            point=point,
            text="\n\n".join(
                note.text for note in (*self.rounds, *self.notes) if note.item_id == item_id
            ),
            decisions=[line for line in self.decisions if line.item_id == item_id],
            actions=[line for line in self.actions if line.item_id == item_id],
        )

    @property
    def present_by_organisation(self) -> list[tuple[str, int]]:
        """How many were there from each organisation, by name."""
        counted = Counter(one.organisation for one in self.attendance if one.present)
        return sorted(counted.items())

    @property
    def missing(self) -> list[str]:
        """The organisations that were called and of which nobody was there, by name."""
        there = {house for house, _ in self.present_by_organisation}
        return [house for house in self.called if house not in there]
