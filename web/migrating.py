"""Does the database have the shape of this version, and how does it get it?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from scheduler.config import Settings
from scheduler.database import Database
from scheduler.model import Network
from scheduler.search import index
from web.lock import Lock

FOLDER = Path(__file__).parents[1] / "migrations"


def newest() -> str | None:
    """Give the name of the last revision that this version knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def level(database: Database) -> str | None:
    """Give the revision that the database is at; None when it has none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Tell whether the database has this version's shape."""
    return level(database) == newest()


def is_empty(database: Database) -> bool:
    """Tell whether the database holds no table at all."""
    return not inspect(database.engine).get_table_names()


def upgrade(settings: Settings) -> str | None:
    """Bring the database to this version, one process at a time; gives the revision.

    What a newer version finds by words was not read by the older: all of it is read anew.
    """
    settings.dir.mkdir(parents=True, exist_ok=True)
    with Lock([settings.dir / "upgrade.lock"]).acquire(patience=60):
        before = _level_of(settings)
        command.upgrade(config(settings), "head")
        if before not in {None, newest()}:
            reindex(settings)
    return newest()


def reindex(settings: Settings) -> int:
    """Read all that can be found by its words anew; gives how many texts.

    One network at a time: a service that runs beside it waits for one alone.
    """
    database = Database(settings.database)
    count = 0
    try:
        with database.reading() as session:
            networks = session.scalars(select(Network.id)).all()
        for network_id in networks:
            with database.transaction() as session:
                count += index.renew_network(session, network_id)
    finally:
        database.close()
    return count


def is_modelled(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
    """Tell Alembic whether a model says what a table or column is; the full-text index is its own.

    The model of searching makes it with its own statements (scheduler/model/search.py).
    """
    if kind == "table":
        return not (name or "").startswith("search_text")
    own = {"words", "ix_search_entry_words"}
    return parents.get("table_name") != "search_entry" or name not in own


def _level_of(settings: Settings) -> str | None:
    database = Database(settings.database)
    try:
        return level(database)
    finally:
        database.close()


def config(settings: Settings | None = None) -> Config:
    """Give Alembic what it needs, without an ini file; env.py opens the database itself."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s")
    made.set_main_option("path_separator", "os")
    made.attributes["settings"] = settings
    return made
