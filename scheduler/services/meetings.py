"""What can be done to a meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import events
from scheduler.actor import Actor
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import NotFound
from scheduler.inputs import CancelInput, MeetingInput, MoveInput, TextInput
from scheduler.leaving import AT_ONCE, Leaving
from scheduler.model import Meeting, MeetingChange, Network
from scheduler.services import answers, invitees
from scheduler.services.refusals import (
    AlreadyCalled,
    LeavesTooLate,
    MeetingIsCancelled,
    MeetingIsOver,
    NobodyInvited,
    NotCancelled,
    TimeHasPassed,
)


def add(
    session: Session, network_id: UUID, *, plan: MeetingInput, by: Actor, status: str = "planned"
) -> Meeting:
    """Plan a single meeting, with the network's present members (or `plan.people`) as invitees."""
    network = _network(session, network_id)
    by.must("meetings:plan", network.id)
    zone = plan.time_zone or network.time_zone
    meeting = Meeting(
        network_id=network.id,
        kind=plan.kind,
        title=plan.title,
        text=plan.text,
        start=plan.start,
        original_start=plan.start,
        fold=plan.fold or 0,
        minutes=plan.minutes,
        time_zone=zone,
        starts_at=timezone.resolve(plan.start, zone, fold=plan.fold),
        place=plan.place,
        place_protected=plan.place_protected,
        online_url=plan.online_url,
        extra=plan.extra,
        everyone=plan.people is None,
        status=status,
        uid=new_uid(),
        call_when=plan.when,
        notice_days=plan.notice_days,
        agenda_days=plan.agenda_days,
        reply_days=plan.reply_days,
        reminder_days=plan.reminder_days,
    )
    session.add(meeting)
    session.flush()
    invitees.add_to(session, meeting, plan.people)
    record(session, events.MeetingAdded(by=by.name, subject=meeting.id, network_id=network.id))
    return meeting


def call(session: Session, meeting_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor) -> Meeting:
    """Send the notice of a meeting to all its invitees."""
    meeting = to_come(session, meeting_id, by)
    if meeting.called_at is not None:
        raise AlreadyCalled
    if meeting.everyone:
        invitees.add_to(session, meeting, None)
    if not any(one.active for one in meeting.invitations):
        raise NobodyInvited
    before = {"status": meeting.status}
    meeting.status = "called"
    meeting.called_at = now()
    change = note(session, meeting, "called", by, leave, before=before)
    record(session, events.MeetingCalled(**about(meeting, by), change=change.id))
    return meeting


def move(
    session: Session,
    meeting_id: UUID,
    *,
    plan: MoveInput,
    leave: Leaving | None = None,
    by: Actor,
) -> Meeting:
    """Give a meeting a new time; answers to the earlier one no longer count."""
    meeting = to_come(session, meeting_id, by)
    minutes = plan.minutes or meeting.minutes
    starts_at = timezone.resolve(plan.start, meeting.time_zone, fold=plan.fold)
    if (starts_at, minutes) == (meeting.starts_at, meeting.minutes):
        return meeting
    if starts_at <= now():
        raise TimeHasPassed(field="start")
    leave = in_time(leave or plan.leaving(meeting.time_zone), meeting)  # for whoever would come
    old_start, old_fold, old_minutes = meeting.start, meeting.fold, meeting.minutes
    meeting.start, meeting.fold, meeting.minutes = plan.start, plan.fold or 0, minutes
    meeting.starts_at = starts_at
    raise_sequence(session, meeting, time_changed=True)
    change = note(session, meeting, "moved", by, leave, plan.reason, before={"fold": old_fold})
    change.old_start, change.old_minutes = old_start, old_minutes
    change.new_start, change.new_minutes = meeting.start, meeting.minutes
    record(
        session,
        events.MeetingMoved(
            **about(meeting, by), change=change.id, old_start=old_start, old_minutes=old_minutes
        ),
    )
    return meeting


TEXTS = ("title", "text", "place", "place_protected", "online_url")


def change_text(session: Session, meeting_id: UUID, *, plan: TextInput, by: Actor) -> Meeting:
    """Change a meeting's title, text, place or link; answers stay."""
    meeting = to_come(session, meeting_id, by)
    before = {name: getattr(meeting, name) for name in TEXTS}
    wanted = {name: getattr(plan, name) for name in TEXTS}
    if wanted == before:
        return meeting
    for name, value in wanted.items():
        setattr(meeting, name, value)
    raise_sequence(session, meeting)
    leave = plan.leaving(meeting.time_zone)
    change = note(session, meeting, "text", by, leave, before=before)
    if before["place"] != meeting.place:
        change.old_place, change.new_place = before["place"], meeting.place
    record(session, events.MeetingTextChanged(**about(meeting, by), change=change.id))
    return meeting


def cancel(session: Session, meeting_id: UUID, *, plan: CancelInput, by: Actor) -> Meeting:
    """Cancel a meeting; it stays to be seen, and can be restored."""
    meeting = to_come(session, meeting_id, by)
    meeting.status_before, meeting.status = meeting.status, "cancelled"
    raise_sequence(session, meeting)
    leave = plan.leaving(meeting.time_zone)
    change = note(session, meeting, "cancelled", by, leave, plan.reason)
    record(session, events.MeetingCancelled(**about(meeting, by), change=change.id))
    return meeting


def restore(session: Session, meeting_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor) -> Meeting:
    """Hold a cancelled meeting after all; whoever was told of the cancellation is asked anew."""
    meeting = load(session, meeting_id, by)
    if not meeting.cancelled:
        raise NotCancelled
    if meeting.starts_at <= now():
        raise MeetingIsOver
    meeting.status = meeting.status_before
    raise_sequence(session, meeting, time_changed=True)
    change = note(session, meeting, "restored", by, leave)
    record(session, events.MeetingRestored(**about(meeting, by), change=change.id))
    return meeting


def close(session: Session, meeting_id: UUID, *, by: Actor) -> Meeting:
    """Note that a meeting's end has passed."""
    meeting = load(session, meeting_id, by)
    if meeting.status in {"planned", "called"} and meeting.ends_at <= now():
        meeting.status = "held"
        record(session, events.MeetingHeld(**about(meeting, by)))
    return meeting


def new_uid() -> str:
    """Make a UID: random, never reused, without personal data (RFC 7986 5.3)."""
    return f"{new_id()}@kallelse"


def _network(session: Session, network_id: UUID) -> Network:
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    return network


def load(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    """Load a meeting for a change by somebody who may make it."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("meetings:plan", meeting.network_id)
    return meeting


def to_come(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    """Load a meeting for a change that only one to come can have."""
    meeting = load(session, meeting_id, by)
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.status == "held" or meeting.starts_at <= now():
        raise MeetingIsOver
    return meeting


def raise_sequence(session: Session, meeting: Meeting, *, time_changed: bool = False) -> None:
    """Make what follows newer than all that calendars were told (RFC 5546 2.1.4)."""
    meeting.sequence += 1
    meeting.changed_at = now()
    if time_changed:
        meeting.time_sequence = meeting.sequence
        answers.ask_anew(session, meeting)


def note(
    session: Session,
    meeting: Meeting,
    kind: str,
    by: Actor,
    leave: Leaving,
    reason: str = "",
    *,
    before: dict[str, Any] | None = None,
) -> MeetingChange:
    """Keep what was changed, by whom and why, and when its letters leave (see in_time)."""
    leave = in_time(leave, meeting)
    change = MeetingChange(
        meeting_id=meeting.id,
        kind=kind,
        sequence=meeting.sequence,
        by=by.name,
        reason=reason,
        before=before or {},
        leave_at=leave.at,
        held=leave.held,
    )
    session.add(change)
    session.flush()
    return change


def in_time(leave: Leaving, meeting: Meeting) -> Leaving:
    """Give when letters leave, before the meeting begins; refuse a chosen time that is not."""
    if leave.at is None or now() < leave.at < meeting.starts_at:
        return leave
    if leave.chosen:
        raise (TimeHasPassed if leave.at <= now() else LeavesTooLate)(field="send_at")
    return AT_ONCE  # no time is left to undo it in


def about(meeting: Meeting, by: Actor) -> dict[str, Any]:
    """Give what every fact about a meeting has."""
    return {"by": by.name, "subject": meeting.id, "network_id": meeting.network_id}
