"""What do the tests of mails that wait share? A called meeting, and mails about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from scheduler.database import Database
from scheduler.model import Meeting
from tests.conftest import Clock
from tests.factories import a_called_meeting
from tests.incoming import a_mail
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.incoming.looking import ANNA


@pytest.fixture
def meeting(time: Clock, database: Database) -> UUID:
    """A called meeting with two invitees."""
    return a_called_meeting(database)


@pytest.fixture
def network(meeting: UUID, database: Database) -> UUID:
    """The meeting's network."""
    with database.reading() as session:
        return session.get_one(Meeting, meeting).network_id


@pytest.fixture
def keep(database: Database, meeting: UUID) -> Callable[..., UUID]:
    """Keep a mail about the meeting, by default Anna's; gives its id."""

    def keep_(email: str = ANNA, **more: Any) -> UUID:
        with database.transaction() as session:
            return a_mail(session, meeting, email, **more).id

    return keep_


@pytest.fixture
def browser(enter: SignIn) -> Browser:
    """The coordinator's, in English."""
    return enter()
