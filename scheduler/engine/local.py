"""How does one process work off what is due?

Lanes take due rows in batches, each lane in one thread at a time, so that a hung mail server holds
up neither reactions nor housekeeping. A ring bumps a lane's generation; a lane goes idle only if
none has rung since it last looked, under the same lock: no wake-up is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Lock

from scheduler import delivery, due, jobs
from scheduler.clock import now
from scheduler.due import Work
from scheduler.errors import places

log = logging.getLogger(__name__)

MOST_TRIES = 12


class Lane:
    """One queue of work and the single thread that is on it."""

    def __init__(self, name: str, engine: LocalEngine) -> None:
        self.name = name
        self._engine = engine
        self._lock = Lock()
        self._generation = 0
        self._running = False

    def ring(self, submit: Callable[[Callable[[], None]], None]) -> None:
        """Say that there may be work; starts the lane if it is idle."""
        with self._lock:
            self._generation += 1
            if self._running:
                return
            self._running = True
        submit(self.drain)

    def drain(self) -> None:
        """Work until nothing is due and nobody has rung meanwhile."""
        try:
            while True:
                generation = self._generation
                if self._engine.work_once(self.name):
                    continue
                with self._lock:
                    if generation == self._generation or self._engine.stopping.is_set():
                        self._running = False
                        return
        except BaseException:
            with self._lock:
                self._running = False
            raise


class LocalEngine:
    """Runs due work in this process."""

    def __init__(self, post: delivery.Post) -> None:
        self._post = post
        self.lanes = [Lane(name, self) for name in jobs.LANES]
        self.stopping = Event()

    def recover(self) -> None:
        """Take back what a stopped process had claimed; what it was sending is in doubt."""
        with self._post.database.transaction() as session:
            due.release(session)
            doubtful = delivery.recover(session)
        if doubtful:
            log.warning("letters in doubt after a stop: %d; sent again unchanged", doubtful)

    def work_once(self, lane: str) -> int:
        """Claim and run one batch of a lane; gives how many rows that was."""
        if self.stopping.is_set():
            return 0
        with self._post.database.transaction() as session:
            batch = due.claim(session, lane, at=now())
        for place, work in enumerate(batch):
            if self.stopping.is_set():
                self._give_back(batch[place:])
                break
            self._attempt(work)
        return len(batch) or self._rest(lane)

    def settle(self) -> None:
        """Run all that is due now, to quiet, in the calling thread."""
        while sum(self.work_once(lane) for lane in jobs.LANES):
            pass

    def stop(self) -> None:
        """Begin no more work; what is under way finishes."""
        self.stopping.set()

    def _rest(self, lane: str) -> int:
        """Tidy up once a lane has nothing to do; gives how many rows that made due."""
        if lane == "network":
            self._post.sender.close()
        return self._take_back() if lane == "housekeeping" else 0

    def _take_back(self) -> int:
        """Give back claims whose lease has ended: their worker failed before its receipt."""
        moment = now()
        with self._post.database.transaction() as session:
            doubtful = delivery.recover(session, due.expired(moment))
            freed = due.release(session, before=moment)
        if freed:
            log.warning("claims given back: %d, letters in doubt: %d", freed, doubtful)
        return freed

    def _attempt(self, work: Work) -> None:
        try:
            if work.kind in jobs.OUTSIDE:
                jobs.OUTSIDE[work.kind](self._post, work)
            else:
                self._within(work)
        except Exception as failure:  # noqa: BLE001  # a failure becomes a row with a next try
            self._failed(work, failure)

    def _within(self, work: Work) -> None:
        with self._post.database.transaction() as session:
            if due.start(session, work):
                jobs.WITHIN[work.kind](session, work)
                due.done(session, work)

    def _failed(self, work: Work, failure: Exception) -> None:
        # The kind of the failure only: its text may hold names or addresses.
        error = type(failure).__name__
        told = (work.kind, work.id, error, places(failure))
        log.error("due work failed: kind=%s row=%d error=%s\n%s", *told)
        with self._post.database.transaction() as session:
            due.start(session, work)
            if work.tries + 1 >= MOST_TRIES:
                due.dead(session, work, error)
            else:
                pause = timedelta(seconds=min(2 ** (work.tries + 1), 3600))
                due.again(session, work, now() + pause, error)

    def _give_back(self, batch: list[Work]) -> None:
        with self._post.database.transaction() as session:
            for work in batch:
                due.again(session, work, now())
