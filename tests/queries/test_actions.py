"""Which actions does each reader get? By point, by the state of minutes, by whose they are."""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput
from scheduler.model import Attendance, Minutes
from scheduler.queries import actions as listed
from scheduler.queries.entitled import Reader, reader
from scheduler.services import agenda
from tests.factories import a_meeting, a_network, an_actor
from tests.promised import belonging, person, promise


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


def an_action(database, network, state=None, item_class="open", audience=()):
    """An action of Anna's from one point of a meeting to which nobody was called."""
    with database.transaction() as session:
        meeting = a_meeting(session, network.id, people=[])
        point = {"title": "Punkt", "class": item_class, "audience": list(audience)}
        plan = AgendaInput.model_validate({"items": [point]})
        (item,) = agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
        if state:
            session.add(Minutes(meeting_id=meeting.id, state=state))
    owner = belonging(database, "anna@kumla.example")
    return promise(database, network, meeting=meeting.id, item=str(item.id), owner=owner)


def a_member(database, network, email="bo@nora.example"):
    with database.reading() as session:
        one = person(session, email).id
    return Actor(kind="person", id=one, person_id=one, roles={network.id: frozenset({"member"})})


def sees(database, network, action, who):
    """Tell whether somebody finds an action, in the list and alone: always both or neither."""
    with database.reading() as session:
        asks = who if isinstance(who, Reader) else reader(session, who)
        found = [one.id for one in listed.of_network(session, network, asks)]
        due = [one.id for one in listed.open_for_agenda(session, network, asks)]
        try:
            alone = [listed.by_id(session, action.id, asks).id]
        except NotFound:
            alone = []
    assert found == due == alone
    return bool(found)


@pytest.mark.parametrize(
    ("state", "member", "owner", "facilitator"),
    [
        (None, True, True, True),
        ("draft", False, False, True),
        ("circulated", False, True, True),
        ("adjusted", False, True, True),
        ("approved", False, True, True),
        ("published", True, True, True),
    ],
)
def test_an_action_follows_the_state_of_its_minutes(
    database, network, state, member, owner, facilitator
):
    action = an_action(database, network, state)
    anna = a_member(database, network, "anna@kumla.example")
    assert sees(database, network, action, a_member(database, network)) is member
    assert sees(database, network, action, anna) is owner
    assert sees(database, network, action, an_actor(network.id, "facilitator")) is facilitator
    assert sees(database, network, action, an_actor(network.id, "secretary"))


def test_whoever_was_there_sees_what_is_out_for_comments(database, network):
    action = an_action(database, network, "circulated")
    bo = a_member(database, network)
    with database.transaction() as session:
        minutes = session.query(Minutes).one()
        row = {"position": 1, "person_id": bo.person_id, "present": True}
        session.add(Attendance(minutes_id=minutes.id, **row))
    assert sees(database, network, action, bo)


def test_a_circle_s_action_is_its_circle_s_its_person_s_and_the_keepers(database, network):
    action = an_action(database, network, item_class="circle")
    meeting = action.meeting_id
    assert meeting is not None
    assert not sees(database, network, action, a_member(database, network))
    assert not sees(database, network, action, an_actor(network.id, "facilitator"))
    assert sees(database, network, action, a_member(database, network, "anna@kumla.example"))
    assert sees(database, network, action, an_actor(network.id, "secretary"))
    called = Reader(a_member(database, network), {meeting: frozenset()})
    assert sees(database, network, action, called)


def test_an_audience_narrows_the_circle(database, network):
    with database.reading() as session:
        nora = person(session, "bo@nora.example").organisation_id
        kumla = person(session, "anna@kumla.example").organisation_id
    assert nora is not None
    assert kumla is not None
    action = an_action(database, network, item_class="circle", audience=[str(nora)])
    assert action.meeting_id is not None
    for house, seen in ((nora, True), (kumla, False)):
        who = Reader(a_member(database, network), {action.meeting_id: frozenset({house})})
        assert sees(database, network, action, who) is seen


def test_one_s_own_list_waits_until_the_draft_goes_out(database, network):
    action = an_action(database, network, "draft")
    with database.reading() as session:
        assert action.person_id is not None
        assert listed.open_of_person(session, action.person_id) == []
