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
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import CancelInput, MeetingInput, MoveInput, TextInput
from scheduler.model import Invitation, Meeting, MeetingChange, Network
from scheduler.services import invitees


class MeetingIsOver(Refused):
    """The meeting has begun or is over."""

    message = N_("The meeting has already begun or is over, so this cannot be changed any more.")


class MeetingIsCancelled(Refused):
    """The meeting is cancelled."""

    message = N_("The meeting is cancelled. Restore it first if it is to be held after all.")


class NotCancelled(Refused):
    """Only what is cancelled can be restored."""

    message = N_("The meeting is not cancelled, so there is nothing to restore.")


class AlreadyCalled(Refused):
    """The notice has gone out already."""

    message = N_(
        "This meeting has been called already. To send somebody the notice again, use “Send again” "
        "beside the name."
    )


class NobodyInvited(Refused):
    """A notice needs somebody to go to."""

    message = N_("Nobody is invited to this meeting. Add people first, then call it.")


class TimeHasPassed(Refused):
    """The chosen time lies behind us."""

    message = N_("That time has passed. Choose a time that is still to come.")


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


def call(session: Session, meeting_id: UUID, *, by: Actor) -> Meeting:
    """Send the notice of a meeting to all its invitees."""
    meeting = _to_come(session, meeting_id, by)
    if meeting.called_at is not None:
        raise AlreadyCalled
    if meeting.everyone:
        invitees.add_to(session, meeting, None)
    if not any(one.active for one in meeting.invitations):
        raise NobodyInvited
    meeting.status = "called"
    meeting.called_at = now()
    _note(session, meeting, "called", by)
    record(session, events.MeetingCalled(**_about(meeting, by)))
    return meeting


def move(session: Session, meeting_id: UUID, *, plan: MoveInput, by: Actor) -> Meeting:
    """Give a meeting a new time; answers to the earlier one no longer count."""
    meeting = _to_come(session, meeting_id, by)
    minutes = plan.minutes or meeting.minutes
    starts_at = timezone.resolve(plan.start, meeting.time_zone, fold=plan.fold)
    if (starts_at, minutes) == (meeting.starts_at, meeting.minutes):
        return meeting
    if starts_at <= now():
        raise TimeHasPassed(field="start")
    old_start, old_minutes = meeting.start, meeting.minutes
    meeting.start, meeting.fold, meeting.minutes = plan.start, plan.fold or 0, minutes
    meeting.starts_at = starts_at
    _raise_sequence(meeting, time_changed=True)
    change = _note(session, meeting, "moved", by, plan.reason)
    change.old_start, change.old_minutes = old_start, old_minutes
    change.new_start, change.new_minutes = meeting.start, meeting.minutes
    record(
        session,
        events.MeetingMoved(
            **_about(meeting, by), change=change.id, old_start=old_start, old_minutes=old_minutes
        ),
    )
    return meeting


def change_text(session: Session, meeting_id: UUID, *, plan: TextInput, by: Actor) -> Meeting:
    """Change a meeting's title, text, place or link; answers stay."""
    meeting = _to_come(session, meeting_id, by)
    wanted = (plan.title, plan.text, plan.place, plan.online_url)
    if wanted == (meeting.title, meeting.text, meeting.place, meeting.online_url):
        return meeting
    old_place = meeting.place
    meeting.title, meeting.text, meeting.place, meeting.online_url = wanted
    _raise_sequence(meeting)
    change = _note(session, meeting, "text", by)
    if old_place != meeting.place:
        change.old_place, change.new_place = old_place, meeting.place
    record(session, events.MeetingTextChanged(**_about(meeting, by), change=change.id))
    return meeting


def cancel(session: Session, meeting_id: UUID, *, plan: CancelInput, by: Actor) -> Meeting:
    """Cancel a meeting; it stays to be seen, and can be restored."""
    meeting = _to_come(session, meeting_id, by)
    meeting.status_before, meeting.status = meeting.status, "cancelled"
    _raise_sequence(meeting)
    change = _note(session, meeting, "cancelled", by, plan.reason)
    record(session, events.MeetingCancelled(**_about(meeting, by), change=change.id))
    return meeting


def restore(session: Session, meeting_id: UUID, *, by: Actor) -> Meeting:
    """Hold a cancelled meeting after all; everybody is asked anew."""
    meeting = _load(session, meeting_id, by)
    if not meeting.cancelled:
        raise NotCancelled
    if meeting.starts_at <= now():
        raise MeetingIsOver
    meeting.status = meeting.status_before
    _raise_sequence(meeting, time_changed=True)
    change = _note(session, meeting, "restored", by)
    record(session, events.MeetingRestored(**_about(meeting, by), change=change.id))
    return meeting


def send_agenda(session: Session, meeting_id: UUID, *, by: Actor) -> Meeting:
    """Send a called meeting's agenda as an update; answers stay."""
    meeting = _to_come(session, meeting_id, by)
    if meeting.called_at is not None and meeting.agenda:
        _raise_sequence(meeting)
        record(session, events.AgendaSent(**_about(meeting, by)))
    return meeting


def resend(session: Session, invitation_id: UUID, *, by: Actor) -> Invitation:
    """Send one invitee the notice again, with a higher SEQUENCE so that calendars take it."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or not invitation.active:
        raise NotFound
    meeting = _to_come(session, invitation.meeting_id, by)
    if meeting.called_at is None:
        return invitation
    _raise_sequence(meeting)
    record(
        session,
        events.NoticeResent(
            by=by.name,
            subject=invitation.id,
            network_id=meeting.network_id,
            meeting=meeting.id,
        ),
    )
    return invitation


def close(session: Session, meeting_id: UUID, *, by: Actor) -> Meeting:
    """Note that a meeting's end has passed."""
    meeting = _load(session, meeting_id, by)
    if meeting.status in {"planned", "called"} and meeting.ends_at <= now():
        meeting.status = "held"
        record(session, events.MeetingHeld(**_about(meeting, by)))
    return meeting


def new_uid() -> str:
    """Make a UID: random, never reused, without personal data (RFC 7986 5.3)."""
    return f"{new_id()}@kallelse"


def _network(session: Session, network_id: UUID) -> Network:
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    return network


def _load(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("meetings:plan", meeting.network_id)
    return meeting


def _to_come(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    meeting = _load(session, meeting_id, by)
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.status == "held" or meeting.starts_at <= now():
        raise MeetingIsOver
    return meeting


def _raise_sequence(meeting: Meeting, *, time_changed: bool = False) -> None:
    meeting.sequence += 1
    meeting.changed_at = now()
    if time_changed:
        meeting.time_sequence = meeting.sequence
        for invitation in meeting.invitations:
            invitation.answer, invitation.comment = "needs-action", ""
            invitation.answered_at = invitation.answered_via = None
            invitation.answered_late = False


def _note(
    session: Session, meeting: Meeting, kind: str, by: Actor, reason: str = ""
) -> MeetingChange:
    change = MeetingChange(
        meeting_id=meeting.id, kind=kind, sequence=meeting.sequence, by=by.name, reason=reason
    )
    session.add(change)
    session.flush()
    return change


def _about(meeting: Meeting, by: Actor) -> dict[str, Any]:
    return {"by": by.name, "subject": meeting.id, "network_id": meeting.network_id}
