"""What has been promised, and of which point is it: who may read it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.model import Action, AgendaItem, Minutes, Network
from scheduler.model.action import OPEN_STATES


class Scope(NamedTuple):
    """Of which point something is: its meeting, class and audience; of none, it is open.

    `minutes_state` is that of the minutes it stands in, None: of none.
    """

    meeting_id: UUID | None = None
    item_class: str = "open"
    audience: tuple[UUID, ...] = ()
    minutes_state: str | None = None

    @property
    def point(self) -> tuple[UUID | None, str, tuple[UUID, ...]]:
        """What Reader.may_read asks for."""
        return self.meeting_id, self.item_class, self.audience

    @property
    def open(self) -> bool:
        """Whether whoever has a link may read it: what no draft still holds back."""
        return self.item_class == "open" and self.minutes_state in {None, "published"}


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
        select(Action, AgendaItem, Minutes.state)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .outerjoin(Minutes, Minutes.meeting_id == Action.meeting_id)
        .options(joinedload(Action.organisation), joinedload(Action.person))
        .where(Action.network_id == network.id, *which)
        .order_by(Action.created_at, Action.id)
    )
    found = [_promise(action, scope_of(item, state), today) for action, item, state in rows]
    return sorted(found, key=lambda one: (not one.overdue, one.due or date.max))


def scope_of(item: AgendaItem | None, minutes_state: str | None = None) -> Scope:
    """Give what says who may read what belongs to a point."""
    if item is None:
        return Scope(minutes_state=minutes_state)
    audience = tuple(UUID(one) for one in item.audience)
    return Scope(item.meeting_id, item.item_class, audience, minutes_state)


def _promise(action: Action, scope: Scope, today: date) -> Promise:
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
        scope=scope,
    )
