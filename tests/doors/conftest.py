"""What do the tests of the doors share? A called meeting, and where mails are handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from scheduler.database import Database
from tests.factories import a_called_meeting
from tests.fakes import Sent
from web.doors.handling import Inbox


@pytest.fixture
def invited(time, database, settle, sender) -> tuple[UUID, Sent, Sent]:
    """A called meeting, and the invitations that Anna and Bo got."""
    meeting = a_called_meeting(database)
    settle()
    anna, bo = sender.take()
    time.forward(hours=1)
    return meeting, anna, bo


@pytest.fixture
def inbox(database, keys, settings) -> Inbox:
    return Inbox(database, keys, settings)


@pytest.fixture
def impatient(database: Database) -> Database:
    """The database, which waits for a lock only a moment."""
    database.engine.dispose()
    event.listen(database.engine, "connect", _impatient)
    return database


def _impatient(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout=50").close()
