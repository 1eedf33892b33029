"""What does the letter of a call-out exercise say: open the link, and say that you are there?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import titles
from scheduler.clock import now
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.model import Callout, CalloutCall, Letter

STOPPED = N_("The call-out exercise has been stopped.")
ANSWERED = N_("The person has answered.")
OVER = N_("The time for answers is over.")


def key_of(call_id: UUID) -> str:
    """Give the key of a call's letter."""
    return f"callout:{call_id}"


def body_of(call: CalloutCall) -> dict[str, str]:
    """Give the ids that the letter of a call needs."""
    return {"callout": str(call.callout_id), "call": str(call.id)}


def words(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give what to do, until when, and the word that stops the exercise."""
    callout = session.get_one(Callout, UUID(letter.body["callout"]))
    token = desk.keys.token("callout", UUID(letter.body["call"]), 0)
    return {
        "exercise": titles.play(desk.speech.code, callout.stop_word),
        "text": callout.text,
        "until": desk.speech.moment(callout.ends_at, letter.person.time_zone),
        "callout_url": f"{desk.base_url}/callout/{token}",
    }


def why_not(session: Session, letter: Letter) -> str:
    """Say why nobody is to be called any more."""
    call = session.get_one(CalloutCall, UUID(letter.body["call"]))
    if call.callout.stopped_at is not None:
        return STOPPED
    if call.answered_at is not None:
        return ANSWERED
    return OVER if call.callout.ends_at <= now() else ""


ERRANDS = {"callout": Errand(words, why_not)}
