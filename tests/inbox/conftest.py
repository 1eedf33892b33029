"""What do the tests of mails from outside share? A called meeting and a door."""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler import inbox
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.tokens import KeyRing
from tests.factories import a_called_meeting
from tests.fakes import Sent
from tests.inbox.replies import Take


@pytest.fixture
def invited(time, database, settle, sender) -> tuple[UUID, Sent, Sent]:
    """A called meeting, and the invitations that Anna and Bo got."""
    meeting = a_called_meeting(database)
    settle()
    anna, bo = sender.take()
    time.forward(hours=1)
    return meeting, anna, bo


@pytest.fixture
def take(database: Database, keys: KeyRing, settings: Settings) -> Take:
    def fed(raw: bytes, recipient: str = "") -> Outcome:
        return inbox.take(database, keys, settings, raw, recipient)

    return fed
