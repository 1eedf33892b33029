"""What happens when people join and change?"""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.database import new_id
from scheduler.errors import NotFound
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import Account, EventRow, Membership, Organisation, Person
from scheduler.queries import membership
from scheduler.queries.membership import MisspeltOrganisation, UnknownOrganisation
from scheduler.services import people
from scheduler.services.particulars import NotYoursToChange, SignsInWithIt, TakenByAnother
from scheduler.services.people import AlreadyMember
from tests.factories import a_network, an_actor

TODAY = date(2027, 1, 4)
ANNA = "anna@kumla.example"


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


def add(database, network, by=SYSTEM, since=None, **plan):
    values = {"name": "Cia", "email": "cia@kumla.example", "organisation": "Kumla kommun", **plan}
    with database.transaction() as session:
        return people.add(session, network.id, plan=PersonInput(**values), by=by, since=since)


def change(database, network, person_id, by=SYSTEM, **plan):
    values = {"name": "Anna", "email": ANNA, **plan}
    with database.transaction() as session:
        return people.change(
            session, person_id, network_id=network.id, plan=PersonInput(**values), by=by
        )


def join(database, network, by=SYSTEM, **plan):
    values = {"name": "Nora kommun", "kind": "municipality", **plan}
    with database.transaction() as session:
        return people.join_organisation(
            session, network.id, plan=OrganisationInput(**values), by=by
        )


def anna(database):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == ANNA)).one()


def roles(database, network, day=TODAY):
    with database.reading() as session:
        held = membership.members(session, network.id, day)
        return {named(one.person): one.role for one in held}


def kinds(database):
    with database.reading() as session:
        return list(session.scalars(select(EventRow.kind).order_by(EventRow.id)))


def test_a_new_person_speaks_the_network_s_language_until_they_say_otherwise(database, network):
    joined = add(database, network)
    person = joined.person
    assert (person.language, person.time_zone, person.organisation.name) == (
        "sv",
        "Europe/Stockholm",
        "Kumla kommun",
    )
    assert (joined.role, joined.since, joined.until) == ("member", TODAY, None)
    assert kinds(database)[-2:] == ["PersonAdded", "MembershipStarted"]


@pytest.mark.parametrize("email", [ANNA, "Anna@KUMLA.example"])
def test_one_address_is_one_person_in_a_network(database, network, email):
    with pytest.raises(AlreadyMember) as refused:
        add(database, network, name="Bertil", email=email)
    assert refused.value.field == "email"
    assert roles(database, network) == {"Anna": "member", "Bo": "member"}


def test_somebody_known_elsewhere_keeps_what_they_are_called_there(database, network, other):
    by = an_actor(other.id, "coordinator")
    joined = add(
        database, other, by=by, name="Fel namn", email=ANNA, language="da", organisation=""
    )
    assert (joined.person_id, joined.person.name, joined.person.language) == (
        anna(database).id,
        "Anna",
        "sv",
    )


def test_an_administrator_says_what_somebody_is_called_everywhere(database, network, other):
    joined = add(database, other, name="Anna Andersson", email=ANNA, organisation="")
    assert (joined.person.name, joined.person.organisation.name) == (
        "Anna Andersson",
        "Kumla kommun",
    )


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("Kumla komun", MisspeltOrganisation), ("Xyz", UnknownOrganisation)],
)
def test_a_person_comes_from_an_organisation_of_the_network(database, network, name, refusal):
    with pytest.raises(refusal) as refused:
        add(database, network, organisation=name)
    assert refused.value.field == "organisation"


def test_an_organisation_of_another_network_does_not_exist_here(database, network, other):
    with database.reading() as session:
        theirs = session.scalars(select(Organisation).where(Organisation.name == "Nora kommun"))
        theirs_id = str(theirs.one().id)
    with pytest.raises(UnknownOrganisation):
        add(database, other, organisation=theirs_id)


def test_a_change_touches_what_it_names_and_nothing_else(database, network):
    person = change(database, network, anna(database).id, unit="Folkhälsa")
    assert (person.name, person.unit, person.title, person.language) == (
        "Anna",
        "Folkhälsa",
        "",
        "sv",
    )
    assert kinds(database)[-1] == "PersonChanged"
    assert roles(database, network) == {"Anna": "member", "Bo": "member"}


def test_a_change_to_what_is_already_so_is_no_fact(database, network):
    before = kinds(database)
    change(database, network, anna(database).id, role="member", organisation="kumla kommun")
    assert kinds(database) == before


def test_a_new_role_begins_today_and_the_former_one_stays_as_history(database, network, time):
    time.forward(days=7)
    change(database, network, anna(database).id, role="coordinator")
    assert roles(database, network, date(2027, 1, 10))["Anna"] == "member"
    assert roles(database, network, date(2027, 1, 11))["Anna"] == "coordinator"
    assert kinds(database)[-2:] == ["MembershipEnded", "MembershipStarted"]


def test_a_role_corrected_on_its_first_day_leaves_no_history(database, network):
    change(database, network, anna(database).id, role="secretary")
    with database.reading() as session:
        held = session.scalars(
            select(Membership.role).where(Membership.person_id == anna(database).id)
        ).all()
    assert held == ["secretary"]


def test_a_person_moves_to_another_organisation_with_their_home(database, network):
    person = change(database, network, anna(database).id, organisation="Nora kommun")
    assert person.organisation.name == "Nora kommun"


def test_the_home_stays_when_another_network_s_place_changes(database, network, other):
    join(database, other, name="Rädda Barnen", kind="ngo")
    join(database, other)
    add(database, other, name="Anna", email=ANNA, organisation="Rädda Barnen")
    person = change(database, other, anna(database).id, organisation="Nora kommun")
    assert person.organisation.name == "Kumla kommun"


def test_one_coordinator_does_not_rename_somebody_for_another_network(database, network, other):
    add(database, other, name="Anna", email=ANNA, organisation="")
    by = an_actor(network.id, "coordinator")
    with pytest.raises(NotYoursToChange) as refused:
        change(database, network, anna(database).id, by=by, name="Någon annan")
    assert (refused.value.field, refused.value.status) == ("name", 403)
    change(database, network, anna(database).id, by=by, role="secretary")
    assert roles(database, network)["Anna"] == "secretary"


def test_nobody_gets_an_account_by_changing_its_address(database, network):
    person = anna(database)
    with database.transaction() as session:
        session.add(Account(person_id=person.id, administrator=True))
    by = an_actor(network.id, "coordinator")
    with pytest.raises(SignsInWithIt):
        change(database, network, person.id, by=by, email="thief@elsewhere.example")
    changed = change(database, network, person.id, email="anna@ny.example")
    assert (changed.email, changed.email_key) == ("anna@ny.example", "anna@ny.example")


def test_a_person_cannot_take_somebody_else_s_address(database, network):
    with pytest.raises(TakenByAnother) as refused:
        change(database, network, anna(database).id, email="BO@nora.example")
    assert refused.value.field == "email"


def test_members_may_not_add_people_and_strangers_see_no_network(database, network):
    with pytest.raises(NotAllowed):
        add(database, network, by=an_actor(network.id, "member"))
    with pytest.raises(NotFound):
        add(database, network, by=an_actor(new_id(), "coordinator"))


def test_people_choose_their_own_delivery(database, network):
    person = anna(database)
    own = Actor(kind="link", person_id=person.id)
    with database.transaction() as session:
        people.choose_delivery(session, person.id, delivery="both", by=own)
        people.choose_delivery(session, person.id, delivery="both", by=own)
    assert anna(database).delivery == "both"
    assert kinds(database).count("DeliveryChosen") == 1
    stranger = Actor(kind="link", person_id=new_id())
    with database.transaction() as session, pytest.raises(NotFound):
        people.choose_delivery(session, person.id, delivery="mail", by=stranger)
