"""Is each piece of due work done by one worker, once, and never lost? (docs/decisions)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import clock, delivery, due, outbox
from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.due import Work
from scheduler.engine.local import MOST_TRIES, LocalEngine
from scheduler.handlers import mail
from scheduler.model import DueRow
from scheduler.ports import InDoubt, Permanent, Temporary
from scheduler.services import meetings
from tests.changing import ANNA, BO, facts, letters, move
from tests.factories import a_called_meeting, a_meeting, a_network
from tests.fakes import FakeSender


class Killed(BaseException):
    """The process is gone at this point."""


@dataclass
class Interrupted(FakeSender):
    """Something happens while a mail is being sent; after it, or instead of it."""

    happening: Callable[[], None] | None = None

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        answer = super().send(sender, recipient, raw)
        happening, self.happening = self.happening, None
        if happening:
            happening()
        return answer


@pytest.fixture
def sender() -> Interrupted:
    return Interrupted()


@pytest.fixture
def meeting(time, database, engine) -> UUID:
    """A called meeting whose two letters are written and have not been tried."""
    called = a_called_meeting(database)
    while engine.work_once("reactions"):
        pass
    return called


def claim(database: Database, lane: str = "network") -> list[Work]:
    with database.transaction() as session:
        return due.claim(session, lane, at=clock.now())


def release(database: Database) -> None:
    with database.transaction() as session:
        due.release(session)


def states(database: Database, kind: str) -> list[str]:
    with database.reading() as session:
        rows = session.scalars(select(DueRow.state).where(DueRow.kind == kind).order_by(DueRow.id))
        return list(rows)


def die() -> None:
    raise Killed


def test_who_has_lost_the_claim_can_neither_begin_nor_write_a_receipt(meeting, database, post):
    stale = claim(database)
    release(database)
    fresh = claim(database)
    assert [work.id for work in fresh] == [work.id for work in stale]
    with database.transaction() as session:
        for step in (due.start, due.held, due.done):
            assert [step(session, work) for work in stale] == [False, False]
        assert due.again(session, stale[0], clock.now()) is False
        assert due.dead(session, stale[0], "late") is False

    delivery.deliver(post, stale[0])
    assert post.sender.tried == []
    delivery.deliver(post, fresh[0])
    assert [one.recipient for one in post.sender.tried] == [ANNA]


@pytest.mark.parametrize("late", [Temporary("451"), Permanent("550"), InDoubt("none"), None])
def test_a_worker_that_was_given_up_does_not_overwrite_what_became_of_the_letter(
    meeting, database, post, late
):
    [slow, _] = claim(database)

    def taken_over() -> None:
        release(database)
        [again, _] = claim(database)
        delivery.deliver(post, again)
        if late is not None:
            raise late

    post.sender.happening = taken_over
    delivery.deliver(post, slow)
    assert letters(database)[0][1:] == ("call", 0, "sent", "")
    assert len(set(post.sender.tried)) == 1  # twice, and the same bytes
    assert states(database, "deliver") == ["done", "claimed"]


def test_a_claim_lets_nobody_else_take_the_row(meeting, database):
    assert len(claim(database)) == 2
    assert claim(database) == []


def test_a_meeting_moved_between_claim_and_start_does_not_send_its_old_time(
    meeting, database, post, settle
):
    batch = claim(database)
    move(database, meeting)
    for work in batch:
        delivery.deliver(post, work)
    settle()
    mails = post.sender.take()
    assert facts(mails) == [(ANNA, "REQUEST", 0), (BO, "REQUEST", 0)]  # the one that waited
    assert {one.property("DTSTART") for one in mails} == {"20270211T130000"}


def test_a_crash_between_the_server_s_word_and_the_receipt_repeats_the_same_mail(
    meeting, database, engine, post, time
):
    post.sender.happening = die
    with pytest.raises(Killed):
        engine.settle()
    assert [row[3] for row in letters(database)] == ["sending", "queued"]

    time.forward(minutes=1)
    later = LocalEngine(post)
    later.recover()
    assert [row[3] for row in letters(database)] == ["doubt", "queued"]
    later.settle()
    assert [row[3] for row in letters(database)] == ["sent", "sent"]
    assert [one.recipient for one in post.sender.tried] == [ANNA, ANNA, BO]
    assert len(set(post.sender.tried)) == 2


def test_a_crash_before_the_letter_was_begun_loses_nothing(meeting, database, post):
    claim(database)
    later = LocalEngine(post)
    later.recover()
    later.settle()
    assert facts(post.sender.take()) == [(ANNA, "REQUEST", 0), (BO, "REQUEST", 0)]


def test_a_claim_whose_worker_is_gone_comes_back_when_its_lease_ends(
    meeting, database, engine, post, time
):
    post.sender.happening = die
    with pytest.raises(Killed):
        engine.settle()
    time.forward(minutes=4)
    engine.settle()
    assert states(database, "deliver") == ["claimed", "claimed"]
    time.forward(minutes=2)
    engine.settle()
    assert states(database, "deliver") == ["done", "done"]
    assert [one.recipient for one in post.sender.tried] == [ANNA, ANNA, BO]
    assert len(set(post.sender.tried)) == 2


def test_reactions_and_their_receipts_are_one_transaction(time, database, engine, monkeypatch):
    a_called_meeting(database)
    written = outbox.post_draft

    def half(session, meeting, draft, **more):
        written(session, meeting, draft, **more)
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "post_draft", half)
        with pytest.raises(Killed):
            engine.settle()
    assert letters(database) == []
    engine.recover()
    engine.settle()
    assert [row[3] for row in letters(database)] == ["sent", "sent"]


def test_a_reaction_that_fails_backs_off_and_the_others_go_on(
    time, database, engine, settle, sender, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "post_draft", None)
        a_called_meeting(database)
        settle()
        failing = _failing(database)
        assert [(row.tries, row.error, row.due_at - time()) for row in failing] == [
            (1, "TypeError", timedelta(seconds=2))
        ]
        with database.reading() as session:  # the meeting plans its reminders all the same
            assert session.scalar(select(DueRow.id).where(DueRow.kind == "remind_silent"))
    time.forward(seconds=2)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 0), (BO, "REQUEST", 0)]


def test_a_reaction_that_always_fails_is_given_up_and_can_be_seen(
    time, database, settle, sender, monkeypatch
):
    monkeypatch.setattr(outbox, "post_draft", None)
    a_called_meeting(database)
    for _ in range(MOST_TRIES):
        settle()
        time.forward(hours=1)
    with database.reading() as session:
        given_up = session.scalars(select(DueRow).where(DueRow.state == "dead")).all()
    assert [row.body["handler"] for row in given_up] == [f"mail.{mail.send_call.__name__}"]


def test_a_letter_s_key_makes_writing_it_twice_one_letter(meeting, database, engine, time):
    with database.transaction() as session:
        row = session.scalars(
            select(DueRow).where(DueRow.body["handler"].as_string() == "mail.send_call")
        ).one()
        row.state, row.claim_id = "waiting", None
    engine.settle()
    assert [row[:4] for row in letters(database)] == [
        (ANNA, "call", 0, "sent"),
        (BO, "call", 0, "sent"),
    ]


def test_two_engines_on_one_database_send_each_letter_once(time, settings, database, post):
    addresses = [f"person{number}@kumla.example" for number in range(20)]
    with database.transaction() as session:
        network = a_network(session, people_=addresses)
        for day in ("04", "11", "18"):
            one = a_meeting(session, network.id, start=f"2027-02-{day}T09:00")
            meetings.call(session, one.id, by=SYSTEM)
    beside = Database(database.url)
    engines = [LocalEngine(post), LocalEngine(Post(beside, post.renderer, post.sender))]
    threads = [Thread(target=engine.settle) for engine in engines * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    engines[0].settle()
    beside.close()
    sent = [(one.recipient, one.property("UID")) for one in post.sender.tried]
    assert (len(sent), len(set(sent))) == (60, 60)


def _failing(database: Database) -> list[DueRow]:
    with database.reading() as session:
        return list(session.scalars(select(DueRow).where(DueRow.error != "")))
