"""What do the tests of the doors share? A called meeting, and where mails are handed over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from scheduler.database import Database
from tests.doors.dovecot import Dovecot
from tests.factories import a_called_meeting
from tests.fakes import Sent
from tests.smtp import certificates
from web.doors import mailbox
from web.doors.handling import Inbox

NUMBERS = count()


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


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Dovecot]:
    made = Dovecot(certificates(tmp_path_factory.mktemp("certificates")))
    made.start()
    yield made
    made.stop()
    made.forget()


@pytest.fixture
def dovecot(server: Dovecot, monkeypatch) -> Dovecot:
    """The server, with an empty mailbox."""
    monkeypatch.setattr(mailbox, "LOOK", 0.1)
    server.user = f"svar{next(NUMBERS)}"
    return server


def _impatient(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout=50").close()
