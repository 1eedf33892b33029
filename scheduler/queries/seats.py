"""Whom would a meeting call if nobody named them: who sits in the network, and for whom?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.model import Membership


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
