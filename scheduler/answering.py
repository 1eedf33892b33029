"""Does an answer count beside those that were given before? Pure.

RFC 5546 2.1.5: replies are ordered by the SEQUENCE that they answer, then by DTSTAMP. An answer by
the link or the coordinator is given at the instant at which it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scheduler.model import Invitation, Reply
from scheduler.model.invitation import Via

Verdict = Literal["counts", "earlier", "outdone", "same"]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: `sequence` is what it answers, `stamp` a REPLY's DTSTAMP.

    `own`: the person's own calendar sent it, and shows it; not where somebody had to confirm it.
    """

    answer: str
    comment: str
    via: Via
    sequence: int
    stamp: datetime | None
    own: bool = True


def judge(invitation: Invitation, given: Given, *, earlier: bool) -> Verdict:
    """Say what becomes of an answer; `earlier`: it is to a time that the meeting no longer has."""
    if earlier:
        return "same" if _is_known(invitation, given) else "earlier"
    if (given.answer, given.comment) == (invitation.answer, invitation.comment):
        return "same"
    if _is_outdone(invitation, given):
        return "same" if _is_known(invitation, given) else "outdone"
    return "counts"


def is_last(invitation: Invitation, given: Given) -> bool:
    """Tell whether no REPLY came before that a calendar sent later (RFC 5546 2.1.5)."""
    sequence, stamp = invitation.replied_sequence, invitation.replied_stamp
    if sequence is None or given.sequence != sequence:
        return sequence is None or given.sequence > sequence
    return given.stamp is None or stamp is None or given.stamp >= stamp


def last_to(invitation: Invitation, start: datetime, minutes: int) -> Reply | None:
    """Give the last answer to a time, of those that counted."""
    found = (
        reply
        for reply in invitation.replies
        if (reply.start, reply.minutes) == (start, minutes) and not reply.outdone
    )
    return max(found, key=lambda reply: reply.at, default=None)


def _is_outdone(invitation: Invitation, given: Given) -> bool:
    if given.via != "mail":
        return False
    if given.sequence < (invitation.replied_sequence or 0):
        return True
    if given.stamp is None:
        return False
    if invitation.answered_via != "mail" and invitation.answered_at is not None:
        return given.stamp < invitation.answered_at.replace(microsecond=0)
    same = given.sequence == invitation.replied_sequence
    last = invitation.replied_stamp
    return same and last is not None and given.stamp < last


def _is_known(invitation: Invitation, given: Given) -> bool:
    said = (given.answer, given.comment, given.via, given.sequence)
    return any(
        (reply.answer, reply.comment, reply.via, reply.sequence) == said
        for reply in invitation.replies
    )
