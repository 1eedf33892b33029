"""What does a letter about a proposed point say: what became of it?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.model import AgendaItem, Letter, Meeting, Proposal

DECIDED_ANEW = N_("The proposal has been decided anew.")
CANCELLED = N_("The meeting has been cancelled.")
TAKEN_OFF = N_("The point is no longer on the agenda.")


def decided(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give what became of a proposed point, the word with it, and where the person's others are.

    Its title is there only if it is an open point: what else was asked for stays out of mails,
    and so does what was said of a point that is not open.
    """
    proposal = _proposal(session, letter)
    if proposal is None:
        raise ValueError("a letter about a proposed point needs the proposal")
    item = session.get(AgendaItem, proposal.item_id) if proposal.item_id else None
    closed = item is not None and item.item_class != "open"
    later = session.get(Meeting, proposal.meeting_id)
    moved_on = later is not None and later.id != letter.meeting_id
    return {
        "decided": letter.body["state"],
        "point": item.title if item is not None and not closed else "",
        "word": "" if closed else proposal.answer,
        "later": desk.speech.date(later.start) if later is not None and moved_on else "",
        "proposals_url": _url(letter, desk),
    }


def why_not_decided(session: Session, letter: Letter) -> str:
    """Say that something else has become of it meanwhile."""
    proposal = _proposal(session, letter)
    told = letter.body.get("state")
    if proposal is None or (told == "postponed") != (proposal.state in {"postponed", "open"}):
        return DECIDED_ANEW
    if told != "accepted":
        return "" if told in {proposal.state, "postponed"} else DECIDED_ANEW
    if letter.meeting is not None and letter.meeting.cancelled:
        return CANCELLED
    return "" if proposal.item_id is not None else TAKEN_OFF


def _proposal(session: Session, letter: Letter) -> Proposal | None:
    return session.get(Proposal, UUID(letter.body["proposal"]))


def _url(letter: Letter, desk: Desk) -> str:
    called = letter.invitation
    if called is None or not called.active:
        return ""
    return f"{desk.base_url}/propose/{desk.keys.token('propose', called.id, called.generation)}"


ERRANDS = {"proposal_decided": Errand(decided, why_not_decided)}
