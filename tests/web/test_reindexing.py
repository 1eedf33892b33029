"""Is what was written before there was a search found after an upgrade, and after reading anew?"""

import pytest
from alembic import command
from sqlalchemy import delete, text

from scheduler.actor import SYSTEM
from scheduler.model import SearchEntry
from scheduler.queries import entitled, search
from tests.factories import a_meeting, a_network
from tests.web.terminal import Terminal
from web import instance, migrating


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path / "instance")
    made.set_up()
    return made


def plan_a_meeting(database):
    with database.transaction() as session:
        a_meeting(session, a_network(session).id, title="Laxmöte")


def alter(database, what):
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE membership {what}"))


def found(database):
    with database.reading() as session:
        rows = search.find(session, entitled.Reader(SYSTEM), "laxmöte").rows
        return ["".join(piece.text for piece in row.title) for row in rows]


def test_an_upgrade_finds_what_an_older_version_wrote(settings, time):
    command.upgrade(migrating.config(settings), "0003_follow_up")
    with instance.opened(settings) as database:
        # Today's services write a column that was not there yet.
        alter(database, "ADD COLUMN duty BOOLEAN NOT NULL DEFAULT 0")
        plan_a_meeting(database)
        alter(database, "DROP COLUMN duty")
        migrating.upgrade(settings)
        assert found(database) == ["Laxmöte"]


def test_everything_is_read_anew_on_demand(terminal, time):
    with instance.opened(instance.load(terminal.folder)) as database:
        plan_a_meeting(database)
        with database.transaction() as session:
            session.execute(delete(SearchEntry))
        assert found(database) == []
        assert terminal.did("db", "reindex") == "1 texts can be found by their words.\n"
        assert found(database) == ["Laxmöte"]
