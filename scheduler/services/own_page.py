"""What can be done about one's own page: ask for its link by mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.events import OwnPageRequested
from scheduler.model import EventRow
from scheduler.queries import own_page

PAUSE = timedelta(minutes=10)


def request(session: Session, *, email: str, by: Actor) -> None:
    """Have the link mailed to its owner; an unknown address, or a second wish too soon, is quiet.

    The answer must be the same in all cases: who is known here is nobody else's to learn.
    """
    person = own_page.by_email(session, email)
    if person is None:
        return
    asked = exists().where(
        EventRow.kind == OwnPageRequested.__name__,
        EventRow.subject == person.id,
        EventRow.at > now() - PAUSE,
    )
    if not session.scalar(select(asked)):
        record(session, OwnPageRequested(by=by.name, subject=person.id))
