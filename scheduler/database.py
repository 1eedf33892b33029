"""How is the database opened, read and changed?

`transaction()` takes the write lock at its start (BEGIN IMMEDIATE), so that a change reads what it
changes: with the driver's defaults racing updates are lost. `reading()` gives one consistent
snapshot and refuses to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Uuid, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 10
HASTY_SECONDS = 0.2


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive one is an error."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC without its zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give the instant back with UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class LocalDateTime(TypeDecorator[datetime]):
    """A wall time without its zone (the zone stands beside it); an aware one is an error."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Pass a naive wall time."""
        del dialect
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall time has no time zone of its own")
        return value


class Base(DeclarativeBase):
    """The root of all rows; instants are UtcDateTime, identities random UUIDs."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime,
        UUID: Uuid,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }


def new_id() -> UUID:
    """Give a fresh identity; it says nothing about what it names."""
    return uuid4()


class ReadOnlySession(Session):
    """A session that refuses to write: pages that show cannot change."""


class Database:
    """One engine and its two kinds of session.

    `ring` is called after each commit that wrote due work, with the earliest time among it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url, BUSY_SECONDS)
        self.ring: Callable[[datetime], None] | None = None
        self._hasty = _engine(url, HASTY_SECONDS)
        writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._writers = sessionmaker(writing, expire_on_commit=False)
        self._readers = sessionmaker(self.engine, class_=ReadOnlySession, autoflush=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open the one visible transaction of a change: commits at the end, or nothing happened."""
        with self._writers() as session:
            with session.begin():
                yield session
            earliest = session.info.get("earliest_due")
        ring = self.ring
        if earliest is not None and ring is not None:
            ring(earliest)

    @contextmanager
    def hasty(self) -> Iterator[Session]:
        """Open a transaction for what can be left out: it waits for nobody, and rings nobody.

        Raises OperationalError after HASTY_SECONDS in which somebody else was writing.
        """
        hurrying = self._hasty.execution_options(begin="BEGIN IMMEDIATE")
        with Session(hurrying) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open one snapshot to read from; a write raises."""
        with self._readers() as session:
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
        self._hasty.dispose()


@event.listens_for(ReadOnlySession, "before_flush")
def _refuse_to_write(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a reading session was asked to write")


@event.listens_for(ReadOnlySession, "do_orm_execute")
def _refuse_to_execute(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("a reading session was asked to write")


def _engine(url: str, patience: float) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url,
        connect_args={
            "timeout": patience,  # how long, in seconds, another's writing is waited for
            "isolation_level": None,
            "check_same_thread": False,
        },
        hide_parameters=True,  # what people typed stays out of the words of errors
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
