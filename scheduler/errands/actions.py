"""What do letters about an action say: it is yours, its date is near, its date has passed?

The words of an action from a point that is not open stay out of mails: its owner signs in for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import ownership
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.model import Action, Letter, Meeting

GONE = N_("The action has been taken away.")
CLOSED = N_("Nothing is left to do.")
ANOTHERS = N_("The action has been given to somebody else.")
MOVED = N_("The action has got another date.")
NOT_YET = N_("The notes that it stands in are a draft again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """An action as its owner's letters may tell of it; `meeting`: where it comes from, if any."""

    text: str
    due: date | None
    organisation: str
    meeting: str
    for_all: bool  # it is the organisation's as a whole


def words(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give what was promised, if mails may say it, and the link to report by or to sign in."""
    action = session.get_one(Action, UUID(letter.body["action"]))
    if not ownership.is_open_to_links(session, action):
        return {"action": None, "report_url": f"{desk.base_url}/actions/{action.id}"}
    token = desk.keys.token("action", action.id, action.generation)
    return {
        "action": ActionWords(
            text=action.text,
            due=action.due,
            organisation=action.organisation.name,
            meeting=_meeting(session, action, desk),
            for_all=action.person_id is None,
        ),
        "report_url": f"{desk.base_url}/action/{token}",
    }


def why_not(session: Session, letter: Letter) -> str:
    """Say why the letter is true no more: closed, given away, or about another date."""
    action = session.get(Action, UUID(letter.body["action"]))
    if action is None:
        return GONE
    if not action.open:
        return CLOSED
    if action.generation != letter.body["generation"]:
        return ANOTHERS
    if not ownership.is_owner(session, action, letter.person_id):
        return ANOTHERS
    if not ownership.is_promised(session, action):
        return NOT_YET
    moved = "due" in letter.body and letter.body["due"] != str(action.due)
    return MOVED if moved else ""


def _meeting(session: Session, action: Action, desk: Desk) -> str:
    if action.meeting_id is None:
        return ""
    meeting = session.get_one(Meeting, action.meeting_id)
    return f"{meeting.title}, {desk.speech.short_date(meeting.start.date())}"


ERRANDS = {
    kind: Errand(words, why_not) for kind in ("action_given", "action_due", "action_overdue")
}
