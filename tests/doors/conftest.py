"""What do the tests of the doors share? A called meeting, and where mails are handed over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from scheduler import clock
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import MONDAY, SECRET, Clock
from tests.doors.dovecot import Dovecot
from tests.factories import a_called_meeting
from tests.fakes import FakeSender, Sent
from tests.smtp import certificates
from web.doors import mailbox
from web.doors.handling import Inbox

NUMBERS = count()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> tuple[Path, UUID, Sent, Sent]:
    """A database's file in which a meeting is called, and the invitations that Anna and Bo got."""
    folder, keys, sender = tmp_path_factory.mktemp("called"), KeyRing((SECRET,)), FakeSender()
    settings = Settings(dir=folder, secret_key=SECRET, mail_domain="kallelse.example")
    with clock.told_by(Clock(MONDAY)):
        database = Database(settings.database)
        Base.metadata.create_all(database.engine)
        meeting = a_called_meeting(database)
        LocalEngine(Post(database, Renderer(settings, keys), sender)).settle()
        database.close()
    anna, bo = sender.take()
    return folder / "kallelse.db", meeting, anna, bo


@pytest.fixture
def database(prepared, settings) -> Iterator[Database]:
    """A copy of it for each test."""
    shutil.copy(prepared[0], settings.dir)
    opened = Database(settings.database)
    yield opened
    opened.close()


@pytest.fixture
def invited(prepared, database, time) -> tuple[UUID, Sent, Sent]:
    """A called meeting, and the invitations that Anna and Bo got an hour ago."""
    time.forward(hours=1)
    _, meeting, anna, bo = prepared
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
