"""How would a meeting stand after a change? On loaded rows that nobody keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.inputs import MoveInput, TextInput
from scheduler.model import Invitation, Meeting, MeetingChange, Organisation, Person
from scheduler.queries import seats


def called(session: Session, meeting: Meeting) -> None:
    """Call a meeting: who has joined the network since it was planned is called with the others."""
    if meeting.everyone:
        known = {one.person_id for one in meeting.invitations}
        present = seats.of_network(session, meeting.network_id, clock.today(meeting.time_zone))
        _seat(session, meeting, present, [one for one in present if one not in known])
    meeting.status, meeting.called_at = "called", now()


def invited(session: Session, meeting: Meeting, people: Sequence[UUID]) -> list[Invitation]:
    """Invite people of the network; gives their calls, each named by the person's own id."""
    present = seats.of_network(session, meeting.network_id, clock.today(meeting.time_zone))
    return _seat(session, meeting, present, [one for one in people if one in present])


def moved(meeting: Meeting, note: MeetingChange, plan: MoveInput) -> None:
    """Move a meeting; raises TimeDoesNotExist."""
    note.old_start, note.old_minutes = meeting.start, meeting.minutes
    meeting.starts_at = timezone.resolve(plan.start, meeting.time_zone, fold=plan.fold)
    meeting.start, meeting.fold = plan.start, plan.fold or 0
    meeting.minutes = plan.minutes or meeting.minutes
    _ask_anew(meeting)


def changed(meeting: Meeting, note: MeetingChange, plan: TextInput) -> None:
    """Change a meeting's text and place."""
    note.old_place, note.new_place = meeting.place, plan.place
    meeting.title, meeting.text = plan.title, plan.text
    meeting.place, meeting.online_url = plan.place, plan.online_url
    meeting.place_protected = plan.place_protected


def restored(meeting: Meeting) -> None:
    """Take a cancellation back."""
    meeting.status = meeting.status_before
    _ask_anew(meeting)


def _seat(
    session: Session, meeting: Meeting, present: dict[UUID, seats.Seat], people: Iterable[UUID]
) -> list[Invitation]:
    made = [_call_of(session, person_id, present[person_id]) for person_id in people]
    meeting.invitations.extend(made)
    return made


def _call_of(session: Session, person_id: UUID, seat: seats.Seat) -> Invitation:
    house = session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    return Invitation(
        id=person_id,
        person_id=person_id,
        person=session.get_one(Person, person_id),
        organisation=house,
        optional=seat.optional,
        answer="needs-action",
        generation=0,
    )


def _ask_anew(meeting: Meeting) -> None:
    for one in meeting.invitations:
        one.answer = "needs-action"
