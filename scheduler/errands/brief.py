"""What does the brief before a meeting say? Open things alone: mails are forwarded daily."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from scheduler import briefing
from scheduler.clock import now
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.model import Letter

REMOVED = N_("The person is no longer invited.")
CANCELLED = N_("The meeting has been cancelled.")
MOVED = N_("The meeting has been moved; a newer letter tells the new time.")
BEGUN = N_("The meeting has begun.")
NOT_COMING = N_("The person is not coming.")
NOTHING = N_("There is nothing left to tell before the meeting.")
MOST = 8  # lines of a kind: the rest stands on the page that the letter leads to


def brief(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give the organisation's brief, and the links to it, to its slot in the round, to propose."""
    meeting, invitation = letter.meeting, letter.invitation
    if meeting is None or invitation is None or invitation.organisation_id is None:
        raise ValueError("a brief needs a meeting and an invitation for an organisation")
    house = invitation.organisation_id

    def link(purpose: briefing.LinkPurpose) -> str:
        token = desk.keys.token(purpose, invitation.id, invitation.generation)
        return f"{desk.base_url}/{purpose}/{token}"

    return {
        "brief": briefing.gather(session, meeting, house, open_only=True),
        "most": MOST,
        "brief_url": link("brief"),
        "round_url": link("round"),
        "propose_url": link("propose"),
        "whole_url": f"{desk.base_url}/meetings/{meeting.id}/brief",
    }


def why_not(session: Session, letter: Letter) -> str:
    """Say that the meeting has changed, or the person is not part of it any more."""
    meeting, invitation = letter.meeting, letter.invitation
    if meeting is None or invitation is None or not invitation.active:
        return REMOVED
    if meeting.cancelled:
        return CANCELLED
    if meeting.starts_at <= now():
        return BEGUN
    if letter.time_sequence != meeting.time_sequence:
        return MOVED
    if invitation.answer == "declined":
        return NOT_COMING
    house = invitation.organisation_id
    told = house and briefing.gather(session, meeting, house, open_only=True).says_something
    return "" if told else NOTHING


ERRANDS = {"brief": Errand(brief, why_not)}
