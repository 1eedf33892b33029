"""What can a writer of points choose from, and what are those things called?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.model import Area, Organisation
from scheduler.queries import membership
from scheduler.queries.membership import alphabetical

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A network's areas in its own order, and its organisations by name, as (id, name)."""

    areas: list[Choice]
    organisations: list[Choice]


def choices(
    session: Session,
    network_id: UUID,
    day: date,
    *,
    areas: Collection[UUID] = (),
    organisations: Collection[UUID] = (),
) -> Choices:
    """Give what belongs to the network on `day`, and what is chosen already."""
    open_or_chosen = or_(Area.closed_at.is_(None), Area.id.in_(areas))
    found = session.execute(
        select(Area.id, Area.name)
        .where(Area.network_id == network_id, open_or_chosen)
        .order_by(Area.position, Area.name)
    )
    belonging = [row.organisation_id for row in membership.organisations(session, network_id, day)]
    houses = session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.id.in_({*belonging, *organisations} - {None})
        )
    )
    return Choices(
        areas=[(str(key), name) for key, name in found],
        organisations=sorted(
            ((str(key), name) for key, name in houses), key=lambda one: alphabetical(one[1])
        ),
    )


def area_names(session: Session, areas: Collection[UUID]) -> dict[UUID, str]:
    """Give what areas are called."""
    return {row.id: row.name for row in session.scalars(select(Area).where(Area.id.in_(areas)))}
