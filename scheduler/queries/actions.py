"""Who has promised what, and what is late?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.model import Action, Meeting, Network
from scheduler.model.action import OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action as lists show it; a protected owner is shown by role."""

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

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN_STATES

    @property
    def owner(self) -> str:
        """Who answers for it, in words."""
        return f"{self.organisation} ({self.person})" if self.person else self.organisation


def of_network(session: Session, network: Network) -> list[ActionLine]:
    """Give a network's actions: the overdue first, then the open by date, then the closed."""
    today = clock.today(network.time_zone)
    found = _lines(session, today, Action.network_id == network.id)
    return sorted(found, key=lambda line: (not line.overdue, not line.open, *_by_date(line)))


def of_meeting(session: Session, meeting_id: UUID, today: date) -> list[ActionLine]:
    """Give the actions that came out of a meeting, in the order they were written."""
    return _lines(session, today, Action.meeting_id == meeting_id)


def one(session: Session, action_id: UUID, today: date) -> ActionLine | None:
    """Give one action."""
    return next(iter(_lines(session, today, Action.id == action_id)), None)


def by_id(session: Session, action_id: UUID) -> ActionLine:
    """Give one action by its network's day; raises NotFound."""
    action = session.get(Action, action_id)
    if action is None:
        raise NotFound
    network = session.get_one(Network, action.network_id)
    return _lines(session, clock.today(network.time_zone), Action.id == action_id)[0]


def open_of_person(session: Session, person_id: UUID) -> list[ActionLine]:
    """Give what a person has left to do in all networks; each network has its own today."""
    networks = session.scalars(
        select(Network)
        .join(Action, Action.network_id == Network.id)
        .where(Action.person_id == person_id)
        .distinct()
    ).all()
    found = [
        line
        for network in networks
        for line in _lines(
            session,
            clock.today(network.time_zone),
            Action.person_id == person_id,
            Action.network_id == network.id,
            Action.state.in_(OPEN_STATES),
        )
    ]
    return sorted(found, key=lambda line: (not line.overdue, *_by_date(line)))


def count_overdue(session: Session, network: Network) -> int:
    """Count a network's overdue actions."""
    counted = (
        select(func.count())
        .select_from(Action)
        .where(
            Action.network_id == network.id,
            Action.due < clock.today(network.time_zone),
            Action.state.in_(OPEN_STATES),
        )
    )
    return session.scalar(counted) or 0


def _by_date(line: ActionLine) -> tuple[bool, date, datetime]:
    return (line.due is None, line.due or date.max, line.created_at)


def _lines(session: Session, today: date, *conditions: ColumnElement[bool]) -> list[ActionLine]:
    rows = session.execute(
        select(Action, Meeting)
        .outerjoin(Meeting, Action.meeting_id == Meeting.id)
        .options(joinedload(Action.organisation), joinedload(Action.person))
        .where(*conditions)
        .order_by(Action.created_at, Action.id)
    )
    return [_line(action, meeting, today) for action, meeting in rows]


def _line(action: Action, meeting: Meeting | None, today: date) -> ActionLine:
    return ActionLine(
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
    )
