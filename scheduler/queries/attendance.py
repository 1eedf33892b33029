"""Who was there, or has said that they would be?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.model import Invitation, Minutes, Person
from scheduler.queries.membership import alphabetical


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person's or guest's presence; a protected person is shown by role."""

    person_id: UUID | None
    name: str
    organisation_id: UUID | None
    organisation: str
    present: bool
    represents_id: UUID | None
    represents: str
    arrived: str = ""  # the wall time of whoever came late


def from_answers(session: Session, meeting_id: UUID) -> list[Attendee]:
    """Give everybody who was called, present if they said yes, by organisation and name."""
    invitations = session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == meeting_id, Invitation.removed_at.is_(None))
        .options(joinedload(Invitation.person), joinedload(Invitation.organisation))
    ).all()
    replaced = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_([one.substitute_for_id for one in invitations]))
        )
    }
    called = (_called(one, replaced) for one in invitations)
    return sorted(called, key=_place)


def listed(minutes: Minutes) -> list[Attendee]:
    """Give the attendance list as it was written."""
    return [
        Attendee(
            person_id=row.person_id,
            name=row.person.public_name if row.person else row.name,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name if row.organisation else row.organisation_name,
            present=row.present,
            represents_id=row.represents_id,
            represents=row.represents.public_name if row.represents else "",
            arrived=row.arrived,
        )
        for row in minutes.attendance
    ]


def _called(invitation: Invitation, replaced: Mapping[UUID, Person]) -> Attendee:
    organisation = invitation.organisation or invitation.person.organisation
    absent = replaced.get(invitation.substitute_for_id) if invitation.substitute_for_id else None
    return Attendee(
        person_id=invitation.person_id,
        name=invitation.person.public_name,
        organisation_id=organisation.id if organisation else None,
        organisation=organisation.name if organisation else "",
        present=invitation.answer == "accepted",
        represents_id=absent.id if absent else None,
        represents=absent.public_name if absent else "",
    )


def _place(attendee: Attendee) -> tuple[str, str]:
    return alphabetical(attendee.organisation), alphabetical(attendee.name)
