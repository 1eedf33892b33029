"""How are situation rounds shown?"""

from __future__ import annotations

from pydantic import Field

from scheduler.model.agenda import ItemClass
from scheduler.queries.rounds import Round as RoundView
from scheduler.queries.rounds import Slot
from web.api.out.base import Id, Instant, Out


class RoundSlot(Out):
    """What one organisation reports; `version` 0: nobody has written it."""

    item: Id
    organisation: Id
    organisation_name: str
    text: str
    nothing_to_report: bool
    version: int
    filled_at: Instant | None
    via: str

    @classmethod
    def of(cls, slot: Slot) -> RoundSlot:
        """Show a slot."""
        return cls.copy_of(
            slot,
            item=slot.item_id,
            organisation=slot.organisation_id,
            organisation_name=slot.organisation,
        )


class Round(Out):
    """One round, its slots in the order of speaking; `seconds`: how long each may speak."""

    id: Id
    meeting: Id
    title: str
    item_class: ItemClass = Field(alias="class")
    seconds: int | None
    closed: bool
    slots: list[RoundSlot]

    @classmethod
    def of(cls, found: RoundView) -> Round:
        """Show a round; its id is that of the agenda's point."""
        return cls.copy_of(
            found,
            id=found.item_id,
            meeting=found.meeting_id,
            title=found.point.title,
            item_class=found.point.item_class,
            slots=[RoundSlot.of(slot) for slot in found.slots],
        )
