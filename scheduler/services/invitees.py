"""Who is called to a meeting when nobody names them: the network's members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import N_, InvalidInput
from scheduler.model import Invitation, Meeting, Membership, Person


def add_to(session: Session, meeting: Meeting, people: Iterable[UUID] | None) -> list[Invitation]:
    """Write an invitation for each of `people` (None: all present members) who has none yet."""
    members = _members(session, meeting)
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


class Seat(NamedTuple):
    """For whom a member sits in the network, and whether only to observe."""

    organisation_id: UUID | None
    optional: bool


def _invitation(person: Person, seat: Seat) -> Invitation:
    return Invitation(
        person_id=person.id,
        person=person,
        organisation_id=seat.organisation_id or person.organisation_id,
        optional=seat.optional,
    )


def _members(session: Session, meeting: Meeting) -> dict[UUID, Seat]:
    day = clock.today(meeting.time_zone)
    rows = session.execute(
        select(Membership.person_id, Membership.organisation_id, Membership.role)
        .where(
            Membership.network_id == meeting.network_id,
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
