"""How does Alembic reach the database? Called by web/migrating.py alone; there is no ini file."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine import Connection

import scheduler.model
from scheduler.database import Base, Database, LocalDateTime, UtcDateTime
from web import migrating


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types as what the database sees, so that revisions stand alone."""
    del autogen
    if kind == "type" and isinstance(item, UtcDateTime | LocalDateTime):
        return "sa.DateTime()"
    return False


def run(connection: Connection) -> None:
    """Bring the database up within one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render,
        compare_type=True,
        include_name=migrating.is_modelled,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Open the database, without foreign keys while SQLite's tables are copied, and run."""
    database = Database(context.config.attributes["settings"].database)
    writing = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    with writing.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            set_foreign_keys(connection, on=False)
        with connection.begin():
            run(connection)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, Exception("orphans"))
        if sqlite:
            set_foreign_keys(connection, on=True)
    database.close()


def set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys, which only works outside a transaction."""
    raw = connection.connection.dbapi_connection
    if raw is not None:
        raw.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


__all__ = ["scheduler"]
main()
