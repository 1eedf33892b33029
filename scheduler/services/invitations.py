"""What can be done to one person's call: invite, remove, send a substitute, send it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import events, history
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, Refused
from scheduler.leaving import AT_ONCE, Leaving
from scheduler.model import Invitation, Letter, Meeting, MeetingChange
from scheduler.services import answers, invitees, meetings
from scheduler.services.refusals import MeetingIsCancelled, MeetingIsOver

MOST_LETTERS_AN_HOUR = 3


class AlreadyInvited(Refused):
    """The person is on the list already."""

    message = N_("This person is already invited to the meeting.")


def invite(
    session: Session,
    meeting_id: UUID,
    *,
    people: Sequence[UUID],
    leave: Leaving = AT_ONCE,
    by: Actor,
) -> list[Invitation]:
    """Invite more people; if the meeting is called, each gets the notice."""
    meeting = meetings.load(session, meeting_id, by)
    _still_to_come(meeting)
    change = meetings.note(session, meeting, "invited", by, leave)
    return _bring(session, meeting, people, change, by)


def remove(
    session: Session, invitation_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor
) -> Invitation:
    """Take one person off the list; if they were told of the meeting they get a cancellation."""
    invitation, meeting = answers.load(session, invitation_id)
    by.must("meetings:plan", meeting.network_id)
    if not invitation.active:
        return invitation
    _still_to_come(meeting)
    change = meetings.note(session, meeting, "removed", by, leave)
    _remove(session, invitation, meeting, change, by)
    return invitation


def substitute(
    session: Session,
    invitation_id: UUID,
    *,
    person_id: UUID,
    leave: Leaving = AT_ONCE,
    by: Actor,
) -> Invitation:
    """Let another person of the network go instead; the one calendar is cleared, the other told."""
    leaving, meeting = answers.load(session, invitation_id)
    by.must("meetings:plan", meeting.network_id)
    if any(one.person_id == person_id and one.active for one in meeting.invitations):
        raise AlreadyInvited(field="person")
    _still_to_come(meeting)
    change = meetings.note(session, meeting, "substituted", by, leave)
    if leaving.active:
        _remove(session, leaving, meeting, change, by)
    coming = _bring(session, meeting, [person_id], change, by)[0]
    coming.substitute_for_id = leaving.person_id
    return coming


def refresh(session: Session, invitation_id: UUID, *, by: Actor) -> bool:
    """Send a person the notice again because their calendar asks for it (RFC 5546 3.2.6).

    A few times an hour at most; gives whether it was.
    """
    invitation, meeting = answers.load(session, invitation_id)
    over = meeting.cancelled or meeting.starts_at <= now()
    if over or meeting.called_at is None or not invitation.active:
        return False
    if invitation.id in history.waiting(session, meeting.id):
        return False  # a letter will say it, when it may leave
    recent = select(func.count()).where(
        Letter.invitation_id == invitation.id, Letter.queued_at > now() - timedelta(hours=1)
    )
    if (session.scalar(recent) or 0) >= MOST_LETTERS_AN_HOUR:
        return False
    meetings.raise_sequence(session, meeting)
    change = meetings.note(session, meeting, "resent", by, AT_ONCE)
    about = answers.about(invitation, meeting, by)
    record(session, events.NoticeResent(**about, change=change.id))
    return True


def _take_back(invitation: Invitation) -> None:
    invitation.removed_at = None
    invitation.answer, invitation.comment = "needs-action", ""
    invitation.answered_at = invitation.answered_via = None
    invitation.substitute_for_id = None


def _bring(
    session: Session, meeting: Meeting, people: Sequence[UUID], change: MeetingChange, by: Actor
) -> list[Invitation]:
    back = [one for one in meeting.invitations if one.person_id in people and not one.active]
    for invitation in back:
        _take_back(invitation)
        meeting.sequence += 1  # their calendar was told CANCEL: what follows must be newer
    made = back + invitees.add_to(session, meeting, people)
    for invitation in made:
        about = answers.about(invitation, meeting, by)
        record(session, events.PersonInvited(**about, change=change.id))
    came = [str(one.id) for one in made]
    change.sequence = meeting.sequence
    change.before = {**change.before, "invited": came}
    return made


def _remove(
    session: Session, invitation: Invitation, meeting: Meeting, change: MeetingChange, by: Actor
) -> None:
    invitation.removed_at = now()
    invitation.generation += 1  # the reply link dies with the call
    if meeting.called_at is not None:
        meeting.sequence += 1
    change.sequence = meeting.sequence
    change.before = {**change.before, "removed": [str(invitation.id)]}
    about = answers.about(invitation, meeting, by)
    record(session, events.PersonRemoved(**about, change=change.id))


def _still_to_come(meeting: Meeting) -> None:
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.starts_at <= now():
        raise MeetingIsOver
