"""What may a meeting make of its points?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, MinutesInput, OutcomeInput
from scheduler.model import AgendaItem, EventRow
from scheduler.services import agenda, approval, minutes, points
from scheduler.services.refusals import MinutesAreFixed
from tests.factories import a_meeting, a_network, an_actor


@pytest.fixture
def item(database, time):
    """The one point of a meeting's agenda."""
    with database.transaction() as session:
        meeting = a_meeting(session, a_network(session).id)
        plan = AgendaInput.model_validate({"items": [{"title": "Läget i länet"}]})
        return agenda.put(session, meeting.id, plan=plan, by=SYSTEM)[0]


def settle(database, item_id, outcome, reason="", by=SYSTEM):
    with database.transaction() as session:
        plan = OutcomeInput(outcome=outcome, reason=reason)
        points.settle(session, item_id, plan=plan, by=by)


def stored(database, item_id):
    with database.reading() as session:
        item = session.get_one(AgendaItem, item_id)
        return item.outcome, item.outcome_reason


def facts(database):
    with database.reading() as session:
        chosen = select(EventRow.body).where(EventRow.kind == "PointSettled").order_by(EventRow.id)
        return session.scalars(chosen).all()


def test_a_point_is_left_open_with_its_reason_and_settled_without(database, item):
    settle(database, item.id, "postponed", "Väntar på polisens siffror")
    assert stored(database, item.id) == ("postponed", "Väntar på polisens siffror")
    settle(database, item.id, "", "Ett skäl för ingenting")
    assert stored(database, item.id) == ("", "")
    assert facts(database) == [
        {"item": str(item.id), "outcome": "postponed"},
        {"item": str(item.id), "outcome": ""},
    ]


def test_saying_the_same_again_is_no_fact(database, item):
    settle(database, item.id, "done")
    settle(database, item.id, "done")
    assert facts(database) == [{"item": str(item.id), "outcome": "done"}]


def test_of_a_point_that_is_only_spoken_no_reason_is_kept(database, item):
    with database.transaction() as session:
        session.get_one(AgendaItem, item.id).item_class = "spoken"
    with pytest.raises(points.OnlySpoken) as refused:
        settle(database, item.id, "postponed", "Ett skäl som inte får stå")
    assert refused.value.field == "reason"
    settle(database, item.id, "postponed")
    assert stored(database, item.id) == ("postponed", "")


@pytest.mark.parametrize("reach", [approval.approve, approval.publish])
def test_what_approved_notes_say_of_a_point_stays(database, item, reach):
    with database.transaction() as session:
        plan = MinutesInput.model_validate({"entries": [{"text": "Mötet öppnades."}]})
        minutes.save(session, item.meeting_id, plan=plan, version=None, by=SYSTEM)
        reach(session, item.meeting_id, by=SYSTEM)
    with pytest.raises(MinutesAreFixed):
        settle(database, item.id, "done")


def test_only_those_who_write_the_notes_settle_points(database, item):
    with database.reading() as session:
        network_id = session.scalars(select(EventRow.network_id)).first()
    with pytest.raises(NotAllowed):
        settle(database, item.id, "done", by=an_actor(network_id, "facilitator"))
    with pytest.raises(NotFound):
        settle(database, item.id, "done", by=an_actor(item.id, "secretary"))
    with pytest.raises(NotFound):
        settle(database, item.meeting_id, "done")
    settle(database, item.id, "done", by=an_actor(network_id, "secretary"))
    assert stored(database, item.id) == ("done", "")
