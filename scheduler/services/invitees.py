"""Who is called to a meeting when nobody names them: the network's members."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import N_, InvalidInput
from scheduler.model import Invitation, Meeting, Person
from scheduler.queries import seats
from scheduler.queries.seats import Seat


def add_to(session: Session, meeting: Meeting, people: Iterable[UUID] | None) -> list[Invitation]:
    """Write an invitation for each of `people` (None: all present members) who has none yet."""
    members = seats.of_network(session, meeting.network_id, clock.today(meeting.time_zone))
    wanted = list(dict.fromkeys(members if people is None else people))
    strangers = [person for person in wanted if person not in members]
    if strangers:
        raise InvalidInput(
            N_("Only people who belong to the network can be invited. Add them to it first."),
            field="people",
        )
    known = {one.person_id for one in meeting.invitations}
    made = [
        _invitation(session.get_one(Person, person), members[person])
        for person in wanted
        if person not in known
    ]
    meeting.invitations.extend(made)
    session.flush()
    return made


def _invitation(person: Person, seat: Seat) -> Invitation:
    return Invitation(
        person_id=person.id,
        person=person,
        organisation_id=seat.organisation_id or person.organisation_id,
        optional=seat.optional,
    )
