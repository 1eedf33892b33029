"""Whom would a meeting call if nobody named them: who sits in the network, and for whom?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.model import Meeting, Membership
from scheduler.queries import membership


class Seat(NamedTuple):
    """For whom a member sits in the network, and whether only to observe."""

    organisation_id: UUID | None
    optional: bool


def of_network(session: Session, network_id: UUID, day: date) -> dict[UUID, Seat]:
    """Give the people who belong on `day`, the longest there first, each with their seat."""
    rows = session.execute(
        select(Membership.person_id, Membership.organisation_id, Membership.role)
        .where(
            Membership.network_id == network_id,
            Membership.person_id.is_not(None),
            Membership.since <= day,
            or_(Membership.until.is_(None), Membership.until > day),
        )
        .order_by(Membership.since, Membership.id)
    )
    found: dict[UUID, Seat] = {}
    for person_id, organisation_id, role in rows:
        if person_id is not None:
            before = found.get(person_id, Seat(organisation_id, optional=True))
            found[person_id] = before._replace(optional=before.optional and role == "observer")
    return found


def others(session: Session, meeting: Meeting) -> list[Membership]:
    """Give the network's people who are not on a meeting's list, by organisation, each once."""
    called = {one.person_id for one in meeting.invitations if one.active}
    found = membership.members(session, meeting.network_id, clock.today(meeting.time_zone))
    return list({one.person_id: one for one in found if one.person_id not in called}.values())
