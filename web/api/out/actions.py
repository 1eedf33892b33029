"""How are actions shown?"""

from __future__ import annotations

from datetime import date

from scheduler.model.action import ActionState, Horizon, Origin
from scheduler.queries.action_lines import ActionLine
from web.api.out.base import Id, Instant, MaybeId, Out


class Owner(Out):
    """Who answers for an action."""

    organisation: Id
    organisation_name: str
    person: MaybeId
    person_name: str


class Action(Out):
    """A promise; `overdue` and `stale` (nobody has said anything for long) as today has them.

    A corrective action has the `finding` of an exercise that it answers, and in `verified_by` the
    later exercise that showed it works.
    """

    counted = frozenset({"overdue", "stale"})

    id: Id
    network: Id
    meeting: MaybeId
    item: MaybeId
    text: str
    owner: Owner
    due: date | None
    horizon: Horizon
    area: MaybeId
    commission: MaybeId
    origin: Origin
    finding: MaybeId
    element: str
    verified_by: MaybeId
    state: ActionState
    overdue: bool
    stale: bool
    created_at: Instant
    changed_at: Instant
    closed_at: Instant | None

    @classmethod
    def of(cls, line: ActionLine) -> Action:
        """Show an action."""
        owner = {
            "organisation": line.organisation_id,
            "organisation_name": line.organisation,
            "person": line.person_id,
            "person_name": line.person,
        }
        return cls.copy_of(
            line,
            network=line.network_id,
            meeting=line.meeting_id,
            item=line.item_id,
            area=line.area_id,
            commission=line.commission_id,
            finding=line.finding_id,
            verified_by=line.verified_by_id,
            owner=Owner.model_validate(owner),
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/actions/{self.id}"
