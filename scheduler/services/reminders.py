"""How is a reminder sent before its time?"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import due, events
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.model import DueRow, Meeting
from scheduler.services.refusals import MeetingIsCancelled, MeetingIsOver

Reminder = Literal["remind_silent", "remind_coming"]


class NotCalledYet(Refused):
    """Nobody has been told of the meeting."""

    message = N_("The meeting has not been called yet, so there is nobody to remind. Call it.")


class RemindedAlready(Refused):
    """Each reminder goes out once per time of the meeting."""

    message = N_(
        "This reminder has gone out already. To write to one person again, use “Send again” "
        "beside the name."
    )


def send_now(session: Session, meeting_id: UUID, *, kind: Reminder, by: Actor) -> Meeting:
    """Send a planned reminder at once, in place of its time."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("meetings:plan", meeting.network_id)
    check(session, meeting, kind)
    due.plan(
        session,
        kind=kind,
        lane="reactions",
        key=_key(meeting, kind),
        due_at=now(),
        meeting_id=meeting.id,
        network_id=meeting.network_id,
    )
    record(
        session,
        events.ReminderSentNow(
            by=by.name, subject=meeting.id, network_id=meeting.network_id, reminder=kind
        ),
    )
    return meeting


def check(session: Session, meeting: Meeting, kind: Reminder) -> None:
    """Refuse a reminder that cannot be sent now."""
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.starts_at <= now():
        raise MeetingIsOver
    if meeting.called_at is None:
        raise NotCalledYet
    state = session.scalar(select(DueRow.state).where(DueRow.key == _key(meeting, kind)))
    if state not in {None, "waiting", "cancelled"}:
        raise RemindedAlready


def _key(meeting: Meeting, kind: Reminder) -> str:
    return f"{kind}:{meeting.id}:{meeting.time_sequence}"  # as handlers.reminders plans it
