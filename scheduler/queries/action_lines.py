"""What is shown of an action? Whose, until when, from where, how far; and what guards it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock, promising
from scheduler.model import (
    Action,
    ActionReport,
    AgendaItem,
    Area,
    Commission,
    Meeting,
    Minutes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action as lists show it; a protected owner is shown by role.

    Kept as JSON with each version of minutes (frozen.py): a field may be added with a default,
    never renamed.
    """

    id: UUID
    network_id: UUID
    meeting_id: UUID | None
    meeting_title: str
    meeting_start: datetime | None  # wall time
    item_id: UUID | None
    text: str
    organisation_id: UUID
    organisation: str
    person_id: UUID | None
    person: str
    due: date | None
    state: str
    overdue: bool
    version: int
    created_at: datetime
    changed_at: datetime
    stale: bool = False
    horizon: str = ""
    area_id: UUID | None = None
    area: str = ""
    commission_id: UUID | None = None
    commission: str = ""
    origin: str = "meeting"
    closed_at: datetime | None = None
    left_at: datetime | None = None  # since when its organisation must find somebody new
    item_class: str = "open"
    finding_id: UUID | None = None  # of an exercise, that it answers
    element: str = ""
    verified_by_id: UUID | None = None

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return promising.is_open(self.state)

    @property
    def awaits_retest(self) -> bool:
        """Whether it is done, and no later exercise has shown that it works."""
        return self.finding_id is not None and self.state == "done"

    @property
    def owner(self) -> str:
        """Who answers for it, in words."""
        return f"{self.organisation} ({self.person})" if self.person else self.organisation

    @property
    def public(self) -> bool:
        """Whether mails, and the links in them, may show its words."""
        return self.item_class == "open"


class Found(NamedTuple):
    """An action with what decides who may read it; `minutes_state` None: it stands in none."""

    line: ActionLine
    audience: frozenset[UUID]
    minutes_state: str | None


def find(session: Session, today: date, *conditions: ColumnElement[bool]) -> list[Found]:
    """Give actions in the order in which they were written."""
    reported = (
        select(func.max(ActionReport.at))
        .where(ActionReport.action_id == Action.id)
        .correlate(Action)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Action, Meeting, AgendaItem, Area.name, Commission.title, Minutes.state, reported)
        .outerjoin(Meeting, Action.meeting_id == Meeting.id)
        .outerjoin(AgendaItem, Action.item_id == AgendaItem.id)
        .outerjoin(Area, Action.area_id == Area.id)
        .outerjoin(Commission, Action.commission_id == Commission.id)
        .outerjoin(Minutes, Action.meeting_id == Minutes.meeting_id)
        .options(joinedload(Action.organisation), joinedload(Action.person))
        .where(*conditions)
        .order_by(Action.created_at, Action.id)
    )
    return [_found(tuple(row), today) for row in rows]


def _found(row: Sequence[Any], today: date) -> Found:
    action, meeting, item, area, commission, minutes_state, reported = row
    heard = max(action.changed_at, reported) if reported else action.changed_at
    line = ActionLine(
        id=action.id,
        network_id=action.network_id,
        meeting_id=action.meeting_id,
        meeting_title=meeting.title if meeting else "",
        meeting_start=meeting.start if meeting else None,
        item_id=action.item_id,
        text=action.text,
        organisation_id=action.organisation_id,
        organisation=action.organisation.name,
        person_id=action.person_id,
        person=action.person.public_name if action.person else "",
        due=action.due,
        state=action.state,
        overdue=action.overdue(today),
        version=action.version,
        created_at=action.created_at,
        changed_at=action.changed_at,
        stale=promising.is_stale(action.state, heard, clock.now()),
        horizon=action.horizon,
        area_id=action.area_id,
        area=area or "",
        commission_id=action.commission_id,
        commission=commission or "",
        origin=action.origin,
        closed_at=action.closed_at,
        left_at=action.left_at if action.open else None,
        item_class=item.item_class if item else "open",
        finding_id=action.finding_id,
        element=action.element,
        verified_by_id=action.verified_by_id,
    )
    audience = frozenset(UUID(one) for one in item.audience) if item else frozenset()
    return Found(line, audience, minutes_state)
