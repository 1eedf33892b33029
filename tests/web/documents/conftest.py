"""What do tests of documents share? A meeting with planted words, and its readers."""

from __future__ import annotations

from functools import cache

import pytest

from tests.documents import a_meeting
from tests.documents.a_meeting import CIA
from tests.factories import a_person


@pytest.fixture
def meeting(time, database):
    """Anna was there for Kumla, Bo was called and absent, Cia came to the network later."""
    made = a_meeting.a_held_meeting(database)
    with database.transaction() as session:
        a_person(session, a_meeting.network_of(database, made), CIA)
    return made


@pytest.fixture
def published(database, meeting):
    a_meeting.publish(database, meeting)
    return meeting


@pytest.fixture
def as_(sign_in, database, meeting):
    """A browser of somebody, by role or address."""

    @cache
    def entered(who):
        if "@" in who:
            return sign_in(who)
        return sign_in(
            f"{who}@lan.example", role=who, network=a_meeting.network_of(database, meeting)
        )

    return entered
