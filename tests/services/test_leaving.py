"""What happens when people and organisations leave a network?"""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import PersonInput
from scheduler.model import EventRow, Person
from scheduler.queries import membership
from scheduler.services import meetings, people
from scheduler.services.people import EndsBeforeItBegan
from tests.factories import a_meeting, a_network, a_person, invitation_of

TODAY = date(2027, 1, 4)
ANNA = "anna@kumla.example"


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


def named(thing):
    return thing.name


def add(database, network, by=SYSTEM, since=None, **plan):
    values = {"name": "Cia", "email": "cia@kumla.example", "organisation": "Kumla kommun", **plan}
    with database.transaction() as session:
        return people.add(session, network.id, plan=PersonInput(**values), by=by, since=since)


def roles(database, network, day=TODAY):
    with database.reading() as session:
        held = membership.members(session, network.id, day)
        return {named(one.person): one.role for one in held}


def kinds(database):
    with database.reading() as session:
        return list(session.scalars(select(EventRow.kind).order_by(EventRow.id)))


def leave(database, membership_id, **when):
    with database.transaction() as session:
        return people.leave(session, membership_id, by=SYSTEM, **when)


def membership_of(database, network, email=ANNA):
    with database.reading() as session:
        person_id = session.scalars(select(Person.id).where(Person.email == email)).one()
        return membership.of_person(session, network.id, person_id, TODAY)


def test_who_leaves_is_no_longer_called_to_what_comes(database, network):
    with database.transaction() as session:
        before = a_meeting(session, network.id, start="2027-02-04T09:00")
        after = a_meeting(session, network.id, start="2027-03-04T09:00")
        meetings.call(session, after.id, by=SYSTEM)
    leave(database, membership_of(database, network).id, until=date(2027, 3, 4))
    with database.reading() as session:
        assert invitation_of(session, before.id, ANNA).active
        assert not invitation_of(session, after.id, ANNA).active
        assert invitation_of(session, after.id, "bo@nora.example").active
    assert kinds(database)[-2:] == ["MembershipEnded", "PersonRemoved"]
    assert sorted(roles(database, network, date(2027, 3, 4))) == ["Bo"]


def test_who_leaves_a_called_meeting_is_told_with_a_cancellation(database, network, settle, sender):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network.id).id, by=SYSTEM)
    settle()
    leave(database, membership_of(database, network).id)
    settle()
    told = [(sent.recipient, sent.method) for sent in sender.sent]
    assert sorted(told) == [
        (ANNA, "CANCEL"),
        (ANNA, "REQUEST"),
        ("bo@nora.example", "REQUEST"),
    ]


def test_a_leaving_organisation_takes_its_people_with_it(database, network):
    with database.transaction() as session:
        a_person(session, network.id, "dan@kumla.example")
    with database.reading() as session:
        kumla = membership.organisation(session, network.id, "Kumla kommun", TODAY)
        own = membership.of_organisation(session, network.id, kumla.id, TODAY)
        assert own is not None
    leave(database, own.id)
    assert roles(database, network) == {"Bo": "member"}


def test_a_membership_does_not_end_before_it_began(database, network):
    with pytest.raises(EndsBeforeItBegan) as refused:
        leave(database, membership_of(database, network).id, until=date(2027, 1, 3))
    assert refused.value.params == {"since": TODAY}


def test_who_left_can_come_back(database, network):
    leave(database, membership_of(database, network).id)
    add(database, network, name="Anna", email=ANNA)
    assert sorted(roles(database, network)) == ["Anna", "Bo"]
