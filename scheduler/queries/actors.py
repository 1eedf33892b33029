"""Who is behind "person:<id>", as rows remember it?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Person

PERSON = "person:"


def names(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Give the names that others may see, by actor; programs, links and the system have none."""
    ids = {actor: actor.removeprefix(PERSON) for actor in actors if actor.startswith(PERSON)}
    people = session.scalars(
        select(Person).where(Person.id.in_({UUID(one) for one in ids.values()}))
    )
    known = {str(person.id): person.public_name for person in people}
    return {actor: known[one] for actor, one in ids.items() if one in known}
