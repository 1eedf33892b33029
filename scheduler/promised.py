"""What has been promised, and of which point is it: who may read it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.model import Action, AgendaItem, Network
from scheduler.model.action import OPEN_STATES


class Scope(NamedTuple):
    """Of which point something is: its meeting, class and audience; of none, it is open."""

    meeting_id: UUID | None = None
    item_class: str = "open"
    audience: tuple[UUID, ...] = ()

    @property
    def open(self) -> bool:
        """Whether whoever has a link may read it."""
        return self.item_class == "open"


OPEN = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An action as its owner sees it; a protected person is shown by role."""

    id: UUID
    text: str
    organisation_id: UUID
    organisation: str
    person_id: UUID | None
    person: str
    due: date | None
    state: str
    overdue: bool
    scope: Scope

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN_STATES


def promises(session: Session, network: Network, *which: ColumnElement[bool]) -> list[Promise]:
    """Give a network's actions of `which`: the overdue first, then by date."""
    today = clock.today(network.time_zone)
    rows = session.execute(
        select(Action, AgendaItem)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .options(joinedload(Action.organisation), joinedload(Action.person))
        .where(Action.network_id == network.id, *which)
        .order_by(Action.created_at, Action.id)
    )
    found = [_promise(action, item, today) for action, item in rows]
    return sorted(found, key=lambda one: (not one.overdue, one.due or date.max))


def scope_of(item: AgendaItem | None) -> Scope:
    """Give what says who may read what belongs to a point."""
    if item is None:
        return Scope()
    return Scope(item.meeting_id, item.item_class, tuple(UUID(one) for one in item.audience))


def _promise(action: Action, item: AgendaItem | None, today: date) -> Promise:
    return Promise(
        id=action.id,
        text=action.text,
        organisation_id=action.organisation_id,
        organisation=action.organisation.name,
        person_id=action.person_id,
        person=action.person.public_name if action.person else "",
        due=action.due,
        state=action.state,
        overdue=action.overdue(today),
        scope=scope_of(item),
    )
