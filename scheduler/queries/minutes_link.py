"""What does a mailed link to minutes open?"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import N_, NotFound
from scheduler.model import Invitation, Minutes
from scheduler.queries import editions
from scheduler.queries.minutes import MinutesView, of_meeting
from scheduler.tokens import KeyRing, identity_in

LINK_DAYS = 90


class LinkHasEnded(NotFound):
    """A mailed link is forwarded and kept: it does not open for ever."""

    message = N_(
        "This link to notes has ended: it opens for 90 days after they were published. "
        "Sign in to read them, or ask the network's coordinator."
    )


def by_token(session: Session, keys: KeyRing, token: str) -> tuple[MinutesView, str]:
    """Give what a mailed link opens, and its reader's language.

    Published open points, for 90 days after publishing; raises NotFound or LinkHasEnded.
    """
    invitation = session.get(Invitation, identity_in(token) or UUID(int=0))
    if invitation is None or not invitation.active:
        raise NotFound
    minutes = session.scalars(
        select(Minutes).where(Minutes.meeting_id == invitation.meeting_id)
    ).one_or_none()
    if minutes is None or minutes.published_at is None:
        raise NotFound
    if not keys.verify(token, "minutes", invitation.id, minutes.generation):
        raise NotFound
    if clock.now() >= minutes.published_at + timedelta(days=LINK_DAYS):
        raise LinkHasEnded
    view = editions.public(of_meeting(session, invitation.meeting_id))
    return view, invitation.person.language
