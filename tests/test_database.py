"""Does the database lose nothing when many write, and let nobody write who only reads?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier, Thread
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from scheduler import due
from scheduler.actor import SYSTEM
from scheduler.inputs import MoveInput, TextInput
from scheduler.model import DueRow, EventRow, Meeting
from scheduler.services import meetings
from tests.conftest import MONDAY
from tests.factories import a_meeting, a_network


@pytest.fixture
def meeting(time, database) -> UUID:
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id).id


def at_once(*jobs: Callable[[], None]) -> None:
    """Run jobs in a thread each, all begun together; a failure in one fails the test."""
    ready, failures = Barrier(len(jobs)), []

    def run(job: Callable[[], None]) -> None:
        ready.wait()
        try:
            job()
        except Exception as failure:  # noqa: BLE001  # told below
            failures.append(failure)

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []


def test_four_hundred_and_eighty_racing_updates_lose_nothing(meeting, database):
    def raise_sixty_times() -> None:
        for _ in range(60):
            with database.transaction() as session:
                session.get_one(Meeting, meeting).sequence += 1

    at_once(*[raise_sixty_times] * 8)
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).sequence == 480


COUNT = """
import sys
from uuid import UUID
from scheduler.database import Database
from scheduler.model import Meeting
database = Database(sys.argv[1])
for _ in range(60):
    with database.transaction() as session:
        session.get_one(Meeting, UUID(sys.argv[2])).sequence += 1
database.close()
"""


def test_updates_of_two_processes_lose_nothing(meeting, database):
    command = [sys.executable, "-c", COUNT, database.url, str(meeting)]
    others = [subprocess.Popen(command) for _ in range(2)]
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).sequence == 120


def test_two_editors_of_one_meeting_both_have_their_change(meeting, database):
    def move() -> None:
        with database.transaction() as session:
            plan = MoveInput.model_validate({"start": "2027-02-11T13:00"})
            meetings.move(session, meeting, plan=plan, by=SYSTEM)

    def rewrite() -> None:
        with database.transaction() as session:
            plan = TextInput(title="Ny rubrik", place="Slottet")
            meetings.change_text(session, meeting, plan=plan, by=SYSTEM)

    at_once(move, rewrite)
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert (row.start.isoformat(), row.title, row.place) == (
            "2027-02-11T13:00:00",
            "Ny rubrik",
            "Slottet",
        )
        assert (row.sequence, len(row.changes)) == (2, 2)
        assert sorted(change.sequence for change in row.changes) == [1, 2]


def test_a_change_that_fails_half_way_has_not_happened(meeting, database):
    with database.reading() as session:
        before = len(session.scalars(select(EventRow)).all())
    with suppress(ZeroDivisionError), database.transaction() as session:
        plan = MoveInput.model_validate({"start": "2027-02-11T13:00"})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).sequence == 0
        assert len(session.scalars(select(EventRow)).all()) == before


def _adds(session: Session, meeting: UUID) -> None:
    session.add(EventRow(kind="X", by="x", subject=meeting, body={}))
    session.flush()


def _changes(session: Session, meeting: UUID) -> None:
    session.get_one(Meeting, meeting).sequence = 7
    session.flush()


def _removes(session: Session, meeting: UUID) -> None:
    session.delete(session.get_one(Meeting, meeting))
    session.flush()


@pytest.mark.parametrize("write", [_adds, _changes, _removes])
def test_a_reading_session_refuses_to_write(meeting, database, write):
    with database.reading() as session, pytest.raises(RuntimeError, match="asked to write"):
        write(session, meeting)


@pytest.mark.parametrize(
    "statement",
    [delete(EventRow), insert(EventRow), update(Meeting).values(sequence=7)],
    ids=["delete", "insert", "update"],
)
def test_a_reading_session_refuses_statements_that_write(meeting, database, statement):
    with database.reading() as session, pytest.raises(RuntimeError, match="asked to write"):
        session.execute(statement)


def test_nothing_stays_of_what_a_reading_session_does(meeting, database):
    with database.reading() as session:
        session.execute(text("UPDATE meeting SET sequence = 7"))
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).sequence == 0


def test_what_is_read_is_one_moment_however_long_it_takes(meeting, database):
    with database.reading() as session:
        first = session.scalar(select(Meeting.sequence))
        with database.transaction() as writing:
            writing.get_one(Meeting, meeting).sequence = 5
        assert (first, session.scalar(select(Meeting.sequence))) == (0, 0)
    with database.reading() as session:
        assert session.scalar(select(Meeting.sequence)) == 5


def test_the_clock_is_rung_once_after_the_commit_with_the_earliest_time(time, database):
    rung: list[tuple[datetime, int]] = []

    def ring(at: datetime) -> None:
        with database.reading() as session:
            rung.append((at, len(session.scalars(select(DueRow.id)).all())))

    database.ring = ring
    with database.transaction() as session:
        for hours in (5, 2, 9):
            at = MONDAY + timedelta(hours=hours)
            due.add(session, kind="close", lane="housekeeping", key=str(hours), due_at=at)
        assert rung == []
    assert rung == [(MONDAY + timedelta(hours=2), 3)]

    with suppress(ZeroDivisionError), database.transaction() as session:
        due.add(session, kind="close", lane="housekeeping", key="no", due_at=MONDAY)
        raise ZeroDivisionError
    with database.transaction() as session:
        session.execute(select(DueRow.id))
    assert len(rung) == 1


def test_instants_come_back_in_utc_and_naive_ones_are_refused(meeting, database):
    nuuk = datetime(2027, 2, 4, 6, 0, tzinfo=timezone(timedelta(hours=-2)))
    with database.transaction() as session:
        session.get_one(Meeting, meeting).starts_at = nuuk
    with database.reading() as session:
        back = session.get_one(Meeting, meeting).starts_at
        assert (back, back.tzinfo) == (datetime(2027, 2, 4, 8, 0, tzinfo=UTC), UTC)
    with pytest.raises(StatementError), database.transaction() as session:
        session.get_one(Meeting, meeting).starts_at = datetime(2027, 2, 4, 9, 0)  # noqa: DTZ001


def test_what_can_be_left_out_waits_for_nobody_and_is_written_when_nobody_writes(database, meeting):
    def rename(title):
        with database.hasty() as session:
            session.get_one(Meeting, meeting).title = title

    rename("Kort")
    with database.transaction() as session:
        session.get_one(Meeting, meeting).text = "Längre"
        began = monotonic()
        with pytest.raises(OperationalError):
            rename("Kortare")
        assert monotonic() - began < 5  # others wait ten seconds
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        assert (row.title, row.text) == ("Kort", "Längre")


def test_sqlite_keeps_what_was_committed_and_what_belongs_together(database):
    with database.reading() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
