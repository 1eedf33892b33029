"""Who is known, by which address and name?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Organisation, Person


def key_of(email: str) -> str:
    """Give what two spellings of one address have in common."""
    return email.strip().casefold()


def find(session: Session, email: str) -> Person | None:
    """Give the person who has this address, in any spelling."""
    return session.scalar(select(Person).where(Person.email_key == key_of(email)))


def organisation(session: Session, name: str, country: str) -> Organisation | None:
    """Give the organisation of this name, in any spelling, in a country."""
    same = (Organisation.name_key == name.casefold(), Organisation.country == country)
    return session.scalar(select(Organisation).where(*same))
