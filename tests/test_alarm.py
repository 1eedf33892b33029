"""Does the clock ring when something is due, whoever wrote it and whatever else goes on?

On the real clock: what rings here is APScheduler, in its own threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from scheduler import alarm as alarms
from scheduler import clock, due, jobs
from scheduler.alarm import Alarm
from scheduler.database import Database
from scheduler.engine.local import Lane, LocalEngine
from scheduler.model import DueRow


@dataclass
class Notes:
    """Due work of the tests' own: `note` writes down when, `fail` fails, `hang` waits."""

    done: dict[str, float] = field(default_factory=dict)
    let_go: Event = field(default_factory=Event)

    def note(self, session: Any, work: due.Work) -> None:
        del session
        self.done[work.body["name"]] = monotonic()

    def fail(self, session: Any, work: due.Work) -> None:
        del session
        raise ValueError(work.body["name"])

    def hang(self, post: Any, work: due.Work) -> None:
        del post, work
        self.let_go.wait(30)

    def wait(self, name: str, seconds: float) -> float:
        """Wait until `name` is done; gives when, and fails after `seconds`."""
        end = monotonic() + seconds
        while name not in self.done:
            assert monotonic() < end, f"{name} was not done within {seconds} s"
            sleep(0.01)
        return self.done[name]


@pytest.fixture
def notes(monkeypatch) -> Iterator[Notes]:
    made = Notes()
    monkeypatch.setitem(jobs.WITHIN, "note", made.note)
    monkeypatch.setitem(jobs.WITHIN, "fail", made.fail)
    monkeypatch.setitem(jobs.OUTSIDE, "hang", made.hang)
    yield made
    made.let_go.set()


@pytest.fixture
def running(database, engine, notes) -> Iterator[Alarm]:
    """The alarm, running."""
    alarm = Alarm(database, engine)
    alarm.start()
    yield alarm
    notes.let_go.set()
    alarm.stop()


@pytest.fixture
def deaf(monkeypatch) -> None:
    """Nobody looks at the database's version: the rings alone must do."""
    monkeypatch.setattr(alarms, "LOOK_SECONDS", 60.0)


def add(
    database: Database, *names: str, kind: str = "note", after: float = 0.0, **more: Any
) -> None:
    """Write due work in one transaction."""
    at = clock.now() + timedelta(seconds=after)
    with database.transaction() as session:
        for name in names:
            values = {"lane": "reactions", "key": f"{kind}:{name}", "body": {"name": name}, **more}
            due.add(session, kind=kind, due_at=at, **values)


def test_a_commit_rings_within_a_second(deaf, running, database, notes):
    sleep(0.2)  # everything is at rest
    began = monotonic()
    add(database, "now")
    assert notes.wait("now", 5) - began < 1


def test_what_is_due_later_is_done_then_and_not_before(deaf, running, database, notes):
    began = monotonic()
    add(database, "later", after=1.5)
    add(database, "sooner", after=0.5)
    assert 0.5 <= notes.wait("sooner", 5) - began < 1.5
    assert 1.5 <= notes.wait("later", 5) - began < 2.5


def test_what_is_written_amid_two_thousand_pokes_is_all_served(deaf, running, database, notes):
    def poke(thread: int) -> None:
        for number in range(500):
            if number % 5 == 0:
                add(database, f"{thread}-{number}")  # which pokes
            else:
                running.poke(clock.now())

    threads = [Thread(target=poke, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    end = monotonic() + 30
    while (found := _states(database)) != {"done": 400} and monotonic() < end:
        sleep(0.05)
    assert found == {"done": 400}


def _states(database: Database) -> dict[str, int]:
    with database.reading() as session:
        counted = select(DueRow.state, func.count().label("number")).group_by(DueRow.state)
        rows = session.execute(counted)
        return {row.state: row.number for row in rows}


class Heap:
    """Work for a lane: so many pieces, taken one at a time."""

    def __init__(self) -> None:
        self.stopping = Event()
        self.pieces = self.taken = self.at_once = 0
        self._lock = Lock()

    def put(self) -> None:
        with self._lock:
            self.pieces += 1

    def work_once(self, lane: str) -> int:
        del lane
        self.at_once += 1
        assert self.at_once == 1  # one thread at a time
        with self._lock:
            one = min(self.pieces, 1)
            self.pieces -= one
            self.taken += one
        self.at_once -= 1
        return one


def test_two_thousand_rings_from_four_threads_lose_no_wake_up():
    heap: Any = Heap()
    lane = Lane("reactions", heap)
    workers: list[Thread] = []

    def submit(drain: Any) -> None:
        workers.append(Thread(target=drain))
        workers[-1].start()

    def poke() -> None:
        for _ in range(500):
            heap.put()
            lane.ring(submit)

    pokers = [Thread(target=poke) for _ in range(4)]
    for thread in pokers:
        thread.start()
    for thread in [*pokers, *workers]:
        thread.join(timeout=60)
    for thread in workers:
        thread.join(timeout=60)
    assert (heap.taken, heap.pieces) == (2_000, 0)


def test_what_somebody_else_writes_is_seen_within_two_seconds(running, database, notes):
    sleep(0.2)
    beside = Database(database.url)
    began = monotonic()
    add(beside, "from beside")
    beside.close()
    assert notes.wait("from beside", 5) - began < 2


def test_a_failing_job_backs_off_and_its_lane_goes_on(deaf, running, database, notes):
    add(database, "bad", kind="fail")
    add(database, "good")
    notes.wait("good", 2)
    with database.reading() as session:
        bad = session.scalars(select(DueRow).where(DueRow.kind == "fail")).one()
        assert (bad.state, bad.error) == ("waiting", "ValueError")
        assert bad.due_at > clock.now()


def test_a_hung_sender_holds_up_neither_reactions_nor_what_is_due_soon(
    deaf, running, database, notes
):
    letters = [f"letter {number}" for number in range(due.BATCH + 10)]
    add(database, *letters, kind="hang", lane="network")
    sleep(0.3)
    began = monotonic()
    add(database, "soon", after=0.7, lane="housekeeping")
    add(database, "at once")
    assert notes.wait("at once", 5) - began < 1
    assert notes.wait("soon", 5) - began < 1.7


def test_a_database_that_fails_once_does_not_stop_the_clock(
    deaf, running, database, notes, monkeypatch
):
    monkeypatch.setattr(alarms, "GUARD", timedelta(seconds=1))
    with monkeypatch.context() as broken:
        broken.setattr(due, "earliest", _fails)
        add(database, "while it fails")
        notes.wait("while it fails", 2)
    database.ring = None  # whatever is written now rings nothing
    add(database, "after it")
    notes.wait("after it", 3)


def test_a_look_that_fails_is_not_the_last(running, database, notes, monkeypatch):
    beside = Database(database.url)
    with monkeypatch.context() as broken:
        broken.setattr(due, "earliest", _fails)
        add(beside, "while it fails")
        sleep(1.2)
    add(beside, "after it")
    beside.close()
    notes.wait("after it", 2)


def _fails(*_: object, **__: object) -> None:
    raise OperationalError("SELECT", {}, Exception("disk I/O error"))


def test_a_stopped_service_leaves_what_is_due_for_the_next_start(database, engine, post, notes):
    alarm = Alarm(database, engine)
    alarm.start()
    alarm.stop()
    add(database, "meanwhile")
    sleep(0.3)
    assert notes.done == {}

    following = Alarm(database, LocalEngine(post))
    following.start()
    notes.wait("meanwhile", 2)
    following.stop()


def test_the_service_can_be_stopped_at_any_moment(database, post, notes):
    for number in range(20):
        alarm = Alarm(database, LocalEngine(post))
        alarm.start()
        writer = Thread(target=add, args=(database, *(f"{number}-{each}" for each in range(20))))
        writer.start()
        stopping = Thread(target=alarm.stop)
        stopping.start()
        stopping.join(timeout=10)
        writer.join(timeout=10)
        assert not stopping.is_alive()
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(DueRow.state == "dead")) == 0


def test_the_clock_tells_that_it_is_alive(database, engine, notes):
    alarm = Alarm(database, engine)
    assert alarm.healthy() is False
    alarm.start()
    assert alarm.healthy() is True
    alarm.stop()
