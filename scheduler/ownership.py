"""Whose is an action today, and may its owner be told of it?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import POLICY
from scheduler.model import Action, AgendaItem, Membership, Minutes, Network, Person


def owners(session: Session, action: Action) -> list[Person]:
    """Give who answers for an action: its person, else all of its organisation in the network.

    Whoever has left the network, or only looks on there, is none of them.
    """
    day = clock.today(session.get_one(Network, action.network_id).time_zone)
    people = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.network_id == action.network_id,
            Membership.role.in_(POLICY["actions:report"]),
            Membership.since <= day,
            or_(Membership.until.is_(None), Membership.until > day),
        )
        .order_by(Person.name)
        .distinct()
    )
    if action.person_id is not None:
        return list(session.scalars(people.where(Person.id == action.person_id)))
    return list(session.scalars(people.where(Membership.organisation_id == action.organisation_id)))


def is_owner(session: Session, action: Action, person_id: UUID | None) -> bool:
    """Tell whether a person answers for an action today."""
    return person_id is not None and person_id in {one.id for one in owners(session, action)}


def is_promised(session: Session, action: Action) -> bool:
    """Tell whether anybody may be told of it: what stands in a draft of minutes is not yet so."""
    if action.meeting_id is None:
        return True
    state = select(Minutes.state).where(Minutes.meeting_id == action.meeting_id)
    return session.scalar(state) != "draft"


def is_open_to_links(session: Session, action: Action) -> bool:
    """Tell whether mails, and the links in them, may show its words: its point is an open one."""
    if action.item_id is None:
        return True
    item_class = select(AgendaItem.item_class).where(AgendaItem.id == action.item_id)
    return session.scalar(item_class) == "open"
