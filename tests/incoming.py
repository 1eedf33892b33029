"""Mails that wait for somebody to decide, as the inbox leaves them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.database import new_id
from scheduler.model import Incoming, Meeting
from tests.factories import invitation_of

ELSEWHERE = "anna.privat@post.example"
FEBRUARY_11 = datetime.fromisoformat("2027-02-11T13:00")  # a week later, in the afternoon
_ABOUT_NOTHING: dict[str, Any] = {"meeting_id": None, "invitation_id": None}

DEFAULTS: dict[str, dict[str, Any]] = {
    "other_address": {"answer": "accepted", "sender": ELSEWHERE, "comment": "Jag kommer."},
    "unconfirmed": {"answer": "declined", "sender": "anna@kumla.example"},
    "counter": {
        "answer": "tentative",
        "sender": "anna@kumla.example",
        "start": FEBRUARY_11,
        "minutes": 120,
        "comment": "Krockar med nämnden.",
    },
    "bounce": {"text": "550 5.1.1 No such user"},
    "unknown_meeting": {"answer": "accepted", **_ABOUT_NOTHING},
    "automatic": {
        "subject": "Frånvaro",
        "text": "Jag är tillbaka på måndag.",
        **_ABOUT_NOTHING,
    },
    "mail": {
        "subject": "Fråga",
        "text": "Finns det parkering?",
        **_ABOUT_NOTHING,
    },
}


def a_mail(
    session: Session, meeting_id: UUID, email: str = "anna@kumla.example", **more: Any
) -> Incoming:
    """Keep one mail from somebody who is called to a meeting; by default an answer from elsewhere.

    `more`: the columns of Incoming, with the defaults of its kind.
    """
    invitation = invitation_of(session, meeting_id, email)
    kind = more.pop("kind", "other_address")
    about = {"meeting_id": meeting_id, "invitation_id": invitation.id}
    row = Incoming(
        kind=kind,
        network_id=session.get_one(Meeting, meeting_id).network_id,
        person_id=invitation.person_id,
        key=str(new_id()),
        **about | DEFAULTS[kind] | more,
    )
    session.add(row)
    session.flush()
    return row
