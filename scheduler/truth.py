"""Is a letter still true? Asked before every try; what is not is withdrawn with the reason."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scheduler import history, letters
from scheduler.clock import now
from scheduler.errands import ERRANDS
from scheduler.errors import N_
from scheduler.letters import TELLING, Draft
from scheduler.model import Invitation, Letter, Meeting, Minutes
from scheduler.told import Told, time_of, words_of

REMOVED = N_("The person is no longer invited.")
CANCELLED = N_("The meeting has been cancelled.")
RESTORED = N_("The meeting has been restored.")
MOVED = N_("The meeting has been moved; a newer letter tells the new time.")
NEWER = N_("A newer letter says more.")
NOT_CALLED = N_("The meeting is not called any more.")
SAME = N_("Nothing differs from what the person was told before.")
BEGUN = N_("The meeting has begun.")
ANSWERED = N_("The person has answered.")
NOT_COMING = N_("The person is not coming.")
WRITTEN = N_("The minutes have been written.")
SPENT = N_("A test is sent once. Send another from the page that shows the mail.")


class Look(NamedTuple):
    """What a look at a letter shows: why it must not leave (a msgid), and what it has to say."""

    reason: str
    draft: Draft | None = None


def why_not(session: Session, letter: Letter) -> str:
    """Give the reason (a msgid) why a letter must not leave; empty when it may."""
    return look(session, letter).reason


def must_wait(session: Session, letter: Letter) -> str:
    """Give the reason (a msgid) why a letter that is true is held for now; empty when it may go."""
    errand = ERRANDS.get(letter.kind)
    return errand.wait(session, letter) if errand is not None else ""


def look(session: Session, letter: Letter) -> Look:
    """Say whether a letter may leave, and what one that tells of a meeting has to say by now."""
    meeting, invitation = letter.meeting, letter.invitation
    if letter.state == "withdrawn":
        return Look(letter.reason)
    if letter.kind == "trial":  # written when it was asked for, and kept nowhere else
        return Look("" if letter.raw else SPENT)
    if letter.kind in ERRANDS:
        return Look(ERRANDS[letter.kind].why_not(session, letter))
    if meeting is None or letter.kind == "minutes":
        return Look("")
    if letter.kind in TELLING and invitation is not None:
        return _telling(session, letter, meeting, invitation)
    return Look(_other(session, letter, meeting))


def nothing_owed(meeting: Meeting, letter: Letter) -> str:
    """Say why what a letter would tell is owed no longer."""
    invitation = letter.invitation
    if letter.kind == "cancelled" and not meeting.cancelled:
        return RESTORED
    if invitation is not None and not invitation.active:
        return REMOVED
    if meeting.cancelled:
        return CANCELLED
    return NOT_CALLED if meeting.called_at is None else SAME


def is_present(meeting: Meeting, invitation: Invitation, told: Told) -> bool:
    """Tell whether what a letter tells is how the meeting, and the answer, stand."""
    said = (told.time, told.starts_at, told.words, told.answer)
    return said == (
        time_of(meeting),
        meeting.starts_at,
        words_of(meeting),
        invitation.answer,
    )


def _telling(session: Session, letter: Letter, meeting: Meeting, invitation: Invitation) -> Look:
    if _has_newer(session, letter):
        return Look(NEWER)
    told = history.told_one(session, letter)
    draft = letters.owed_to(letter.kind, meeting, invitation, told, letter.kind)
    if draft is None:
        return Look(nothing_owed(meeting, letter))
    takes_out = draft.kind in {"cancelled", "removed"}
    return Look(BEGUN if meeting.starts_at <= now() and not takes_out else "", draft)


def _other(session: Session, letter: Letter, meeting: Meeting) -> str:
    invitation = letter.invitation
    if letter.kind == "remind_minutes":
        written = select(exists().where(Minutes.meeting_id == meeting.id))
        return WRITTEN if session.scalar(written) else ""
    if invitation is None:
        return ""
    if not invitation.active:
        return REMOVED
    if meeting.cancelled:
        return CANCELLED
    if meeting.starts_at <= now():
        return BEGUN
    return "" if letter.kind == "declinecounter" else _reminder(letter, meeting, invitation)


def _reminder(letter: Letter, meeting: Meeting, invitation: Invitation) -> str:
    if letter.time_sequence != meeting.time_sequence:
        return MOVED
    if letter.kind == "remind_silent":
        return ANSWERED if invitation.answer != "needs-action" else ""
    return NOT_COMING if invitation.answer not in {"accepted", "tentative"} else ""


def _has_newer(session: Session, letter: Letter) -> bool:
    newer = (
        (Letter.invitation_id == letter.invitation_id)
        & Letter.kind.in_(TELLING)
        & (Letter.sequence > letter.sequence)
        & Letter.state.not_in(("withdrawn", "dead"))
    )
    return bool(session.scalar(select(exists().where(newer))))
