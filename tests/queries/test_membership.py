"""Who belongs, when and in which role?"""

from datetime import date

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.queries import membership, networks, people
from scheduler.queries.membership import TwoOrganisations
from scheduler.services import people as services
from tests.factories import a_network, an_actor

JANUARY, JUNE = date(2027, 1, 4), date(2027, 6, 1)


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


def named(thing):
    return thing.name


def put(database, network, name, organisation, role="member", *, since=None, protected=False):
    plan = PersonInput(
        name=name,
        email=f"{name.lower()}@lan.example",
        organisation=organisation,
        role=role,
        protected=protected,
    )
    with database.transaction() as session:
        return services.add(session, network.id, plan=plan, by=SYSTEM, since=since)


def join(database, network, name, country="SE"):
    plan = OrganisationInput(name=name, kind="municipality", country=country)
    with database.transaction() as session:
        return services.join_organisation(session, network.id, plan=plan, by=SYSTEM)


def roles(database, person_id, day):
    with database.reading() as session:
        return membership.roles_of(session, person_id, day)


def test_members_stand_by_organisation_then_name_as_swedish_lists_do(database, network):
    for name in ("Årjäng", "Ängelholm", "Örebro", "Zinkgruvan"):
        join(database, network, name)
    for name, house in [("Ö", "Örebro"), ("Å", "Årjäng"), ("Ä", "Ängelholm"), ("Z", "Zinkgruvan")]:
        plan = PersonInput(name=name, email=f"{ord(name)}@lan.example", organisation=house)
        with database.transaction() as session:
            services.add(session, network.id, plan=plan, by=SYSTEM)
    put(database, network, "Adam", "Kumla kommun")
    with database.reading() as session:
        held = membership.members(session, network.id, JANUARY)
        assert [(named(one.organisation), named(one.person)) for one in held] == [
            ("Kumla kommun", "Adam"),
            ("Kumla kommun", "Anna"),
            ("Nora kommun", "Bo"),
            ("Zinkgruvan", "Z"),
            ("Årjäng", "Å"),
            ("Ängelholm", "Ä"),
            ("Örebro", "Ö"),
        ]


def test_a_membership_holds_from_its_first_day_to_the_day_before_its_end(database, network):
    joined = put(database, network, "Cia", "Kumla kommun", since=date(2027, 2, 1))
    with database.transaction() as session:
        services.leave(session, joined.id, by=SYSTEM, until=date(2027, 3, 1))
    with database.reading() as session:
        holding = {
            day: "Cia" in {named(m.person) for m in membership.members(session, network.id, day)}
            for day in map(
                date.fromisoformat, ("2027-01-31", "2027-02-01", "2027-02-28", "2027-03-01")
            )
        }
    assert list(holding.values()) == [False, True, True, False]


def test_people_of_the_convenor_act_for_it(database, network):
    officer = put(database, network, "Olle", "Länsstyrelsen lan", "secretary")
    guest = put(database, network, "Gun", "Kumla kommun", "observer")
    assert roles(database, officer.person_id, JANUARY) == {
        network.id: frozenset({"secretary", "convenor"})
    }
    assert roles(database, guest.person_id, JANUARY) == {network.id: frozenset({"observer"})}


def test_a_role_ends_with_its_membership(database, network):
    officer = put(database, network, "Olle", "Länsstyrelsen lan", "secretary")
    with database.transaction() as session:
        services.leave(session, officer.id, by=SYSTEM, until=date(2027, 5, 1))
    assert roles(database, officer.person_id, JUNE) == {}


def test_roles_are_held_in_each_network_apart(database, network):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
    first = put(database, network, "Olle", "Kumla kommun", "coordinator")
    put(database, other, "Olle", "Länsstyrelsen annat", "observer")
    assert roles(database, first.person_id, JANUARY) == {
        network.id: frozenset({"coordinator"}),
        other.id: frozenset({"observer", "convenor"}),
    }


def test_the_asker_sees_their_networks_and_an_administrator_all(database, network):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Annat", people_=())
    with database.reading() as session:
        seen = [
            [one.slug for one in membership.networks_of(session, actor)]
            for actor in (SYSTEM, an_actor(other.id, "member"), Actor(kind="person"))
        ]
    assert seen == [["annat", "lan"], ["annat"], []]


def test_an_organisation_is_found_by_name_in_any_case_and_by_id(database, network):
    with database.reading() as session:
        found = membership.organisation(session, network.id, "KUMLA kommun", JANUARY)
        again = membership.organisation(session, network.id, str(found.id), JANUARY)
        assert (found.name, again.id) == ("Kumla kommun", found.id)


def test_a_name_that_two_organisations_have_says_so(database, network):
    join(database, network, "Röda Korset", "SE")
    join(database, network, "Röda Korset", "FI")
    with database.reading() as session, pytest.raises(TwoOrganisations):
        membership.organisation(session, network.id, "Röda Korset", JANUARY)


def test_a_network_is_found_by_short_name_and_by_id(database, network):
    with database.reading() as session:
        found = [networks.find(session, key) for key in ("lan", str(network.id), "annat")]
        assert [one and one.id for one in found] == [network.id, network.id, None]


def test_a_person_is_found_by_any_spelling_of_the_address(database, network):
    with database.reading() as session:
        assert named(people.find(session, " Anna@Kumla.EXAMPLE ")) == "Anna"
