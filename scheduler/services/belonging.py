"""How does a dated membership begin, change and end? Verbs of services.people stand on this."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.events import MembershipEnded, MembershipStarted
from scheduler.model import Invitation, Meeting, Membership, Organisation
from scheduler.queries import membership as memberships
from scheduler.services import invitations


def start(session: Session, membership: Membership, *, by: Actor) -> Membership:
    """Let a membership begin."""
    session.add(membership)
    session.flush()
    fact = MembershipStarted(by=by.name, subject=membership.id, network_id=membership.network_id)
    record(session, fact)
    return membership


def change(
    session: Session,
    membership: Membership,
    *,
    role: str,
    organisation: Organisation | None,
    day: date,
    by: Actor,
) -> Membership:
    """Give a membership another role or organisation from `day` on; what was stays as history."""
    house = organisation.id if organisation else None
    if (membership.role, membership.organisation_id) == (role, house):
        return membership
    if membership.since < day:
        _end(session, membership, day, by)
        membership = Membership(
            network_id=membership.network_id,
            person_id=membership.person_id,
            duty=membership.duty,
            since=day,
        )
    membership.role = role
    membership.organisation = organisation
    return start(session, membership, by=by)


def end(session: Session, membership: Membership, *, day: date, by: Actor) -> None:
    """End a membership, and the person's calls to the network's meetings from `day` on."""
    _end(session, membership, day, by)
    person_id = membership.person_id
    if person_id is None or memberships.of_person(session, membership.network_id, person_id, day):
        return
    for invitation_id in _coming(session, membership.network_id, person_id, day):
        invitations.remove(session, invitation_id, by=by)


def hand_over(session: Session, network_id: UUID, *, day: date, by: Actor) -> None:
    """Let the network's convenor be a member from `day` on, so that another can convene."""
    for membership in memberships.organisations(session, network_id, day):
        if membership.role == "convenor":
            change(
                session,
                membership,
                role="member",
                organisation=membership.organisation,
                day=day,
                by=by,
            )


def _end(session: Session, membership: Membership, day: date, by: Actor) -> None:
    membership.until = day
    fact = MembershipEnded(by=by.name, subject=membership.id, network_id=membership.network_id)
    record(session, fact)


def _coming(session: Session, network_id: UUID, person_id: UUID, day: date) -> list[UUID]:
    called = (
        select(Invitation.id)
        .join(Meeting)
        .where(
            Invitation.person_id == person_id,
            Invitation.removed_at.is_(None),
            Meeting.network_id == network_id,
            Meeting.start >= datetime.combine(day, time()),
            Meeting.starts_at > clock.now(),
            Meeting.status.not_in(["held", "cancelled"]),
        )
    )
    return list(session.scalars(called.order_by(Meeting.starts_at)))
