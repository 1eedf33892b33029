"""How is a piece of minutes shown that somebody has just written?"""

from __future__ import annotations

from pydantic import Field

from scheduler.inputs.taking import Presence
from scheduler.model import Attendance
from scheduler.services import presence
from scheduler.services.taking import Noted
from web.api.out.base import Id, MaybeId, Out


class Note(Out):
    """One point's notes; `version` is what the next writing says it has seen (0: none stand).

    `clash`: where the text is kept that met another's, to be named in `settles` when it is joined.
    """

    item: MaybeId
    text: str
    version: int
    clash: MaybeId

    @classmethod
    def of(cls, noted: Noted) -> Note:
        """Show what stands after a writing."""
        return cls.copy_of(noted)


class Attended(Out):
    """One line of the attendance list; a guest has no `person`. `for`: the person they sat for."""

    id: Id
    person: MaybeId
    state: Presence
    arrived: str = Field(description="The wall time of whoever came late, else empty.")
    represents: MaybeId = Field(alias="for")

    @classmethod
    def of(cls, row: Attendance) -> Attended:
        """Show a line."""
        state = presence.state_of(row)
        return cls.copy_of(row, person=row.person_id, state=state, represents=row.represents_id)
