"""How is the decision log shown?"""

from __future__ import annotations

from datetime import date

from scheduler.queries.decisions import LoggedDecision as Line
from web.api.out.base import Id, MaybeId, Out


class LoggedDecision(Out):
    """A decision of the log; the number of a later one that took its place is `superseded_by`.

    `later` is that decision's id, where the reader may open it.
    """

    counted = frozenset({"superseded_by", "later"})

    id: Id
    network: Id
    meeting: Id
    item: MaybeId
    year: int
    number: int
    text: str
    date: date
    area: MaybeId
    superseded_by: str
    later: MaybeId

    @classmethod
    def of(cls, line: Line) -> LoggedDecision:
        """Show a decision."""
        return cls.copy_of(
            line,
            network=line.network_id,
            meeting=line.meeting_id,
            item=line.item_id,
            date=line.meeting_start.date(),
            area=line.area_id,
            later=line.later_id,
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/decisions/{self.id}"
