"""What happens when organisations join, take over and change?"""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import OrganisationInput
from scheduler.model import Organisation
from scheduler.queries import membership
from scheduler.services import people
from scheduler.services.particulars import NotYoursToChange
from scheduler.services.people import AlreadyMember
from tests.factories import a_network, an_actor

TODAY = date(2027, 1, 4)


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def other(database, network):
    with database.transaction() as session:
        return a_network(session, slug="annat", people_=())


def named(thing):
    return thing.name


def join(database, network, by=SYSTEM, **plan):
    values = {"name": "Nora kommun", "kind": "municipality", **plan}
    with database.transaction() as session:
        return people.join_organisation(
            session, network.id, plan=OrganisationInput(**values), by=by
        )


def convenor(database, network):
    with database.reading() as session:
        return named(membership.convenor(session, network.id, TODAY))


def test_a_new_convenor_takes_over_and_the_former_one_is_a_member(database, network, time):
    time.forward(days=7)
    join(database, network, name="Region Örebro län", kind="region", role="convenor")
    with database.reading() as session:
        held = membership.organisations(session, network.id, date(2027, 1, 11))
        assert {named(one.organisation): one.role for one in held} == {
            "Kumla kommun": "member",
            "Länsstyrelsen lan": "member",
            "Nora kommun": "member",
            "Region Örebro län": "convenor",
        }
    assert convenor(database, network) == "Länsstyrelsen lan"


def test_an_organisation_belongs_once(database, network):
    with pytest.raises(AlreadyMember) as refused:
        join(database, network, name="NORA kommun")
    assert refused.value.field == "name"


def test_an_organisation_is_one_row_in_all_networks(database, network, other):
    joined = join(database, other)
    with database.reading() as session:
        same = session.scalars(select(Organisation).where(Organisation.name == "Nora kommun"))
        assert same.one().id == joined.organisation_id


def test_changing_an_organisation_is_for_those_who_coordinate_all_its_networks(
    database, network, other
):
    joined = join(database, other)
    plan = OrganisationInput(name="Nora stad", kind="municipality")
    with database.transaction() as session, pytest.raises(NotYoursToChange):
        people.change_organisation(
            session,
            joined.organisation_id,
            network_id=other.id,
            plan=plan,
            by=an_actor(other.id, "coordinator"),
        )
    with database.transaction() as session:
        changed = people.change_organisation(
            session, joined.organisation_id, network_id=other.id, plan=plan, by=SYSTEM
        )
    assert (changed.name, changed.name_key) == ("Nora stad", "nora stad")
