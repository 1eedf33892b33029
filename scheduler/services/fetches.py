"""When is it written down that a calendar program has fetched a feed?

Beside when a browser was seen the one thing that a GET writes: two columns of the address, in a
transaction of their own once the answer is made, and left out when the database is busy.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.model import Feed

PAUSE = timedelta(minutes=15)


def is_news(fetched_at: datetime | None, fetched_by: str, program: str) -> bool:
    """Tell whether a fetch by `program` says more than what was noted last."""
    return fetched_at is None or program != fetched_by or now() >= fetched_at + PAUSE


def noted(session: Session, feed_id: UUID, program: str) -> None:
    """Write down that `program` has fetched a feed now."""
    session.execute(
        update(Feed).where(Feed.id == feed_id).values(fetched_at=now(), fetched_by=program)
    )
