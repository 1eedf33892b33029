"""What becomes of actions whose person leaves the network? They stay with the organisation."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.events import ActionLeft
from scheduler.model import Action, Membership, Network
from scheduler.model.action import OPEN_STATES
from scheduler.services import actions


def release(session: Session, network_id: UUID, person_id: UUID, *, by: Actor) -> list[Action]:
    """Take a person off the open actions of organisations that they sit for no more.

    The organisation keeps them, the person's links open no more, and somebody new is asked for.
    """
    sits_for = _sits_for(session, network_id, person_id)
    held = select(Action).where(
        Action.network_id == network_id,
        Action.person_id == person_id,
        Action.state.in_(OPEN_STATES),
    )
    left = [one for one in session.scalars(held) if one.organisation_id not in sits_for]
    for action in left:
        action.person = action.person_id = None
        action.left_at = clock.now()
        action.generation += 1
        actions.touch(action)
        record(
            session,
            ActionLeft(by=by.name, subject=action.id, network_id=network_id, person=person_id),
        )
    return left


def _sits_for(session: Session, network_id: UUID, person_id: UUID) -> set[UUID | None]:
    day = clock.today(session.get_one(Network, network_id).time_zone)
    memberships = select(Membership.organisation_id).where(
        Membership.network_id == network_id,
        Membership.person_id == person_id,
        Membership.until.is_(None) | (Membership.until > day),
    )
    return set(session.scalars(memberships))
