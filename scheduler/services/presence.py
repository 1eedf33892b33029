"""How is it noted, line by line, who is at the meeting?"""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.inputs import AttendanceInput
from scheduler.inputs.taking import GuestInput, PresenceInput
from scheduler.model import Attendance, Meeting, Minutes
from scheduler.services import attendance, taking


class LineChanged(Conflict):
    """Another writer has noted something else about the same person."""

    message = N_(
        "Somebody else has changed this line meanwhile. It stands as they left it: "
        "look at it, and press again if it is wrong."
    )


class WhenDidTheyCome(Refused):
    """A late arrival needs its time when the meeting is not going on."""

    message = N_("Say when they came, for example 09:20.")


def attend(session: Session, meeting_id: UUID, *, plan: PresenceInput, by: Actor) -> Attendance:
    """Note whether one person or guest is there; who is not on the list yet is added to it."""
    meeting = taking.load(session, meeting_id, by)
    minutes = taking.opened(session, meeting)
    row = _row(minutes, plan)
    if row is None:
        row = _added(session, meeting, minutes, plan)
    elif plan.seen and state_of(row) not in {plan.seen, plan.state}:
        raise LineChanged(field="state")
    _note(session, meeting, row, plan)
    taking.saved(session, meeting, minutes, by)
    return row


def add_guest(session: Session, meeting_id: UUID, *, plan: GuestInput, by: Actor) -> Attendance:
    """Add somebody who came and is no person here."""
    meeting = taking.load(session, meeting_id, by)
    minutes = taking.opened(session, meeting)
    guest = AttendanceInput(name=plan.name, organisation=plan.organisation)
    row = _append(minutes, attendance.line(session, meeting, guest))
    taking.saved(session, meeting, minutes, by)
    return row


def drop_guest(session: Session, meeting_id: UUID, *, row_id: UUID, by: Actor) -> None:
    """Take a guest off the list; one who is off it already stays so."""
    meeting = taking.load(session, meeting_id, by)
    minutes = taking.opened(session, meeting)
    kept = [one for one in minutes.attendance if one.id != row_id or one.person_id is not None]
    if len(kept) != len(minutes.attendance):
        minutes.attendance = kept
        taking.saved(session, meeting, minutes, by)


def state_of(row: Attendance) -> str:
    """Give a line's state as people say it: present | absent | late."""
    if not row.present:
        return "absent"
    return "late" if row.arrived else "present"


def _row(minutes: Minutes, plan: PresenceInput) -> Attendance | None:
    if plan.guest is not None:
        found = [one for one in minutes.attendance if one.id == plan.guest]
        if not found:
            raise NotFound
        return found[0]
    if plan.person is None:
        raise attendance.NobodyNamed(field="person")
    return next((one for one in minutes.attendance if one.person_id == plan.person), None)


def _added(session: Session, meeting: Meeting, minutes: Minutes, plan: PresenceInput) -> Attendance:
    return _append(minutes, attendance.line(session, meeting, AttendanceInput(person=plan.person)))


def _append(minutes: Minutes, row: Attendance) -> Attendance:
    row.position = max((one.position for one in minutes.attendance), default=0) + 1
    minutes.attendance.append(row)
    return row


def _note(session: Session, meeting: Meeting, row: Attendance, plan: PresenceInput) -> None:
    row.present = plan.state != "absent"
    row.arrived = _arrival(meeting, row, plan) if plan.state == "late" else ""
    if "represents" in plan.model_fields_set:
        seat = AttendanceInput(person=row.person_id, name=row.name, represents=plan.represents)
        row.represents_id = attendance.line(session, meeting, seat).represents_id
    session.flush()


def _arrival(meeting: Meeting, row: Attendance, plan: PresenceInput) -> str:
    at = now()
    if plan.arrived or row.arrived:
        return plan.arrived or row.arrived
    if not meeting.starts_at <= at <= meeting.ends_at:
        raise WhenDidTheyCome(field="arrived")
    return at.astimezone(ZoneInfo(meeting.time_zone)).strftime("%H:%M")
