"""What do letters about minutes say: out for comments, corrected?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.model import Adjuster, Letter, Minutes

CLOSED = N_("The time for comments is over.")
ROUND_OVER = N_("The notes are no longer out for comments.")
NOT_THERE = N_("The notes have been taken away.")


def circulated(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give until when comments are taken, what silence means, and the link to comment by."""
    minutes = _minutes(session, letter)
    if minutes is None or letter.invitation is None:
        raise ValueError("a letter about minutes needs minutes and an invitation")
    asked = select(Adjuster.id).where(
        Adjuster.minutes_id == minutes.id, Adjuster.person_id == letter.person_id
    )
    token = desk.keys.token("comment", letter.invitation.id, minutes.generation)
    return {
        "until": desk.speech.moment(minutes.comments_until, letter.person.time_zone)
        if minutes.comments_until
        else "",
        "silence_approves": minutes.silence_approves,
        "adjusts": session.scalar(asked) is not None,
        "comment_url": f"{desk.base_url}/c/{token}",
    }


def corrected(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give nothing more: the reason may be about a point that not all may read."""
    del session, letter, desk
    return {}


def why_not_circulated(session: Session, letter: Letter) -> str:
    """Say that comments are asked for no longer."""
    minutes = _minutes(session, letter)
    if minutes is None:
        return NOT_THERE
    if minutes.state != "circulated" or minutes.round != letter.body.get("round"):
        return ROUND_OVER
    over = minutes.comments_until is not None and minutes.comments_until <= now()
    return CLOSED if over else ""


def why_not_corrected(session: Session, letter: Letter) -> str:
    """Say that there is nothing to tell of."""
    return "" if _minutes(session, letter) is not None else NOT_THERE


def _minutes(session: Session, letter: Letter) -> Minutes | None:
    return session.scalars(
        select(Minutes).where(Minutes.meeting_id == letter.meeting_id)
    ).one_or_none()


ERRANDS = {
    "circulated": Errand(circulated, why_not_circulated),
    "corrected": Errand(corrected, why_not_corrected),
}
