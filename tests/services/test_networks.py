"""What happens when a network begins or changes?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.database import new_id
from scheduler.errors import NotFound
from scheduler.inputs import NetworkInput
from scheduler.model import EventRow, Network
from scheduler.services import networks
from scheduler.services.networks import ShortNameTaken
from tests.factories import a_network, an_actor


def create(database, by=SYSTEM, **plan):
    with database.transaction() as session:
        return networks.create(session, plan=NetworkInput(**plan), by=by)


def change(database, network, by=SYSTEM, **plan):
    with database.transaction() as session:
        return networks.change(session, network.id, plan=NetworkInput(**plan), by=by)


def facts(database, kind):
    with database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.kind == kind)).all()
        return [(row.subject, row.network_id, row.by) for row in rows]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Värna Värmland", "varna-varmland"),
        ("Politiråd og SLT Stange", "politirad-og-slt-stange"),
        ("Ærøskøbing / Þórshöfn", "aeroskobing-thorshofn"),
        ("New", "new-2"),
        ("†", "network"),
    ],
)
def test_a_network_without_a_short_name_gets_one_from_its_name(database, name, slug):
    assert create(database, name=name).slug == slug


def test_a_second_network_of_the_same_name_gets_a_number(database):
    slugs = [create(database, name="Länsnätverket").slug for _ in range(3)]
    assert slugs == ["lansnatverket", "lansnatverket-2", "lansnatverket-3"]


def test_a_network_begins_with_one_fact(database):
    network = create(database, name="Länsnätverket", slug="lan")
    assert facts(database, "NetworkCreated") == [(network.id, network.id, "system")]


@pytest.mark.parametrize("slug", ["lan", "new"])
def test_a_short_name_that_is_taken_is_refused(database, slug):
    create(database, name="Länsnätverket", slug="lan")
    with pytest.raises(ShortNameTaken) as refused:
        create(database, name="Ett annat", slug=slug)
    assert (refused.value.field, refused.value.params) == ("slug", {"slug": slug})


def test_only_administrators_begin_networks(database):
    with pytest.raises(NotAllowed):
        create(database, by=an_actor(new_id(), "convenor", "coordinator"), name="Länsnätverket")


def test_a_change_touches_what_it_names_and_nothing_else(database):
    network = create(database, name="Länsnätverket", slug="lan", language="nb", countries=["NO"])
    by = an_actor(network.id, "coordinator")
    changed = change(database, network, by=by, name="Fylkesnettverket")
    assert (changed.name, changed.slug, changed.language, changed.countries) == (
        "Fylkesnettverket",
        "lan",
        "nb",
        ["NO"],
    )
    assert facts(database, "NetworkChanged") == [(network.id, network.id, "person")]


def test_a_change_to_what_is_already_so_is_no_fact(database):
    network = create(database, name="Länsnätverket", slug="lan")
    change(database, network, name="Länsnätverket", slug="lan")
    assert facts(database, "NetworkChanged") == []


def test_a_network_cannot_take_the_short_name_of_another(database):
    create(database, name="Länsnätverket", slug="lan")
    network = create(database, name="Ett annat", slug="annat")
    with pytest.raises(ShortNameTaken):
        change(database, network, name="Ett annat", slug="lan")
    with database.reading() as session:
        assert session.get_one(Network, network.id).slug == "annat"


def test_members_may_not_change_the_network_and_strangers_do_not_see_it(database):
    with database.transaction() as session:
        network = a_network(session)
    with pytest.raises(NotAllowed):
        change(database, network, by=an_actor(network.id, "member"), name="Mitt")
    with pytest.raises(NotFound):
        change(database, network, by=an_actor(new_id(), "coordinator"), name="Mitt")
