"""How are areas and commissions shown?"""

from __future__ import annotations

from datetime import date

from scheduler.model.area import CommissionState
from scheduler.queries.areas import AreaLine, Treated
from scheduler.queries.commissions import CommissionLine
from web.api.out.actions import Owner
from web.api.out.base import Id, Instant, MaybeId, Out


class AreaMeeting(Out):
    """A meeting that treats an area."""

    meeting: Id
    title: str
    day: date

    @classmethod
    def of(cls, one: Treated | None) -> AreaMeeting | None:
        """Show one, if there is one."""
        return cls.copy_of(one, meeting=one.meeting_id, day=one.date) if one else None


class Area(Out):
    """An area, and who does what in it; `waited_days` since it was treated last, null: never."""

    counted = frozenset({"position", "last", "next", "waited_days", "open_actions"})

    id: Id
    network: Id
    position: int
    name: str
    text: str
    owner: Owner | None
    participates: list[Id]
    informed: list[Id]
    last: AreaMeeting | None
    next: AreaMeeting | None
    waited_days: int | None
    open_actions: int
    closed: bool
    closed_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, line: AreaLine) -> Area:
        """Show an area."""
        owner = {
            "organisation": line.owner_id,
            "organisation_name": line.owner,
            "person": line.person_id,
            "person_name": line.person,
        }
        return cls.copy_of(
            line,
            network=line.network_id,
            owner=Owner.model_validate(owner) if line.owner_id else None,
            participates=[one.organisation_id for one in line.having("participates")],
            informed=[one.organisation_id for one in line.having("informed")],
            last=AreaMeeting.of(line.last),
            next=AreaMeeting.of(line.next),
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/areas/{self.id}"


class Commission(Out):
    """A commission; `late`: open past the day it was to report back."""

    counted = frozenset({"late"})

    id: Id
    network: Id
    title: str
    text: str
    giver: str
    document: str
    bodies: list[Id]
    report_back: date | None
    late: bool
    area: MaybeId
    state: CommissionState
    outcome: str
    closed_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, line: CommissionLine) -> Commission:
        """Show a commission."""
        return cls.copy_of(
            line,
            network=line.network_id,
            bodies=[body for body, _ in line.bodies],
            area=line.area_id,
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/commissions/{self.id}"
