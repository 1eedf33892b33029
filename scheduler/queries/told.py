"""Who has been told of a meeting, or may have been?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Letter


def told(session: Session, meeting_id: UUID) -> set[UUID]:
    """Give the invitations of a meeting that have had a letter, or whose letter is in doubt."""
    rows = session.scalars(
        select(Letter.invitation_id).where(
            Letter.meeting_id == meeting_id,
            Letter.invitation_id.is_not(None),
            # A letter in doubt may have arrived, whatever became of it later.
            Letter.state.in_(("sending", "sent", "doubt")) | Letter.body["doubt"].as_boolean(),
        )
    )
    return {one for one in rows if one is not None}
