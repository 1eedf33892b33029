"""Which letters follow from what happened?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import events, letters, outbox
from scheduler.letters import Change, Draft
from scheduler.model import Account, Invitation, Meeting, Minutes
from scheduler.queries.told import told


def send_call(session: Session, event: events.MeetingCalled) -> None:
    """Write each invitee the notice of the meeting."""
    _write(session, "call", event.subject)


def send_new_time(session: Session, event: events.MeetingMoved) -> None:
    """Write each invitee of a called meeting its new time."""
    _write(session, "moved", event.subject, change=event.change)


def send_new_text(session: Session, event: events.MeetingTextChanged) -> None:
    """Write those who have not declined what has changed beside the time."""
    _write(session, "changed", event.subject, change=event.change)


def send_agenda(session: Session, event: events.AgendaSent) -> None:
    """Write those who have not declined the agenda, as an update of the invitation."""
    _write(session, "agenda", event.subject)


def send_cancellation(session: Session, event: events.MeetingCancelled) -> None:
    """Write a cancellation to whoever has been told of the meeting."""
    meeting = _meeting(session, event.subject)
    if meeting.cancelled:  # restored since: a cancellation would take it out of calendars
        _post(session, "cancelled", meeting, event.change)


def send_restored(session: Session, event: events.MeetingRestored) -> None:
    """Write each invitee that the meeting will be held after all."""
    _write(session, "restored", event.subject, change=event.change)


def send_call_to_one(session: Session, event: events.PersonInvited) -> None:
    """Write one more invitee the notice, if the meeting is called."""
    _write_one(session, event.subject)


def send_call_again(session: Session, event: events.NoticeResent) -> None:
    """Write one invitee the notice once more."""
    _write_one(session, event.subject)


def send_removal(session: Session, event: events.PersonRemoved) -> None:
    """Write a removed invitee a cancellation, if they had been told of the meeting."""
    meeting = _meeting(session, event.meeting)
    one = next(one for one in meeting.invitations if one.id == event.subject)
    if one.active or one.id not in told(session, meeting.id):
        return
    method = "CANCEL" if letters.takes_calendar(one) else ""
    outbox.post_draft(session, meeting, Draft("removed", method, one, ""))


def send_minutes(session: Session, event: events.MinutesPublished) -> None:
    """Write all who were called, also the absent, a link to the minutes."""
    meeting = _meeting(session, event.subject)
    minutes = session.query(Minutes).filter_by(meeting_id=meeting.id).one()
    for one in meeting.invitations:
        if one.active:
            outbox.post(
                session,
                key=f"minutes:{one.id}:{minutes.version}",
                kind="minutes",
                person=one.person,
                meeting=meeting,
                invitation=one,
            )


def send_own_page(session: Session, event: events.OwnPageRequested) -> None:
    """Write a person the link to their own page."""
    outbox.post_to(session, "own_page", event.subject)


def send_sign_in(session: Session, event: events.SignInLinkRequested) -> None:
    """Write an account's holder a one-time link to sign in."""
    account = session.get_one(Account, event.subject)
    outbox.post_to(session, "sign_in", account.person_id)


def _write(session: Session, kind: Change, meeting_id: UUID, change: UUID | None = None) -> None:
    meeting = _meeting(session, meeting_id)
    if not meeting.cancelled:  # cancelled since: a request would bring it back into calendars
        _post(session, kind, meeting, change)


def _post(session: Session, kind: Change, meeting: Meeting, change: UUID | None) -> None:
    stamp = outbox.next_stamp(meeting)
    for draft in letters.letters_for(kind, meeting, told(session, meeting.id)):
        outbox.post_draft(session, meeting, draft, change_id=change, stamp=stamp)


def _write_one(session: Session, invitation_id: UUID) -> None:
    invitation = session.get_one(Invitation, invitation_id)
    meeting = _meeting(session, invitation.meeting_id)
    if not invitation.active or meeting.cancelled or meeting.called_at is None:
        return
    method = "REQUEST" if letters.takes_calendar(invitation) else ""
    outbox.post_draft(session, meeting, Draft("call", method, invitation, ""))


def _meeting(session: Session, meeting_id: UUID) -> Meeting:
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    return session.get_one(Meeting, meeting_id, options=(people, joinedload(Meeting.network)))
