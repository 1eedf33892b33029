"""Which letters follow from what happened?"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import events, history, letters, outbox
from scheduler.actor import SYSTEM
from scheduler.due import Work
from scheduler.model import Account, Invitation, Meeting, MeetingChange
from scheduler.services import answers

# The kinds of changes that concern everybody who is called.
TO_ALL = ("called", "moved", "text", "cancelled", "restored", "agenda")


def send_call(session: Session, event: events.MeetingCalled) -> None:
    """Write each invitee the notice of the meeting."""
    _tell(session, "call", event.subject, event.change)


def send_new_time(session: Session, event: events.MeetingMoved) -> None:
    """Write each invitee of a called meeting its new time."""
    _tell(session, "moved", event.subject, event.change)


def send_new_text(session: Session, event: events.MeetingTextChanged) -> None:
    """Write those who have not declined what has changed beside the time."""
    _tell(session, "changed", event.subject, event.change)


def send_agenda(session: Session, event: events.AgendaSent) -> None:
    """Write those who have not declined the agenda, as an update of the invitation."""
    _tell(session, "agenda", event.subject, event.change)


def send_cancellation(session: Session, event: events.MeetingCancelled) -> None:
    """Write a cancellation to whoever has been told of the meeting."""
    _tell(session, "cancelled", event.subject, event.change)


def send_restored(session: Session, event: events.MeetingRestored) -> None:
    """Write each invitee that the meeting will be held after all."""
    _tell(session, "restored", event.subject, event.change)


def send_what_is_left(session: Session, event: events.ChangeUndone) -> None:
    """Take back the letters of a change that was undone; what was owed before it still is."""
    _tell(session, "undone", event.subject, event.change)
    for one in _meeting(session, event.subject).invitations:
        outbox.plan_confirmation(session, one)


def send_new_instant(session: Session, event: events.ZoneLawChanged) -> None:
    """Write those whose calendars would show another time under the zone's new law."""
    _tell(session, "clock", event.subject, event.change, hasten=False)


def send_call_to_one(session: Session, event: events.PersonInvited) -> None:
    """Write one more invitee the notice, if the meeting is called."""
    _tell(session, "call", event.meeting, event.change, only=[event.subject])


def send_call_again(session: Session, event: events.NoticeResent) -> None:
    """Write one invitee how the meeting stands, once more."""
    _tell(session, "call", event.meeting, event.change, only=[event.subject])


def send_removal(session: Session, event: events.PersonRemoved) -> None:
    """Write a removed invitee a cancellation, if they had been told of the meeting."""
    _tell(session, "removed", event.meeting, event.change, only=[event.subject])


def send_answer(session: Session, event: events.AnswerConfirmed) -> None:
    """Write a person the answer that they gave by the link, so that their calendar shows it."""
    _tell(session, "answered", event.meeting, None, only=[event.subject])


def plan_answer(session: Session, event: events.InvitationAnswered) -> None:
    """Plan to tell a person's calendar of an answer, unless it shows it already."""
    one = session.get_one(Invitation, event.subject)
    outbox.plan_confirmation(session, one)


def confirm_answer(session: Session, work: Work) -> None:
    """Tell a person's calendar of the answer that it does not show."""
    answers.confirm(session, UUID(work.body["invitation"]), by=SYSTEM)


def send_counter_declined(session: Session, event: events.CounterDeclined) -> None:
    """Write a person that the time they proposed was declined (RFC 5546 3.2.8)."""
    one = session.get_one(Invitation, event.subject)
    meeting = _meeting(session, event.meeting)
    if not one.active or meeting.cancelled or not letters.takes_calendar(one):
        return
    meeting.sequence += 1  # the calendar takes only what is newer
    outbox.post(
        session,
        key=f"declinecounter:{event.incoming}",
        kind="declinecounter",
        person=one.person,
        meeting=meeting,
        invitation=one,
        method="DECLINECOUNTER",
        sequence=meeting.sequence,
        stamp=outbox.next_stamp(meeting),
    )


def send_own_page(session: Session, event: events.OwnPageRequested) -> None:
    """Write a person the link to their own page."""
    outbox.post_to(session, "own_page", event.subject)


def send_sign_in(session: Session, event: events.SignInLinkRequested) -> None:
    """Write an account's holder a one-time link to sign in."""
    account = session.get_one(Account, event.subject)
    outbox.post_to(session, "sign_in", account.person_id)


def _tell(
    session: Session,
    change: str,
    meeting_id: UUID,
    change_id: UUID | None,
    *,
    only: Collection[UUID] | None = None,
    hasten: bool = True,
) -> None:
    """Let each person concerned have the one letter that says how the meeting stands."""
    meeting = _meeting(session, meeting_id)
    waiting = history.waiting(session, meeting_id)
    concerned = {key: one for key, one in waiting.items() if only is None or key in only}
    kinds = {key: one.kind for key, one in concerned.items()}
    drafts = letters.owed(change, meeting, history.told(session, meeting_id), kinds, only=only)
    row = _change(session, meeting_id, change_id)
    outbox.replace(session, meeting, drafts, concerned, change=row, hasten=hasten)
    written = {draft.invitation.id for draft in drafts}
    for one in meeting.invitations:
        asked = (only is None or one.id in only) and one.id not in written
        if asked and one.told_answer not in {None, one.answer}:
            outbox.plan_confirmation(session, one)


def _change(session: Session, meeting_id: UUID, change_id: UUID | None) -> MeetingChange | None:
    """Give the change that says when letters leave.

    What they tell is the end state, so the latest change that concerns everybody decides, if one
    came after theirs; after an undo, the change before it.
    """
    if change_id is None:
        return None
    own = session.get_one(MeetingChange, change_id)
    standing = select(MeetingChange).where(
        MeetingChange.meeting_id == meeting_id, MeetingChange.undone_at.is_(None)
    )
    if own.undone_at is None:
        standing = standing.where(MeetingChange.kind.in_(TO_ALL) | (MeetingChange.id == own.id))
    latest = standing.order_by(MeetingChange.at.desc(), MeetingChange.sequence.desc())
    return session.scalars(latest.limit(1)).one_or_none()


def _meeting(session: Session, meeting_id: UUID) -> Meeting:
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    return session.get_one(Meeting, meeting_id, options=(people, joinedload(Meeting.network)))
