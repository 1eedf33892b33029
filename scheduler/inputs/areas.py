"""What may be asked about areas and commissions: what a network works on?"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from scheduler.inputs.actions import OwnerInput
from scheduler.inputs.types import Comment, Day, Input, Line, Number, OptionalLine, Text
from scheduler.model.area import CommissionState


def _owner(value: Any) -> Any:
    return {"organisation": value} if isinstance(value, str) and value.strip() else value or None


Owner = Annotated[OwnerInput | None, BeforeValidator(_owner)]
Houses = Annotated[list[Line], Field(max_length=200)]
_AREA_SHOWN = frozenset(
    {"id", "network", "last", "next", "waited_days", "open_actions", "closed_at", "created_at"}
)
_COMMISSION_SHOWN = frozenset({"id", "network", "late", "closed_at", "created_at"})


class AreaInput(Input):
    """An area: what it is called and who does what in it; organisations by id or name.

    `owner` may be an organisation alone, or an object with its `person` too.
    """

    shown = _AREA_SHOWN | {"position", "closed"}

    name: Line
    text: Text = ""
    owner: Owner = None
    participates: Houses = []
    informed: Houses = []


class AreaPatch(Input):
    """What changes about an area; what is left out stays.

    `position` counts from 1; `closed`: it is no longer worked on.
    """

    shown = _AREA_SHOWN

    name: Line | None = None
    text: Text | None = None
    owner: Owner = None
    participates: Houses | None = None
    informed: Houses | None = None
    position: Annotated[Number, Field(ge=1, le=1_000)] | None = None
    closed: bool | None = None


class CommissionInput(Input):
    """A commission: who gave it, in which document, to whom (ids or names), and until when."""

    shown = _COMMISSION_SHOWN | {"state", "outcome"}

    title: Line
    text: Text = ""
    giver: Line
    document: OptionalLine = ""
    bodies: Houses = []
    report_back: Day | None = None
    area: UUID | None = None


class CommissionPatch(Input):
    """What changes about a commission; what is left out stays; a closed one has an `outcome`."""

    shown = _COMMISSION_SHOWN

    title: Line | None = None
    text: Text | None = None
    giver: Line | None = None
    document: OptionalLine | None = None
    bodies: Houses | None = None
    report_back: Day | None = None
    area: UUID | None = None
    state: CommissionState | None = None
    outcome: Comment | None = None
