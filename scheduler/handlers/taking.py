"""What follows from many small writings? Once a minute, the fact that minutes were written."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.due import Work
from scheduler.model import Meeting
from scheduler.services import taking


def tell_saved(session: Session, work: Work) -> None:
    """Write down that minutes were written in the minute that has passed."""
    meeting = session.get_one(Meeting, UUID(work.body["meeting"]))
    minutes = taking.of(session, meeting)
    if minutes is not None:
        taking.tell(session, meeting, minutes)
