"""How can thousands of changes be tried on one village? None of them stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from scheduler.database import Database
from tests.hostile.village import Village


class Undone(Database):
    """A database that does all that is asked of it and takes it back before it is committed."""

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a change that is written to the database and never committed."""
        with self._writers() as session:
            yield session
            session.flush()
            session.expunge_all()  # what was made stays readable, as after a commit
            session.rollback()


@contextmanager
def undone(village: Village) -> Iterator[None]:
    """Let nothing that is changed in the village stay."""
    parts = village.app.extensions["kallelse"]
    real, parts.database = parts.database, Undone(village.settings.database)
    try:
        yield
    finally:
        parts.database.close()
        parts.database = real
