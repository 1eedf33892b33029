"""Who makes, replaces and ends calendar addresses?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs.invitation import FeedInput
from scheduler.model import EventRow, Feed, Person
from scheduler.queries import feed as served
from scheduler.services import feeds
from tests.factories import a_network, an_actor
from tests.feeding import ANNA, add, get, make, own


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


def test_a_rotated_address_replaces_the_old_one_and_a_revoked_one_is_dead(database, network):
    with database.transaction() as session:
        feed, first = feeds.create(session, network.id, plan=FeedInput(kind="network"), by=SYSTEM)
        assert first not in {feed.token_hash, str(feed.id)}
    with database.transaction() as session:
        second = feeds.rotate(session, feed.id, by=SYSTEM)[1]
    get(database, second)
    with pytest.raises(NotFound):
        get(database, first)
    with database.transaction() as session:
        feeds.revoke(session, feed.id, by=SYSTEM)
    with pytest.raises(NotFound):
        get(database, second)
    with database.transaction() as session, pytest.raises(feeds.FeedIsEnded):
        feeds.rotate(session, feed.id, by=SYSTEM)


def test_only_coordinators_and_the_person_make_and_end_addresses(database, network, anna):
    member = an_actor(network.id, "member")
    stranger = Actor(kind="link", person_id=network.id)
    with pytest.raises(NotAllowed):
        make(database, by=member, network_id=network.id)
    with pytest.raises(NotFound):
        make(database, by=stranger, kind="person", person=anna.id)
    with pytest.raises(feeds.NobodysFeed):
        make(database, kind="person", network_id=network.id, person=network.id)
    own(database, anna)
    with database.transaction() as session:
        mine = session.scalars(select(Feed).where(Feed.person_id == anna.id)).one()
        with pytest.raises(NotFound):
            feeds.rotate(session, mine.id, by=an_actor(network.id, "coordinator"))
        feeds.revoke(session, mine.id, by=Actor(kind="link", person_id=anna.id))
        assert feeds.own_feed(session, anna.id) is None


def test_a_new_own_address_ends_the_old_one(database, time, anna):
    actor = Actor(kind="link", id=anna.id, person_id=anna.id)
    tokens = []
    for _ in range(2):
        with database.transaction() as session:
            tokens.append(feeds.renew_own(session, anna.id, by=actor)[1])
    get(database, tokens[1])
    with pytest.raises(NotFound):
        get(database, tokens[0])


def test_an_address_of_what_is_not_there_is_refused(database, time, network, anna):
    with pytest.raises(NotFound):
        make(database, network_id=anna.id)
    with database.transaction() as session, pytest.raises(NotFound):
        feeds.revoke(session, anna.id, by=SYSTEM)


def test_ending_an_address_twice_is_one_fact_and_the_list_has_living_ones_alone(
    database, time, network
):
    make(database, network_id=network.id)
    with database.transaction() as session:
        busy = FeedInput(kind="network", level="busy")
        ended, _ = feeds.create(session, network.id, plan=busy, by=SYSTEM)
        for _ in range(2):
            feeds.revoke(session, ended.id, by=SYSTEM)
        facts = session.scalars(select(EventRow).where(EventRow.kind == "FeedRevoked")).all()
        assert [fact.subject for fact in facts] == [ended.id]
        assert [feed.level for feed in served.of_network(session, network.id)] == ["full"]
