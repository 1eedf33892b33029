"""What do tests of what can be done share? A called meeting, and a way to do one thing to it."""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from tests.factories import a_called_meeting, a_meeting, a_network


@pytest.fixture
def meeting(time, database, settle, sender):
    """A meeting to which Anna and Bo have been called."""
    made = a_called_meeting(database)
    settle()
    sender.take()
    time.forward(seconds=1)
    return made


@pytest.fixture
def planned(time, database):
    """A meeting that nobody has been told of."""
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id).id


@pytest.fixture
def do(database, settle):
    """Do something to the meeting in a transaction, and let what follows be written."""

    def done(service, *args, **how):
        with database.transaction() as session:
            service(session, *args, by=SYSTEM, **how)
        settle()

    return done
