"""What does a mailed link to comment by open?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import N_, NotFound
from scheduler.model import Invitation, Minutes
from scheduler.queries import editions, entitled
from scheduler.queries.minutes import of_meeting
from scheduler.queries.minutes_view import MinutesView
from scheduler.tokens import KeyRing, identity_in


class CommentingIsOver(NotFound):
    """The notes are no longer out for comments."""

    message = N_(
        "The notes are no longer out for comments, so this link has ended. "
        "Sign in to read them, or ask the network's coordinator."
    )


def open_link(session: Session, keys: KeyRing, token: str) -> tuple[Invitation, MinutesView]:
    """Give whose link it is, and the open points of the minutes while they are out.

    Raises NotFound for a link that is none, and of whoever was not there; CommentingIsOver.
    """
    invitation = session.get(Invitation, identity_in(token) or UUID(int=0))
    if invitation is None or not invitation.active:
        raise NotFound
    found = select(Minutes).where(Minutes.meeting_id == invitation.meeting_id)
    minutes = session.scalars(found).one_or_none()
    if minutes is None or not keys.verify(token, "comment", invitation.id, minutes.generation):
        raise NotFound
    if not entitled.attended(session, invitation.meeting_id, invitation.person_id):
        raise NotFound
    if minutes.state not in {"circulated", "adjusted"}:
        raise CommentingIsOver
    return invitation, editions.public(of_meeting(session, invitation.meeting_id))
