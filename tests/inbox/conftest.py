"""What do the tests of mails from outside share? A meeting that is called once, and a door.

Each test has its own copy of the database in which Anna and Bo have just been called.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from scheduler import clock, inbox
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.inbox import Outcome
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import MONDAY, SECRET, Clock
from tests.factories import a_called_meeting
from tests.fakes import FakeSender, Sent
from tests.inbox.replies import Take

Invited = tuple[UUID, Sent, Sent]


@pytest.fixture(scope="package")
def called(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Invited]:
    """The file in which it was called, the meeting, and the invitations that Anna and Bo got."""
    path = tmp_path_factory.mktemp("called")
    settings = Settings(dir=path, secret_key=SECRET, mail_domain="kallelse.example")
    sender = FakeSender()
    with clock.told_by(Clock(MONDAY)):
        database = Database(settings.database)
        Base.metadata.create_all(database.engine)
        meeting = a_called_meeting(database)
        LocalEngine(Post(database, Renderer(settings, KeyRing((SECRET,))), sender)).settle()
        database.close()
    anna, bo = sender.take()
    return path / "kallelse.db", (meeting, anna, bo)


@pytest.fixture
def database(called: tuple[Path, Invited], settings: Settings) -> Iterator[Database]:
    shutil.copy(called[0], settings.dir)
    opened = Database(settings.database)
    yield opened
    opened.close()


@pytest.fixture
def invited(called: tuple[Path, Invited], time: Clock) -> Invited:
    """The meeting, and the invitations that Anna and Bo got an hour ago."""
    time.forward(hours=1)
    return called[1]


@pytest.fixture
def take(database: Database, keys: KeyRing, settings: Settings) -> Take:
    def fed(raw: bytes, recipient: str = "") -> Outcome:
        return inbox.take(database, keys, settings, raw, recipient)

    return fed
