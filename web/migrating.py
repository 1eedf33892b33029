"""Does the database have the shape of this version, and how does it get it?"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from scheduler.config import Settings
from scheduler.database import Database
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
    """Bring the database to this version, one process at a time; gives the revision."""
    settings.dir.mkdir(parents=True, exist_ok=True)
    with Lock([settings.dir / "upgrade.lock"]).acquire(patience=60):
        command.upgrade(config(settings), "head")
    return newest()


def config(settings: Settings | None = None) -> Config:
    """Give Alembic what it needs, without an ini file; env.py opens the database itself."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s")
    made.set_main_option("path_separator", "os")
    made.attributes["settings"] = settings
    return made
