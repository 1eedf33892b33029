"""How does a run stand now? One thread looks for all who listen, as long as somebody does."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.database import Database
from scheduler.errors import NotFound
from scheduler.exercise.state import State
from scheduler.exercise.timing import module_now, modules
from scheduler.model import Run, RunEntry
from scheduler.queries.runs import state_of

log = logging.getLogger("kallelse.live")

Reader = Literal["players", "screen", "leaders"]

INTERVAL = 0.1  # seconds between two looks
LINGER = 10.0  # seconds that a run is watched after it was last waited for
KEPT = 32  # runs
# Lines after which a page stands as it did. Three hundred who have seen an inject say so within
# seconds: told to three hundred pages each time, that would be ninety thousand letters to nobody.
_HIDDEN = {"seen", "held", "skipped", "marked", "shifted", "shown"}
_HIDDEN |= {"decided", "observed", "rated", "rated_finally", "said", "voted"}
_TALK = {"answered", "revealed", "seated", "left", "released", "added"}
PASSED_OVER: Mapping[Reader, frozenset[str]] = {
    "players": frozenset(_HIDDEN),
    "screen": frozenset((_HIDDEN | _TALK) - {"shown"}),
    "leaders": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A run as it was last seen. `last`: by kind of reader, the line that last concerned them."""

    run_id: UUID
    state: State
    at: datetime
    module: int  # its place among the modules: it changes without a line
    last: Mapping[Reader, int]

    def mark(self, reader: Reader) -> str:
        """Give what is the same as long as that kind of page is."""
        return f"{self.last[reader]}.{self.module}"


class Watcher:
    """Looks at runs in the database; whoever waits for one is woken when it has changed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.stopped = False
        self._lock = threading.Lock()
        # One for each kind of reader: what is news to those who lead alone wakes nobody else.
        self._changed = {reader: threading.Condition(self._lock) for reader in PASSED_OVER}
        self._pause = threading.Event()
        self._glimpses: OrderedDict[UUID, Glimpse] = OrderedDict()
        self._wanted: dict[UUID, float] = {}  # until when
        self._thread: threading.Thread | None = None

    def look(self, run_id: UUID) -> Glimpse:
        """Give how a run stands at this moment; raises NotFound."""
        with self.database.reading() as session:
            return self._look(session, run_id)

    def wait(self, run_id: UUID, reader: Reader, after: str, seconds: float) -> Glimpse | None:
        """Give the run as soon as its mark is another than `after`; None: not in time, or ended."""

        def news() -> bool:
            return self.stopped or self._is_other(run_id, reader, after)

        with self._lock:
            self._want(run_id)
            self._changed[reader].wait_for(news, seconds)
            known = self._glimpses.get(run_id)
            return known if self._is_other(run_id, reader, after) else None

    def rest(self, seconds: float) -> None:
        """Wait, unless the service ends meanwhile."""
        self._pause.wait(seconds)

    def stop(self) -> None:
        """Let all who wait go, and end the thread."""
        with self._lock:
            self.stopped = True
            for condition in self._changed.values():
                condition.notify_all()
            thread = self._thread
        self._pause.set()
        if thread is not None:
            thread.join(timeout=2)

    def _is_other(self, run_id: UUID, reader: Reader, after: str) -> bool:
        known = self._glimpses.get(run_id)
        return known is not None and known.mark(reader) != after

    def _want(self, run_id: UUID) -> None:
        self._wanted[run_id] = time.monotonic() + LINGER
        if self._thread is None and not self.stopped:
            self._thread = threading.Thread(target=self._run, name="live", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while wanted := self._still_wanted():
            try:
                self._look_at(wanted)
            except SQLAlchemyError as failure:  # the next look may find the database again
                log.warning("Runs could not be looked at: %s", type(failure).__name__)
            self._pause.wait(INTERVAL)

    def _still_wanted(self) -> list[UUID]:
        with self._lock:
            moment = time.monotonic()
            self._wanted = {run: until for run, until in self._wanted.items() if until > moment}
            if self.stopped or not self._wanted:
                self._thread = None  # said under the lock: whoever wants one next starts anew
                return []
            return list(self._wanted)

    def _look_at(self, wanted: list[UUID]) -> None:
        with self.database.reading() as session:
            rows = session.execute(select(Run.id, Run.entries).where(Run.id.in_(wanted))).all()
            for run_id, entries in rows:
                self._renew(session, run_id, entries)

    def _look(self, session: Session, run_id: UUID) -> Glimpse:
        entries = session.scalar(select(Run.entries).where(Run.id == run_id))
        if entries is None:
            raise NotFound
        return self._renew(session, run_id, entries)

    def _renew(self, session: Session, run_id: UUID, entries: int) -> Glimpse:
        known = self._glimpses.get(run_id)
        if known is None or known.state.number < entries:
            return self._publish(_seen(session, run_id, known))
        module = _module(known.state, at := now())
        if module == known.module:
            return known
        return self._publish(replace(known, at=at, module=module))

    def _publish(self, made: Glimpse) -> Glimpse:
        with self._lock:
            known = self._glimpses.get(made.run_id)
            if known is not None and (known.state.number, known.at) > (made.state.number, made.at):
                return known  # another thread was faster
            self._glimpses[made.run_id] = made
            self._glimpses.move_to_end(made.run_id)
            while len(self._glimpses) > KEPT:
                self._glimpses.popitem(last=False)
            for reader, condition in self._changed.items():
                if known is None or known.mark(reader) != made.mark(reader):
                    condition.notify_all()
            return made


def _seen(session: Session, run_id: UUID, before: Glimpse | None) -> Glimpse:
    state = state_of(session, run_id)
    last: dict[Reader, int] = dict(before.last) if before else dict.fromkeys(PASSED_OVER, 0)
    lines = select(RunEntry.number, RunEntry.verb).where(
        RunEntry.run_id == run_id,
        RunEntry.number > (before.state.number if before else 0),
        RunEntry.number <= state.number,
    )
    for number, verb in session.execute(lines):
        for reader, passed in PASSED_OVER.items():
            if verb not in passed:
                last[reader] = max(last[reader], number)
    at = now()
    return Glimpse(run_id, state, at, _module(state, at), last)


def _module(state: State, at: datetime) -> int:
    keys = [one.key for one in modules(state)]
    return keys.index(module_now(state, at)) if keys and state.started_at is not None else -1
