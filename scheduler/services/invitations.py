"""What can be done to one person's call: invite, remove, answer, send a substitute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calling, events
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import AnswerInput
from scheduler.model import Invitation, Meeting, Reply
from scheduler.model.invitation import Via
from scheduler.services import invitees
from scheduler.services.meetings import MeetingIsCancelled, MeetingIsOver


class NoLongerInvited(Refused):
    """The person has been taken off the list."""

    message = N_(
        "You are no longer on the list for this meeting. Write to the coordinator if that is wrong."
    )


class AlreadyInvited(Refused):
    """The person is on the list already."""

    message = N_("This person is already invited to the meeting.")


def invite(
    session: Session, meeting_id: UUID, *, people: Sequence[UUID], by: Actor
) -> list[Invitation]:
    """Invite more people; if the meeting is called, each gets the notice at once."""
    meeting = _meeting(session, meeting_id)
    by.must("meetings:plan", meeting.network_id)
    _still_to_come(meeting)
    back = [one for one in meeting.invitations if one.person_id in people and not one.active]
    for invitation in back:
        _take_back(invitation)
        meeting.sequence += 1  # their calendar was told CANCEL: what follows must be newer
    made = back + invitees.add_to(session, meeting, people)
    for invitation in made:
        record(session, events.PersonInvited(**_about(invitation, meeting, by)))
    return made


def remove(session: Session, invitation_id: UUID, *, by: Actor) -> Invitation:
    """Take one person off the list; if they were told of the meeting they get a cancellation."""
    invitation, meeting = _load(session, invitation_id)
    by.must("meetings:plan", meeting.network_id)
    if not invitation.active:
        return invitation
    _still_to_come(meeting)
    invitation.removed_at = now()
    invitation.generation += 1  # the reply link dies with the call
    if meeting.called_at is not None:
        meeting.sequence += 1
    record(session, events.PersonRemoved(**_about(invitation, meeting, by)))
    return invitation


def substitute(session: Session, invitation_id: UUID, *, person_id: UUID, by: Actor) -> Invitation:
    """Let another person of the network go instead; the one calendar is cleared, the other told."""
    leaving, meeting = _load(session, invitation_id)
    if any(one.person_id == person_id and one.active for one in meeting.invitations):
        raise AlreadyInvited(field="person")
    remove(session, leaving.id, by=by)
    coming = invite(session, meeting.id, people=[person_id], by=by)[0]
    coming.substitute_for_id = leaving.person_id
    return coming


def answer(
    session: Session,
    invitation_id: UUID,
    *,
    plan: AnswerInput,
    via: Via,
    by: Actor,
    sequence: int | None = None,
    stamp: datetime | None = None,
) -> Invitation:
    """Take an answer by link, mail or the coordinator.

    `sequence` and `stamp` (DTSTAMP) are those of a mailed REPLY: one to an earlier time is kept but
    does not count, one that was taken already changes nothing (RFC 5546 2.1.5).
    """
    invitation, meeting = _load(session, invitation_id)
    _may_answer(invitation, meeting, via, by)
    answered = meeting.sequence if sequence is None else sequence
    if stamp and invitation.replied_stamp and stamp <= invitation.replied_stamp:
        return invitation
    earlier = answered < meeting.time_sequence
    invitation.replied_stamp = stamp or invitation.replied_stamp
    if not earlier and (plan.answer, plan.comment) == (invitation.answer, invitation.comment):
        return invitation
    late = calling.is_late(meeting, now())
    invitation.replies.append(
        Reply(
            answer=plan.answer,
            comment=plan.comment,
            via=via,
            sequence=answered,
            earlier_time=earlier,
            late=late,
        )
    )
    if not earlier:
        invitation.answer, invitation.comment = plan.answer, plan.comment
        invitation.answered_at, invitation.answered_via = now(), via
        invitation.answered_late = late
    record(
        session,
        events.InvitationAnswered(**_about(invitation, meeting, by), answer=plan.answer, via=via),
    )
    return invitation


def _may_answer(invitation: Invitation, meeting: Meeting, via: Via, by: Actor) -> None:
    if via == "coordinator":
        by.must("invitations:answer", meeting.network_id)
    if not invitation.active:
        raise NoLongerInvited
    if meeting.cancelled:
        raise MeetingIsCancelled
    end = meeting.ends_at if via == "coordinator" else meeting.starts_at
    if end <= now():
        raise MeetingIsOver


def _take_back(invitation: Invitation) -> None:
    invitation.removed_at = None
    invitation.answer, invitation.comment = "needs-action", ""
    invitation.answered_at = invitation.answered_via = None
    invitation.substitute_for_id = None


def _still_to_come(meeting: Meeting) -> None:
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.starts_at <= now():
        raise MeetingIsOver


def _meeting(session: Session, meeting_id: UUID) -> Meeting:
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    return meeting


def _load(session: Session, invitation_id: UUID) -> tuple[Invitation, Meeting]:
    invitation = session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    return invitation, _meeting(session, invitation.meeting_id)


def _about(invitation: Invitation, meeting: Meeting, by: Actor) -> dict[str, Any]:
    return {
        "by": by.name,
        "subject": invitation.id,
        "network_id": meeting.network_id,
        "meeting": meeting.id,
    }
