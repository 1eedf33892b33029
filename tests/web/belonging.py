"""Who stands where in a network, as page tests ask it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from scheduler.database import Database
from scheduler.model import Meeting, Membership, Person
from scheduler.queries import membership

TODAY = date(2027, 1, 4)


def person_of(database: Database, email: str) -> Person:
    """The person who has this address."""
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


def house_of(database: Database, network: UUID, name: str) -> Membership:
    """An organisation's own membership."""
    with database.reading() as session:
        held = membership.organisations(session, network, TODAY)
        return next(one for one in held if one.organisation and one.organisation.name == name)


def place_of(database: Database, network: UUID, email: str) -> tuple[str, str] | None:
    """A person's present organisation and role."""
    who = person_of(database, email)
    with database.reading() as session:
        held = membership.of_person(session, network, who.id, TODAY)
        return (held.organisation.name if held.organisation else "", held.role) if held else None


def starts(database: Database, status: str | None = None) -> list[str]:
    """The days of all meetings, or of those in one state."""
    with database.reading() as session:
        rows = session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
        return [str(row.start.date()) for row in rows if status in (None, row.status)]
