"""How does an attendance list come about: from the answers, then corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import N_, Refused
from scheduler.inputs.minutes import AttendanceInput
from scheduler.model import Attendance, Invitation, Meeting, Membership, Minutes, Person
from scheduler.queries import membership
from scheduler.queries.attendance import from_answers
from scheduler.queries.membership import MisspeltOrganisation, UnknownOrganisation


class NotOfTheNetwork(Refused):
    """The id is of nobody who belongs to the network or was called to the meeting."""

    message = N_(
        "This person neither belongs to the network nor was called to the meeting. "
        "Write guests by name."
    )


class NobodyNamed(Refused):
    """A line of the attendance list needs somebody."""

    message = N_("Give the name of who was there, or choose a person.")


class ListedTwice(Refused):
    """One person cannot be there twice."""

    message = N_("%(name)s is on the attendance list twice. Take one of the lines away.")


def take(
    session: Session, meeting: Meeting, minutes: Minutes, plan: Sequence[AttendanceInput]
) -> None:
    """Write the whole attendance list, in the order given."""
    known = _known(session, meeting, plan)
    _refuse_strangers(plan, known)
    rows = []
    for place, line in enumerate(plan):
        try:
            rows.append(_row(session, meeting, line, known))
        except Refused as refused:
            refused.field = f"attendance.{place}.organisation"
            raise
        rows[-1].position = place + 1
    minutes.attendance = rows


def line(session: Session, meeting: Meeting, plan: AttendanceInput) -> Attendance:
    """Make one line of the list; refuses as `take` does."""
    known = _known(session, meeting, [plan])
    _refuse_strangers([plan], known)
    return _row(session, meeting, plan, known)


def take_from_answers(session: Session, meeting: Meeting, minutes: Minutes) -> None:
    """Begin the list with everybody who was called, present if they said yes."""
    minutes.attendance = [
        Attendance(
            position=position,
            person_id=one.person_id,
            organisation_id=one.organisation_id,
            represents_id=one.represents_id,
            present=one.present,
        )
        for position, one in enumerate(from_answers(session, meeting.id), 1)
    ]


def _known(
    session: Session, meeting: Meeting, plan: Sequence[AttendanceInput]
) -> dict[UUID, Person]:
    belong = select(Membership.person_id).where(Membership.network_id == meeting.network_id)
    called = select(Invitation.person_id).where(Invitation.meeting_id == meeting.id)
    named = {line.person for line in plan} | {line.represents for line in plan}
    people = session.scalars(
        select(Person).where(
            Person.id.in_(named - {None}), or_(Person.id.in_(belong), Person.id.in_(called))
        )
    )
    return {person.id: person for person in people}


def _refuse_strangers(plan: Sequence[AttendanceInput], known: Mapping[UUID, Person]) -> None:
    seen: set[UUID] = set()
    for place, line in enumerate(plan):
        for field, person_id in (("person", line.person), ("for", line.represents)):
            if person_id is not None and person_id not in known:
                raise NotOfTheNetwork(field=f"attendance.{place}.{field}")
        if line.person is None:
            if not line.name:
                raise NobodyNamed(field=f"attendance.{place}.name")
        elif line.person in seen:
            name = known[line.person].public_name
            raise ListedTwice(field=f"attendance.{place}.person", name=name)
        else:
            seen.add(line.person)


def _row(
    session: Session, meeting: Meeting, line: AttendanceInput, known: Mapping[UUID, Person]
) -> Attendance:
    person = known[line.person] if line.person else None
    organisation_id = _organisation(session, meeting, line.organisation)
    if organisation_id is None and person and not line.organisation:
        organisation_id = _represented(session, meeting, person)
    return Attendance(
        person_id=line.person,
        represents_id=line.represents,
        name="" if person else line.name,
        organisation_id=organisation_id,
        organisation_name="" if organisation_id else line.organisation,
        present=line.present,
        arrived=line.arrived if line.present else "",
    )


def _represented(session: Session, meeting: Meeting, person: Person) -> UUID | None:
    called = select(Invitation.organisation_id).where(
        Invitation.meeting_id == meeting.id, Invitation.person_id == person.id
    )
    return session.scalar(called) or person.organisation_id


def _organisation(session: Session, meeting: Meeting, name_or_id: str) -> UUID | None:
    if not name_or_id:
        return None
    day = clock.today(meeting.time_zone)
    try:
        return membership.organisation(session, meeting.network_id, name_or_id, day).id
    except (UnknownOrganisation, MisspeltOrganisation):
        return None  # a guest may come from anywhere
