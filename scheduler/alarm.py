"""When does the service wake? The only user of APScheduler.

One wake-up job in memory, in UTC, re-armed at the next due row or in a minute, whichever comes
first: the minute guards against clock steps and suspend, it is not how work is found. A commit
that wrote due work pokes it; what other processes write is seen by the database's version counter.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event, Lock, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from scheduler import due
from scheduler.clock import now
from scheduler.database import Database
from scheduler.engine.local import LocalEngine

log = logging.getLogger(__name__)

GUARD = timedelta(seconds=60)
LOOK_SECONDS = 1.0


class Alarm:
    """Rings the engine when work is due."""

    def __init__(self, database: Database, engine: LocalEngine) -> None:
        self._database = database
        self._engine = engine
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(max_workers=8)}, timezone=UTC
        )
        self._lock = Lock()
        self._armed: datetime | None = None
        self._numbers = count()
        self._stopped = Event()
        self._watcher = Thread(target=self._watch, name="watch-database", daemon=True)
        self.rang_at: datetime | None = None

    def start(self) -> None:
        """Recover from an earlier stop, then keep time until `stop`."""
        self._engine.recover()
        self._database.ring = self.poke
        self._scheduler.start()
        self._watcher.start()
        self._wake()

    def stop(self) -> None:
        """Ring no more; waits for the work under way."""
        with self._lock:
            self._stopped.set()  # from here on nobody adds a job: APScheduler would wait for itself
        self._engine.stop()
        self._database.ring = None
        self._scheduler.pause()
        self._scheduler.remove_all_jobs()  # one that ran out during the shutdown would raise there
        self._scheduler.shutdown(wait=True)
        self._watcher.join(timeout=5)

    def poke(self, due_at: datetime) -> None:
        """Say that work is due at `due_at`; arms the wake-up earlier if need be."""
        self._arm_by(max(due_at, now()))

    def healthy(self) -> bool:
        """Tell whether the wake-up has rung within two guards."""
        return self.rang_at is not None and now() - self.rang_at < 2 * GUARD

    def _wake(self) -> None:
        """Ring each lane, then arm for what comes next; short, so that it never meets itself."""
        self.rang_at = now()
        with self._lock:
            self._armed = None  # whoever pokes from here on arms a ring of their own
        following = now() + GUARD
        try:
            for lane in self._engine.lanes:
                lane.ring(self._submit)
            following = self._next(following)
        finally:
            self._arm_by(following)

    def _arm_by(self, at: datetime) -> None:
        # max_instances: re-arming a job while its function runs must not drop the new ring.
        with self._lock:
            if self._stopped.is_set() or (self._armed is not None and self._armed <= at):
                return
            self._armed = at
            self._scheduler.add_job(
                self._wake,
                DateTrigger(at),
                id="wake",
                replace_existing=True,
                misfire_grace_time=None,
                max_instances=1_000,
            )

    def _next(self, latest: datetime) -> datetime:
        # What is due already is with the lanes; they would be rung in a circle for it.
        with self._database.reading() as session:
            earliest = due.earliest(session, after=now())
        return min(earliest or latest, latest)

    def _submit(self, drain: Callable[[], None]) -> None:
        with self._lock:
            if not self._stopped.is_set():
                name = f"lane-{next(self._numbers)}"
                self._scheduler.add_job(drain, id=name, misfire_grace_time=None)

    def _watch(self) -> None:
        """Wake when the database has changed under us: a command beside the service did it."""
        connection = self._database.engine.raw_connection()  # outside any transaction
        try:
            seen = None
            while not self._stopped.wait(LOOK_SECONDS):
                try:
                    seen = self._look(connection, seen)
                except (sqlite3.Error, SQLAlchemyError) as failure:
                    log.warning("the database could not be looked at: %s", type(failure).__name__)
        finally:
            connection.close()

    def _look(self, connection: PoolProxiedConnection, seen: object) -> object:
        cursor = connection.cursor()
        version: object = cursor.execute("PRAGMA data_version").fetchone()
        cursor.close()
        if version != seen:
            self._arm_after_look()
        return version

    def _arm_after_look(self) -> None:
        with self._database.reading() as session:
            earliest = due.earliest(session)
        if earliest is not None:
            self.poke(earliest)
