"""Does a calendar survive its programs: marks, packing, and a note of who has fetched it?"""

import gzip
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs.invitation import FeedInput
from scheduler.model import Feed, Person
from scheduler.services import feeds
from tests.conftest import MONDAY
from tests.factories import a_meeting, a_network
from tests.web.browser import text_of

THUNDERBIRD = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Thunderbird/128.3"}
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def path(database, time):
    with database.transaction() as session:
        network = a_network(session)
        a_meeting(session, network.id)
        plan = FeedInput(kind="network")
        _, token = feeds.create(session, network.id, plan=plan, by=SYSTEM)
    return f"/feeds/{token}.ics"


def fetched(database):
    with database.reading() as session:
        return session.query(Feed.fetched_at, Feed.fetched_by).one()


def test_a_packed_calendar_is_the_same_one_under_a_mark_of_its_own(client, path):
    plain, packed = client.get(path), client.get(path, headers=PACKED)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    marks = {plain.headers["ETag"], packed.headers["ETag"]}
    assert len(marks) == 2
    assert [mark for mark in marks if mark.startswith("W/")] == []
    assert client.get(path, headers=PACKED).data == packed.data
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Content-Length"] == str(len(answer.data))


def test_the_head_of_a_calendar_has_the_length_and_the_mark_of_the_whole(client, path):
    for headers in ({}, PACKED):
        whole, head = client.get(path, headers=headers), client.head(path, headers=headers)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type"):
            assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"x",W/{} , "y"', "*"])
@pytest.mark.parametrize("headers", [{}, PACKED])
def test_a_mark_counts_alone_in_a_list_and_weakened_by_a_proxy(client, path, form, headers):
    mark = client.get(path, headers=headers).headers["ETag"]
    known = headers | {"If-None-Match": form.format(mark)}
    for ask in (client.get, client.head):
        again = ask(path, headers=known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
        assert "Accept-Encoding" in again.headers["Vary"]


def test_another_mark_gets_the_calendar(client, path):
    for mark in ('"x"', 'W/"x", "y"', "nonsense"):
        assert client.get(path, headers={"If-None-Match": mark}).status_code == 200


def test_a_fetch_is_noted_with_the_program_and_again_after_a_quarter_of_an_hour(
    client, database, time, path
):
    client.head(path, headers=THUNDERBIRD)
    assert fetched(database) == (None, "")
    client.get(path, headers=THUNDERBIRD)
    assert fetched(database) == (MONDAY, "Thunderbird")
    time.forward(minutes=14)
    client.get(path, headers=THUNDERBIRD)
    assert fetched(database) == (MONDAY, "Thunderbird")
    client.get(path, headers={"User-Agent": "curl/8.5.0"})
    assert fetched(database) == (MONDAY + timedelta(minutes=14), "curl")
    time.forward(minutes=15)
    mark = client.get(path, headers={"User-Agent": "curl/8.5.0"}).headers["ETag"]
    assert fetched(database) == (MONDAY + timedelta(minutes=29), "curl")
    time.forward(minutes=15)
    known = {"User-Agent": "curl/8.5.0", "If-None-Match": mark}
    assert client.get(path, headers=known).status_code == 304
    assert fetched(database) == (MONDAY + timedelta(minutes=44), "curl")


def test_the_note_changes_no_byte_of_the_calendar(client, path):
    assert client.get(path).data == client.get(path, headers=THUNDERBIRD).data


def test_a_calendar_is_served_while_somebody_else_writes_and_the_note_is_left_out(
    client, database, path
):
    with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        served = client.get(path, headers=THUNDERBIRD)
        other.execute("ROLLBACK")
    assert (served.status_code, served.data[:15]) == (200, b"BEGIN:VCALENDAR")
    assert fetched(database) == (None, "")


def test_an_address_that_is_none_notes_nothing(client, database, path):
    assert client.get("/feeds/abc.ics", headers=THUNDERBIRD).status_code == 404
    assert fetched(database) == (None, "")


def test_a_new_address_has_been_fetched_by_nobody(client, database, path):
    client.get(path, headers=THUNDERBIRD)
    with database.transaction() as session:
        feeds.rotate(session, session.query(Feed.id).scalar(), by=SYSTEM)
    assert fetched(database) == (None, "")
    assert client.get(path, headers=THUNDERBIRD).status_code == 404
    assert fetched(database) == (None, "")


def test_the_settings_page_tells_who_has_fetched_and_in_which_language(client, path, sign_in):
    eva = sign_in(administrator=True)
    eva.set_cookie("kallelse-language", "en")
    assert "not fetched yet" in text_of(eva.get("/networks/lan/settings"))
    client.get(path, headers=THUNDERBIRD)
    page = text_of(eva.get("/networks/lan/settings"))
    assert "last fetched Monday 4 January 2027 at 10:00 by Thunderbird" in page
    made = {"kind": "network", "level": "busy", "language": "nb"}
    assert eva.send("/networks/lan/feeds", made).status_code == 200
    assert "busy times alone · Norsk bokmål · made" in text_of(eva.get("/networks/lan/settings"))
    refused = eva.send("/networks/lan/feeds", made | {"language": "klingon"})
    assert refused.status_code == 422


def test_a_program_without_a_name_is_noted_without_one(client, path, sign_in):
    client.get(path, headers={"User-Agent": ""})
    eva = sign_in(administrator=True)
    eva.set_cookie("kallelse-language", "en")
    page = text_of(eva.get("/networks/lan/settings"))
    assert "last fetched Monday 4 January 2027 at 10:00 New address" in page


def test_a_person_s_own_page_tells_when_their_calendar_was_fetched(client, database, keys, path):
    with database.transaction() as session:
        anna = session.query(Person).filter_by(email="anna@kumla.example").one()
        anna.language = "en"
        own = Actor(kind="link", id=anna.id, person_id=anna.id)
        _, token = feeds.renew_own(session, anna.id, by=own)
    page = f"/me/{keys.token('me', anna.id, 0)}"
    assert "Your calendar: not fetched yet." in text_of(client.get(page))
    client.get(f"/feeds/{token}.ics", headers=THUNDERBIRD)
    said = "Your calendar: last fetched Monday 4 January 2027 at 10:00 by Thunderbird."
    assert said in text_of(client.get(page))
