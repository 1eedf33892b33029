"""What happens to decisions, actions and clocks that are written by piece?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.errors import Conflict
from scheduler.inputs import ActionInput, ActionPatch, AgendaInput
from scheduler.inputs.taking import DecidedInput
from scheduler.model import Action, AgendaItem, Decision, Meeting
from scheduler.services import agenda as agenda_service
from scheduler.services import minutes, promises, taken
from tests.conftest import MONDAY
from tests.factories import a_called_meeting

KUMLA = {"organisation": "Kumla kommun"}


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Tyst", "class": "spoken"}, {"title": "Övrigt"}]
        plan = AgendaInput.model_validate({"items": items})
        agenda_service.put(session, meeting_id, plan=plan, by=SYSTEM)
    return meeting_id


@pytest.fixture
def points(database, meeting):
    with database.reading() as session:
        return [item.id for item in session.get_one(Meeting, meeting).agenda]


@pytest.fixture
def do(database):
    """Do one thing in a transaction of its own."""

    def done(service, *args, **how):
        with database.transaction() as session:
            return service(session, *args, **({"by": SYSTEM} | how))

    return done


def rows(database, what):
    with database.reading() as session:
        return session.scalars(select(what)).all()


def test_decisions_are_written_changed_and_taken_away_by_whoever_saw_them(
    database, do, meeting, points
):
    made = do(taken.decide, meeting, plan=DecidedInput(item=points[0], text="Vi övar."))
    assert (made.number, made.year, made.version) == (1, 2027, 1)
    anew = {"id": made.id, "item": points[0], "text": "Vi övar i mars."}
    do(taken.decide, meeting, plan=DecidedInput(**anew, seen=1))
    do(taken.decide, meeting, plan=DecidedInput(**anew, seen=1))  # the same words: no clash
    with pytest.raises(Conflict):
        do(taken.decide, meeting, plan=DecidedInput(**(anew | {"text": "Nej."}), seen=1))
    with pytest.raises(Conflict):
        do(taken.undecide, meeting, decision_id=made.id, seen=1)
    assert [one.text for one in rows(database, Decision)] == ["Vi övar i mars."]
    do(taken.undecide, meeting, decision_id=made.id, seen=2)
    assert rows(database, Decision) == []
    with pytest.raises(minutes.NotThisMeetings):
        do(taken.undecide, meeting, decision_id=made.id, seen=2)


def test_actions_are_taken_on_changed_and_taken_away_until_somebody_has_begun(
    database, do, meeting, points
):
    plan = ActionInput(item=points[0], text="Boka", owner=KUMLA)
    made = do(taken.promise, meeting, plan=plan)
    change = {"action_id": made.id, "plan": ActionPatch(text="Boka sal", owner=KUMLA)}
    do(taken.promise_anew, meeting, **change, seen=1)
    with pytest.raises(Conflict):
        do(taken.promise_anew, meeting, action_id=made.id, plan=ActionPatch(text="Nej"), seen=1)
    with pytest.raises(Conflict):
        do(taken.unpromise, meeting, action_id=made.id, seen=1)
    begun = do(taken.promise, meeting, plan=plan)
    with database.transaction() as session:
        session.get_one(Action, begun.id).state = "in_progress"
    with pytest.raises(promises.UnderWay):
        do(taken.unpromise, meeting, action_id=begun.id, seen=1)
    do(taken.unpromise, meeting, action_id=made.id, seen=2)
    assert [(one.id, one.text) for one in rows(database, Action)] == [(begun.id, "Boka")]


def test_one_clock_runs_at_a_time_and_goes_on_from_its_start(database, do, points, time):
    do(taken.start_point, points[0])
    time.forward(minutes=20)
    do(taken.start_point, points[1])
    time.forward(minutes=5)
    do(taken.start_point, points[0])
    time.forward(minutes=5)
    do(taken.end_point, points[0])
    do(taken.end_point, points[2])
    times = [
        tuple(at and (at - MONDAY).seconds // 60 for at in (one.started_at, one.ended_at))
        for one in sorted(rows(database, AgendaItem), key=lambda one: one.position)
    ]
    assert times == [(0, 30), (20, 25), (None, None)]
