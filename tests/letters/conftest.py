"""What do the tests of letters share?"""

from __future__ import annotations

import pytest

from scheduler.render import Renderer
from tests.factories import a_meeting, a_network, a_person
from tests.letters.desk import Desk


@pytest.fixture
def desk(database, settings, keys, time):
    with database.transaction() as session:
        network = a_network(session, people_=[])
        person = a_person(session, network.id, "anna@kumla.example")
        meeting = a_meeting(session, network.id, text="Ta med lägesbilden.")
        yield Desk(session, Renderer(settings, keys), network, meeting, person)
