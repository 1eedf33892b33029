"""What does a person see in their own calendar subscription?"""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Invitation, Membership, Person
from scheduler.services import invitations, people
from tests.factories import a_meeting, a_network, a_person, an_actor, invitation_of
from tests.feeding import ANNA, add, answer, call, deliver, get, make, own, shows, titles


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def anna(database, network):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == ANNA)).one()


@pytest.fixture
def meeting(database, network):
    return add(database, network, online_url="https://video.example/x")


def test_by_mail_the_own_feed_shows_only_what_was_not_mailed(
    database, network, anna, meeting, settle
):
    other = add(database, network, title="Senare", start="2027-03-04T09:00")
    token = own(database, anna)
    assert titles(database, token) == ["Länsnätverket", "Senare"]
    call(database, meeting)
    settle()
    assert shows(database, token) == [("Senare", "OPAQUE")]
    assert other.called_at is None


@pytest.mark.parametrize(
    ("delivery", "transparency"), [("subscription", "OPAQUE"), ("both", "TRANSPARENT")]
)
def test_who_subscribes_sees_all_and_who_takes_both_keeps_their_time_free(
    database, network, anna, meeting, settle, delivery, transparency
):
    deliver(database, anna, delivery)
    call(database, meeting)
    settle()
    assert shows(database, own(database, anna)) == [("Länsnätverket", transparency)]


def test_what_was_declined_is_marked_and_leaves_the_time_free(
    database, network, anna, meeting, settle
):
    deliver(database, anna, "subscription")
    call(database, meeting)
    answer(database, meeting, "declined")
    settle()
    assert shows(database, own(database, anna)) == [("TACKAT NEJ: Länsnätverket", "TRANSPARENT")]
    answer(database, meeting, "accepted")
    assert shows(database, own(database, anna)) == [("Länsnätverket", "OPAQUE")]


def test_the_own_feed_has_all_networks_of_the_person_and_no_other_s(
    database, time, network, anna, meeting
):
    with database.transaction() as session:
        second = a_network(session, slug="andra", people_=())
        a_person(session, second.id, "anna@kumla.example", organisation="")
        third = a_network(session, slug="tredje", people_=())
        a_meeting(session, second.id, title="Andra")
        a_meeting(session, third.id, title="Tredje", people=[])
    assert sorted(titles(database, own(database, anna))) == ["Andra", "Länsnätverket"]
    coordinator = an_actor(second.id, "coordinator")
    limited = make(database, by=coordinator, kind="person", network_id=second.id, person=anna.id)
    assert titles(database, limited) == ["Andra"]


def test_whoever_is_not_called_with_the_others_does_not_see_the_meeting(
    database, time, network, anna
):
    with database.reading() as session:
        bo = session.scalars(select(Person).where(Person.email == "bo@nora.example")).one()
    add(database, network, people=[bo.id])
    assert titles(database, own(database, anna)) == []


def test_who_is_removed_or_has_left_sees_nothing_more(database, time, network, anna, meeting):
    token = own(database, anna)
    later = add(database, network, title="Senare", start="2027-03-04T09:00")
    with database.transaction() as session:
        invitations.remove(session, invitation_of(session, later.id, ANNA).id, by=SYSTEM)
    assert titles(database, token) == ["Länsnätverket"]
    time.to(datetime(2027, 2, 10, 9, tzinfo=UTC))
    with database.transaction() as session:
        held = session.scalars(select(Membership).where(Membership.person_id == anna.id)).one()
        people.leave(session, held.id, by=SYSTEM)
        assert session.scalars(select(Invitation).where(Invitation.person_id == anna.id)).all()
    assert titles(database, token) == []


def test_a_meeting_without_invitations_yet_is_shown_to_those_who_will_be_called(
    database, time, network
):
    add(database, network)
    with database.transaction() as session:
        late = a_person(session, network.id, "kim@kumla.example")
    assert titles(database, own(database, late)) == ["Länsnätverket"]


def test_nobody_s_name_is_in_a_feed(database, time, network, anna, meeting, settle):
    call(database, meeting)
    settle()
    for token in (make(database, network_id=network.id), own(database, anna)):
        text = get(database, token).decode().lower()
        assert [name for name in ("anna", "kumla.example", "attendee") if name in text] == []
