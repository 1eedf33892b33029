"""Are those on duty called once, is the first answer kept, and does the end end it?"""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.exercise.callout import Tally
from scheduler.inputs import PersonInput
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Callout, CalloutCall, Letter, Person
from scheduler.queries import callouts as query
from scheduler.services import callouts, people
from tests.factories import PEOPLE, a_network, a_person, an_actor

ANNA, BO = PEOPLE


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def made(database, network):
    """Call, and give the call-out's id."""

    def call(by=SYSTEM, **plan):
        with database.transaction() as session:
            return callouts.call(session, network, plan=CalloutInput(**plan), by=by).id

    return call


@pytest.fixture
def called(database):
    """Who is called in a call-out, by address."""

    def addresses(callout):
        with database.reading() as session:
            return [one.person.email for one in session.get_one(Callout, callout).calls]

    return addresses


@pytest.fixture
def answer(database):
    """Let somebody answer by the link; or somebody else note that they did."""

    def answer_(callout, email, via="link", by=None):
        with database.transaction() as session:
            one = call_of(session, callout, email)
            who = by or Actor(kind="link", id=one.id, person_id=one.person_id)
            callouts.answer(session, one.id, via=via, by=who)

    return answer_


def call_of(session, callout, email):
    asked = select(CalloutCall).join(Person).where(CalloutCall.callout_id == callout)
    return session.scalars(asked.where(Person.email == email)).one()


def numbers(database, callout):
    with database.reading() as session:
        return query.one(session, callout).line.tally


def on_duty(database, network, email, *, duty=True):
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        plan = PersonInput(name=person.name, email=person.email, duty=duty)
        people.change(session, person.id, network_id=network, plan=plan, by=SYSTEM)


def test_without_duties_all_members_are_called_with_one_letter_each(
    database, made, settle, sender, called
):
    callout = made()
    settle()
    assert called(callout) == [ANNA, BO]
    assert [one.recipient for one in sender.take()] == [ANNA, BO]
    settle()
    assert sender.take() == []


def test_with_duties_those_on_duty_are_called(database, network, made, called):
    on_duty(database, network, BO)
    assert called(made()) == [BO]
    on_duty(database, network, BO, duty=False)
    assert called(made()) == [ANNA, BO]


def test_a_duty_stays_when_the_role_changes(database, network, made, called, time):
    on_duty(database, network, BO)
    time.forward(days=1)
    with database.transaction() as session:
        bo = session.scalars(select(Person).where(Person.email == BO)).one()
        plan = PersonInput(name=bo.name, email=BO, role="observer")
        people.change(session, bo.id, network_id=network, plan=plan, by=SYSTEM)
    assert called(made()) == [BO]


def test_who_is_named_is_called_instead(database, network, made, called):
    on_duty(database, network, BO)
    with database.reading() as session:
        anna = session.scalars(select(Person.id).where(Person.email == ANNA)).one()
    assert called(made(people=[anna])) == [ANNA]


def test_nobody_of_another_network_is_called(database, made):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=[])
        stranger = a_person(session, other.id, "eva@arboga.example").id
    with pytest.raises(query.NotOfThisNetwork):
        made(people=[stranger])
    with database.reading() as session:
        assert session.scalars(select(Callout)).all() == []


def test_the_first_answer_counts_and_later_ones_change_nothing(database, made, answer, time):
    callout = made()
    time.forward(seconds=90)
    answer(callout, ANNA)
    time.forward(seconds=90)
    answer(callout, ANNA)
    answer(callout, ANNA, via="coordinator", by=SYSTEM)
    assert numbers(database, callout) == Tally(2, 1, 0, 90, 90)
    with database.reading() as session:
        assert call_of(session, callout, ANNA).via == "link"


def test_an_answer_after_the_time_is_late_and_not_reached(database, made, answer, time):
    callout = made(minutes=5)
    time.forward(minutes=5)
    answer(callout, ANNA)
    time.forward(seconds=1)
    answer(callout, BO)
    assert numbers(database, callout) == Tally(2, 1, 1, 300, 300)


def test_a_coordinator_notes_who_answered_by_telephone_and_a_member_may_not(
    database, network, made, answer, time
):
    callout = made()
    time.forward(seconds=10)
    answer(callout, BO, via="coordinator", by=an_actor(network, "facilitator"))
    assert numbers(database, callout) == Tally(2, 1, 0, 10, 10)
    with pytest.raises(NotAllowed):
        answer(callout, ANNA, via="coordinator", by=an_actor(network, "member"))


def test_a_link_answers_for_its_own_person_alone(database, made, answer):
    callout = made()
    with pytest.raises(NotFound):
        answer(callout, ANNA, by=Actor(kind="link", person_id=uuid4()))
    assert numbers(database, callout) == Tally(2)


def test_after_the_stop_nothing_leaves_and_nobody_answers(database, made, answer, settle, sender):
    callout = made()
    answer(callout, ANNA)
    with database.transaction() as session:
        callouts.stop(session, callout, by=SYSTEM)
        callouts.stop(session, callout, by=SYSTEM)
    settle()
    assert sender.take() == []
    with database.reading() as session:
        reasons = session.execute(select(Letter.state, Letter.reason)).all()
    assert reasons == [("withdrawn", "The call-out exercise has been stopped.")] * 2
    answer(callout, ANNA)
    with pytest.raises(callouts.CalloutIsStopped):
        answer(callout, BO)
    assert numbers(database, callout) == Tally(2, 1, 0, 0, 0)


def test_who_has_answered_by_telephone_gets_no_letter_any_more(
    database, made, answer, settle, sender
):
    callout = made()
    answer(callout, ANNA, via="coordinator", by=SYSTEM)
    settle()
    assert [one.recipient for one in sender.take()] == [BO]


@pytest.mark.parametrize("role", ["member", "secretary", "observer"])
def test_only_who_leads_exercises_calls_and_stops(database, network, made, role):
    with pytest.raises(NotAllowed):
        made(by=an_actor(network, role))
    callout = made(by=an_actor(network, "facilitator"))
    with database.transaction() as session, pytest.raises(NotAllowed):
        callouts.stop(session, callout, by=an_actor(network, role))
