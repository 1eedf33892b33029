"""What does a calendar program get, and what may a coordinator do with addresses?"""

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import MoveInput
from scheduler.inputs.invitation import FeedInput
from scheduler.model import EventRow, Feed, Person
from scheduler.services import feeds, meetings
from tests.factories import a_meeting, a_network
from tests.web.browser import text_of

ADDRESS = re.compile(r'value="http://127\.0\.0\.1:8000(/feeds/[\w-]{43}\.ics)"')


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        network = a_network(session)
        a_meeting(session, network.id)
    return network


@pytest.fixture
def path(database, network):
    with database.transaction() as session:
        plan = FeedInput(kind="network")
        _, token = feeds.create(session, network.id, plan=plan, by=SYSTEM)
    return f"/feeds/{token}.ics"


@pytest.fixture
def eva(sign_in, network):
    return sign_in("eva@lan.example", role="coordinator", network=network.id)


def address_on(page):
    found = ADDRESS.search(page.get_data(as_text=True))
    return found[1] if found else ""


def move(database, network):
    with database.transaction() as session:
        meeting = a_meeting(session, network.id)
        plan = MoveInput.model_validate({"start": "2027-02-05T13:00"})
        meetings.move(session, meeting.id, plan=plan, by=SYSTEM)


def test_a_calendar_is_served_with_a_strong_mark_and_without_cookies(client, path):
    given = client.get(path, headers={"Accept": "application/json"})
    assert given.status_code == 200
    assert given.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert {name: given.headers[name] for name in ("Content-Type", "Cache-Control")} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, max-age=0, must-revalidate, stale-if-error=86400",
    }
    assert re.fullmatch('"[0-9a-f]{40,64}"', given.headers["ETag"])
    assert "Set-Cookie" not in given.headers


def test_who_has_the_calendar_already_is_told_so(client, database, network, path):
    mark = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": mark})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", mark)
    move(database, network)
    changed = client.get(path, headers={"If-None-Match": mark})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != mark


@pytest.mark.parametrize("token", ["x", "é" * 43, "a" * 43])
def test_an_address_that_is_none_is_not_found(client, path, token):
    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_fetching_a_calendar_is_no_fact(client, database, path):
    with database.reading() as session:
        before = len(session.scalars(select(EventRow)).all())
    client.get(path)
    with database.reading() as session:
        assert len(session.scalars(select(EventRow)).all()) == before


def test_a_coordinator_makes_replaces_and_ends_an_address(client, database, network, eva):
    made = eva.send(f"/networks/{network.slug}/feeds", {"kind": "network", "level": "title"})
    first = address_on(made)
    assert b"SUMMARY" in client.get(first).data
    assert b"LOCATION" not in client.get(first).data
    with database.reading() as session:
        feed = session.scalars(select(Feed)).one()
    second = address_on(eva.send(f"/feeds/{feed.id}/rotate"))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    ended = eva.send(f"/feeds/{feed.id}/revoke")
    assert ended.headers["Location"] == f"/networks/{network.id}/settings"
    assert client.get(second).status_code == 404


def test_the_address_is_shown_once_and_never_again(eva, database, network):
    shown = eva.send(f"/networks/{network.slug}/feeds", {"kind": "network", "level": "busy"})
    secret = address_on(shown).removeprefix("/feeds/").removesuffix(".ics")
    assert len(secret) == 43
    assert "no-store" in shown.headers["Cache-Control"]
    with database.reading() as session:
        assert secret not in repr(session.scalars(select(Feed.token_hash)).all())


def test_a_member_cannot_make_an_address_and_a_wrong_level_is_refused(
    database, network, eva, sign_in
):
    anna = sign_in("anna@kumla.example")
    data = {"kind": "network", "level": "full"}
    assert anna.send(f"/networks/{network.slug}/feeds", data).status_code == 403
    wrong = eva.send(f"/networks/{network.slug}/feeds", {"kind": "network", "level": "allt"})
    assert wrong.status_code == 422
    assert text_of(wrong) != ""
    with database.reading() as session:
        assert session.scalars(select(Feed)).all() == []


def test_a_coordinator_cannot_take_over_a_person_s_own_address(database, network, eva):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == "anna@kumla.example")).one()
        own = Actor(kind="link", id=anna.id, person_id=anna.id)
        feed, _ = feeds.renew_own(session, anna.id, by=own)
    for verb in ("rotate", "revoke"):
        assert eva.send(f"/feeds/{feed.id}/{verb}").status_code == 404
    with database.reading() as session:
        assert session.get_one(Feed, feed.id).token_hash == feed.token_hash
