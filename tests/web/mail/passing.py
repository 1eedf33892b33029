"""What do the tests of whole passes share? A letter that waits, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.engine.local import LocalEngine
from scheduler.model import DueRow, Letter
from scheduler.services import meetings
from tests.conftest import Clock
from tests.factories import a_meeting, a_network


def called(database: Database, *people: str) -> None:
    """A meeting to which these have been called; their letters are written, not sent."""
    with database.transaction() as session:
        network = a_network(session, people_=people)
        meeting = a_meeting(session, network.id)
        meetings.call(session, meeting.id, by=SYSTEM)


def states(database: Database) -> dict[str, str]:
    """Each letter's state, by the person it is for."""
    with database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        return {letter.person.email: letter.state for letter in letters}


def next_due(database: Database) -> datetime | None:
    """When the next letter is tried."""
    with database.reading() as session:
        waiting = select(func.min(DueRow.due_at)).where(
            DueRow.state == "waiting", DueRow.lane == "network"
        )
        return session.scalar(waiting)


def passes(engine: LocalEngine, database: Database, time: Clock) -> Iterator[timedelta]:
    """Run the engine now and whenever a letter is due; gives the time that has passed."""
    began = time()
    due: datetime | None = began
    while due is not None:
        time.to(max(due, time()))
        engine.settle()
        yield time() - began
        due = next_due(database)
