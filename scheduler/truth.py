"""Is a letter still true? Asked before every try; what is not is withdrawn with the reason."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_
from scheduler.model import Invitation, Letter, Meeting, Minutes

REMOVED = N_("The person is no longer invited.")
CANCELLED = N_("The meeting has been cancelled.")
RESTORED = N_("The meeting has been restored.")
MOVED = N_("The meeting has been moved; a newer letter tells the new time.")
NEWER = N_("A newer letter says more.")
BEGUN = N_("The meeting has begun.")
ANSWERED = N_("The person has answered.")
NOT_COMING = N_("The person is not coming.")
WRITTEN = N_("The minutes have been written.")


def why_not(session: Session, letter: Letter) -> str:
    """Give the reason (a msgid) why a letter must not leave; empty when it may."""
    meeting = letter.meeting
    if letter.state == "withdrawn":
        return letter.reason
    if meeting is None:
        return ""
    if letter.kind in {"cancelled", "removed"}:
        return _cancellation(session, letter, meeting)
    if letter.kind == "minutes":
        return ""
    if letter.kind == "remind_minutes":
        written = select(exists().where(Minutes.meeting_id == meeting.id))
        return WRITTEN if session.scalar(written) else ""
    return _request(session, letter, meeting)


def _cancellation(session: Session, letter: Letter, meeting: Meeting) -> str:
    invitation = letter.invitation
    if letter.kind == "cancelled" and not meeting.cancelled:
        return RESTORED
    if letter.kind == "removed" and invitation is not None and invitation.active:
        return NEWER
    return NEWER if _has_newer(session, letter) else ""


def _request(session: Session, letter: Letter, meeting: Meeting) -> str:
    invitation = letter.invitation
    if invitation is not None and not invitation.active:
        return REMOVED
    if meeting.cancelled:
        return CANCELLED
    if meeting.starts_at <= now():
        return BEGUN
    if letter.time_sequence != meeting.time_sequence:
        return MOVED
    if invitation is not None and letter.kind.startswith("remind"):
        return _reminder(letter, invitation)
    return NEWER if _has_newer(session, letter) else ""


def _reminder(letter: Letter, invitation: Invitation) -> str:
    if letter.kind == "remind_silent":
        return ANSWERED if invitation.answer != "needs-action" else ""
    return NOT_COMING if invitation.answer not in {"accepted", "tentative"} else ""


def _has_newer(session: Session, letter: Letter) -> bool:
    newer = (
        (Letter.invitation_id == letter.invitation_id)
        & (Letter.sequence > letter.sequence)
        & Letter.state.not_in(("withdrawn", "dead"))
    )
    return bool(session.scalar(select(exists().where(newer))))
