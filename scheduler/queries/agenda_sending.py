"""Who has been called, and does not know the agenda as it stands?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scheduler import history, letters
from scheduler.clock import now
from scheduler.model import Invitation, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How many the agenda would go to if it were sent now.

    `sent`: somebody who was called knows an agenda, this one or an earlier one.
    """

    owed: int = 0
    sent: bool = False


def of_meeting(session: Session, meeting_id: UUID) -> Sending:
    """Give how an agenda stands with those who were called; an empty one is owed to nobody."""
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            selectinload(Meeting.agenda),
            selectinload(Meeting.invitations).joinedload(Invitation.person),
        )
    ).one()
    if meeting.called_at is None or meeting.cancelled or meeting.starts_at <= now():
        return Sending()
    told = history.told(session, meeting.id)
    waiting = {key: one.kind for key, one in history.waiting(session, meeting.id).items()}
    drafts = letters.owed("agenda", meeting, told, waiting) if meeting.agenda else []
    lacking = [one for one in drafts if one.kind == "agenda"]
    return Sending(
        owed=sum(waiting.get(one.invitation.id) != "agenda" for one in lacking),
        sent=any(one.agenda for one in told.values()),
    )
