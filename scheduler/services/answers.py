"""Which answer counts? Answers by link, by mail and by the coordinator, in any order."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import answering, calling, events, history, letters, outbox
from scheduler.actor import Actor
from scheduler.answering import Given
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import AnswerInput
from scheduler.model import Invitation, Meeting, Reply
from scheduler.model.invitation import Via
from scheduler.services.refusals import MeetingIsCancelled, MeetingIsOver
from scheduler.told import Told, time_of


class NoLongerInvited(Refused):
    """The person has been taken off the list."""

    message = N_(
        "You are no longer on the list for this meeting. Write to the coordinator if that is wrong."
    )


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

    `sequence` and `stamp` (DTSTAMP) are those of a mailed REPLY: one to an earlier time, or one
    that a newer one has outdone, is kept but does not count; the same twice is one.
    """
    invitation, meeting = load(session, invitation_id)
    answered = meeting.sequence if sequence is None else sequence
    own = by.kind not in {"person", "token"}
    given = Given(plan.answer, plan.comment, via, answered, stamp, own)
    if meeting.cancelled and _is_untold(session, invitation, meeting):
        _note_reply(invitation, given)  # it does not count, but stands in the calendar
    _may_answer(invitation, meeting, via, by)
    earlier = _is_earlier(session, invitation, meeting, given)
    verdict = answering.judge(invitation, given, earlier=earlier)
    if verdict == "same":
        if not earlier and plan.answer == invitation.answer:
            _say_again(session, invitation, given)
        return invitation
    late = calling.is_late(meeting, now())
    told = _time_answered(session, invitation, meeting, given)
    kept = Reply(answer=plan.answer, comment=plan.comment, via=via, at=now(), sequence=answered)
    kept.earlier_time, kept.outdone = verdict == "earlier", verdict == "outdone"
    kept.late, (kept.start, kept.minutes) = late, told
    invitation.replies.append(kept)
    if verdict == "counts":
        _let_count(invitation, given, late=late)
    elif verdict == "outdone":
        _note_reply(invitation, given)
    record(
        session,
        events.InvitationAnswered(**about(invitation, meeting, by), answer=plan.answer, via=via),
    )
    return invitation


def ask_anew(session: Session, meeting: Meeting) -> None:
    """Let answers count no longer that were to another time than the meeting's.

    Where the calendar shows the present time (it was never told of another), the answer that was
    given to it counts as before.
    """
    told = history.told(session, meeting.id)
    for one in meeting.invitations:
        known = told.get(one.id)
        shows = known is not None and not letters.is_behind(meeting, known)
        reply = answering.last_to(one, meeting.start, meeting.minutes) if shows else None
        one.answer = reply.answer if reply else "needs-action"
        one.comment = reply.comment if reply else ""
        one.answered_at = reply.at if reply else None
        one.answered_via = reply.via if reply else None
        one.answered_late = bool(reply and reply.late)


def confirm(session: Session, invitation_id: UUID, *, by: Actor) -> Invitation:
    """Tell a person's calendar of the answer that they gave, if it shows another."""
    invitation, meeting = load(session, invitation_id)
    over = meeting.starts_at <= now() or not letters.takes_calendar(invitation)
    if over or not history.lags(session, meeting, invitation):
        return invitation
    meeting.sequence += 1
    record(session, events.AnswerConfirmed(**about(invitation, meeting, by)))
    return invitation


def load(session: Session, invitation_id: UUID) -> tuple[Invitation, Meeting]:
    """Load a person's call and its meeting for a change."""
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None:
        raise NotFound
    return invitation, session.get_one(Meeting, invitation.meeting_id, with_for_update=True)


def about(invitation: Invitation, meeting: Meeting, by: Actor) -> dict[str, Any]:
    """Give what every fact about a person's call has."""
    return {
        "by": by.name,
        "subject": invitation.id,
        "network_id": meeting.network_id,
        "meeting": meeting.id,
    }


def _let_count(invitation: Invitation, given: Given, *, late: bool) -> None:
    invitation.answer, invitation.comment = given.answer, given.comment
    invitation.answered_at, invitation.answered_via = now(), given.via
    invitation.answered_late = late
    _note_reply(invitation, given)


def _say_again(session: Session, invitation: Invitation, given: Given) -> None:
    """Remember that the same was said once more: what was said in between is outdone."""
    if given.via == "mail":
        _note_reply(invitation, given)
    else:
        invitation.answered_at, invitation.answered_via = now(), given.via
    outbox.plan_confirmation(session, invitation)


def _note_reply(invitation: Invitation, given: Given) -> None:
    """Remember what a calendar answered last; it shows that, if it was told nothing since."""
    if given.via != "mail" or not answering.is_last(invitation, given):
        return
    invitation.replied_sequence = given.sequence
    invitation.replied_stamp = given.stamp or invitation.replied_stamp
    if given.own and given.sequence >= (invitation.told_sequence or 0):
        invitation.told_answer = given.answer


def _is_earlier(session: Session, invitation: Invitation, meeting: Meeting, given: Given) -> bool:
    """Tell whether a mailed answer is to a time that the meeting no longer has."""
    if given.via != "mail":
        return False
    told = _told_then(session, invitation, meeting, given)
    if told is None:
        return given.sequence < meeting.time_sequence
    return told.cancelled or told.time != time_of(meeting)


def _time_answered(
    session: Session, invitation: Invitation, meeting: Meeting, given: Given
) -> tuple[datetime | None, int]:
    told = _told_then(session, invitation, meeting, given) if given.via == "mail" else None
    return (told.start, told.minutes) if told else (meeting.start, meeting.minutes)


def _told_then(
    session: Session, invitation: Invitation, meeting: Meeting, given: Given
) -> Told | None:
    return history.told_by(session, invitation.id, meeting, upto=given.sequence)


def _is_untold(session: Session, invitation: Invitation, meeting: Meeting) -> bool:
    """Tell whether the calendar still has a meeting that is cancelled."""
    told = history.told_by(session, invitation.id, meeting, upto=meeting.sequence)
    return told is not None and not told.cancelled


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
