"""Do a person's actions stay with the organisation when the person leaves?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import EventRow
from scheduler.queries import actions as listed
from scheduler.queries import membership
from scheduler.services import people
from tests.factories import a_network, a_person
from tests.promised import KUMLA, belonging, change, now_, person, promise

TODAY = date(2027, 1, 4)


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        network = a_network(session)
        a_person(session, network.id, "bea@kumla.example")
        return network


@pytest.fixture
def action(database, network, settle, sender):
    made = promise(database, network, owner=belonging(database, "anna@kumla.example"))
    settle()
    sender.take()
    return made


def leave(database, network, email, until=None):
    with database.transaction() as session:
        held = membership.of_person(session, network.id, person(session, email).id, TODAY)
        assert held is not None
        people.leave(session, held.id, by=SYSTEM, until=until)


def test_the_organisation_keeps_what_its_person_leaves_and_nobody_is_mailed(
    database, network, action, settle, sender, time
):
    leave(database, network, "anna@kumla.example")
    settle()
    left = now_(database, action.id)
    assert (left.person_id, left.organisation_id, left.left_at, left.generation) == (
        None,
        action.organisation_id,
        time.at,
        1,
    )
    assert sender.take() == []
    with database.reading() as session:
        fact = session.scalars(select(EventRow).where(EventRow.kind == "ActionLeft")).one()
        assert fact.body == {"person": str(action.person_id)}
        ((network_id, house, count, since),) = listed.left_behind(session, [network.id])
        assert (network_id, house.name, count, since) == (network.id, "Kumla kommun", 1, time.at)


def test_whoever_takes_it_over_is_told_and_nobody_is_looked_for_any_more(
    database, network, action, settle, sender
):
    leave(database, network, "anna@kumla.example")
    settle()
    change(database, action.id, owner=belonging(database, "bea@kumla.example"))
    settle()
    assert [one.recipient for one in sender.take()] == ["bea@kumla.example"]
    assert now_(database, action.id).left_at is None
    with database.reading() as session:
        assert listed.left_behind(session, [network.id]) == []


def test_saving_the_same_owner_again_does_not_say_that_somebody_was_found(
    database, network, action, settle
):
    leave(database, network, "anna@kumla.example")
    settle()
    assert change(database, action.id, text="Nya ord", owner=KUMLA).left_at is not None
    assert change(database, action.id, state="done").left_at is None


def test_what_is_closed_keeps_the_name_of_who_did_it(database, network, action, settle):
    change(database, action.id, state="done")
    leave(database, network, "anna@kumla.example")
    settle()
    assert now_(database, action.id).person_id == action.person_id


def test_who_leaves_later_keeps_it_until_that_day(database, network, action, settle, time):
    leave(database, network, "anna@kumla.example", until=date(2027, 2, 1))
    settle()
    assert now_(database, action.id).person_id == action.person_id
    time.to(datetime(2027, 1, 31, 22, 59, tzinfo=UTC))
    settle()
    assert now_(database, action.id).person_id == action.person_id
    time.forward(minutes=1)
    settle()
    assert now_(database, action.id).person_id is None


def test_a_new_role_in_the_same_organisation_changes_nothing(
    database, network, action, settle, time
):
    time.forward(days=1)
    with database.transaction() as session:
        plan = PersonInput.model_validate(
            {"name": "Anna", "email": "anna@kumla.example", "role": "secretary"}
        )
        one = person(session, "anna@kumla.example").id
        people.change(session, one, network_id=network.id, plan=plan, by=SYSTEM)
    settle()
    assert now_(database, action.id).person_id == action.person_id


@pytest.mark.parametrize("days", [0, 1])
def test_who_changes_organisation_leaves_it_behind(database, network, action, settle, time, days):
    time.forward(days=days)
    with database.transaction() as session:
        hallsberg = OrganisationInput(name="Hallsbergs kommun", kind="municipality")
        people.join_organisation(session, network.id, plan=hallsberg, by=SYSTEM)
        plan = PersonInput.model_validate(
            {
                "name": "Anna",
                "email": "anna@kumla.example",
                "organisation": "Hallsbergs kommun",
            }
        )
        one = person(session, "anna@kumla.example").id
        people.change(session, one, network_id=network.id, plan=plan, by=SYSTEM)
    settle()
    assert now_(database, action.id).person_id is None


def test_an_organisation_that_leaves_takes_its_people_off_their_actions(
    database, network, action, settle
):
    with database.transaction() as session:
        house = membership.of_organisation(session, network.id, action.organisation_id, TODAY)
        assert house is not None
        people.leave(session, house.id, by=SYSTEM)
    settle()
    left = now_(database, action.id)
    assert (left.person_id, left.left_at is None) == (None, False)
