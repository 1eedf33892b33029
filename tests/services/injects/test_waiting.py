"""Does mail wait while the exercise stands, and never leave when it is over?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler import outbox
from scheduler.errands.exercises import OVER, PAUSED
from scheduler.inputs.run import AdHocInput, ReleaseInput
from scheduler.model import Letter, Person
from scheduler.ports import Temporary
from scheduler.queries.runs import state_of
from scheduler.services import runs

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def to_both(subject):
    return [(ANNA, subject), (BO, subject)]


def test_in_a_pause_what_has_not_been_handed_over_waits_and_leaves_when_it_goes_on(
    act, time, settle, sender, mails, letters
):
    act(runs.start)
    sender.failures = [Temporary("451 later")] * 2
    act(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    act(runs.pause)
    assert letters() == [("held", PAUSED)] * 2
    time.forward(minutes=30)
    settle()
    assert mails() == []
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")
    assert letters() == [("sent", "")] * 2


def test_a_letter_that_is_tried_before_anybody_has_held_it_waits_all_the_same(
    act, quietly, engine, mails, letters
):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    assert engine.work_once("reactions")
    assert letters() == [("queued", "")] * 2
    quietly(runs.pause)
    assert engine.work_once("network")
    assert mails() == []
    assert letters() == [("held", PAUSED)] * 2
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")


def test_a_letter_that_is_written_in_a_pause_that_came_before_it_waits_too(
    act, quietly, settle, mails, letters
):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    quietly(runs.pause)  # before any letter was written
    settle()
    assert mails() == []
    assert letters() == [("held", PAUSED)] * 2
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")


def test_after_a_gap_in_the_service_nothing_leaves_before_somebody_has_looked(
    act, quietly, database, run, time, settle, mails, letters
):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    time.forward(minutes=10)  # the service was away
    settle()
    with database.reading() as session:
        assert state_of(session, run).status == "paused"
    assert mails() == []
    assert letters() == [("held", PAUSED)] * 2
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")


def test_what_is_released_in_a_pause_leaves_at_once(act, mails):
    act(runs.start)
    act(runs.pause)
    act(runs.release, "C2", plan=ReleaseInput(confirmed=True))
    assert mails() == to_both("ÖVNING: Inspel C2")


@pytest.mark.parametrize("over", [(runs.end, {}), (runs.abort, {"reason": "Storm"})])
def test_when_it_is_over_what_has_not_left_never_does(act, time, settle, sender, letters, over):
    act(runs.start)
    sender.failures = [Temporary("451 later")] * 2
    act(runs.release, "C2", plan=ReleaseInput())
    service, how = over
    act(service, **how)
    time.forward(minutes=5)
    settle()
    assert sender.take() == []
    assert letters() == [("withdrawn", OVER)] * 2


def test_what_waited_in_the_pause_does_not_leave_after_an_abort(act, quietly, settle, mails):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    act(runs.pause)
    act(runs.abort, reason="Skarpt läge")
    assert mails() == []


def test_a_dead_address_is_not_let_go_by_the_exercise_going_on(act, database, mails):
    with database.transaction() as session:
        bo = session.scalars(select(Person).where(Person.email == BO)).one()
        bo.bounced_at = bo.created_at
    act(runs.start)
    act(runs.release, "C2", plan=ReleaseInput())
    assert mails() == [(ANNA, "ÖVNING: Inspel C2")]
    act(runs.pause)
    act(runs.resume)
    assert mails() == []
    with database.reading() as session:
        held = session.scalars(select(Letter.reason).where(Letter.state == "held")).all()
    assert held == [outbox.DEAD_ADDRESS]
