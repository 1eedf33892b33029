"""Whose is a link into an exercise, and what does it never do?"""

from __future__ import annotations

import gzip
import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.model import Person, RunEntry, RunRole
from scheduler.services import seating
from tests.playing import Game
from tests.web.browser import text_of
from web import statics

GOOD = {"Origin": "http://127.0.0.1:8000"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def game(database, keys, time):
    return Game(database, keys)


@pytest.fixture
def path(game):
    """Anna's address, in English."""
    with game.database.transaction() as session:
        for person in session.query(Person):
            person.language = "en"
    return game.link(game.anna)


@pytest.fixture
def begun(game, path):
    game.start()
    return game


def said(game):
    return [(one.body["question"], one.body["option"]) for one in game.state().answers]


def lines(game):
    with game.database.reading() as session:
        return session.query(RunEntry).filter_by(run_id=game.run).count()


def test_the_mark_and_the_word_that_stops_play_are_on_every_page_of_the_link(client, game, path):
    for role in ("player", "observer", "facilitator", "evaluator", "recorder"):
        link = path if role == "player" else game.link(game.seat(game.people[1], role))
        page = text_of(client.get(link))
        assert "EXERCISE" in page
        assert "SKARPT LÄGE" in page


@pytest.mark.parametrize("kind", ["director", "facilitator"])
def test_who_leads_is_asked_to_sign_in(client, begun, path, kind):
    begun.release("C1")
    shown = client.get(begun.link(begun.seat(begun.people[0], kind)))
    assert f'href="/runs/{begun.run}"' in shown.get_data(as_text=True)
    assert "Ett rykte" not in text_of(shown)


def test_a_link_that_is_dead_is_not_found(client, begun, path):
    begun.release("C1")
    assert client.get(path).status_code == 200
    with begun.database.transaction() as session:
        seating.unseat(session, begun.anna, by=SYSTEM)
    for address in (path, f"{path}/poll", f"{path}/stream", f"{path}/papers/karta.png"):
        assert client.get(address).status_code == 404
    assert client.post(f"{path}/answer", data={"question": "Q1", "text": "x"}).status_code == 404
    assert client.post(f"{path}/seen", data={"inject": "C1"}).status_code == 404
    assert client.get("/play/none").status_code == 404


def test_a_link_that_was_given_anew_is_the_only_one(client, begun, path):
    old = begun.link(begun.bo)
    with begun.database.transaction() as session:
        session.get_one(RunRole, begun.bo).generation += 1
    assert client.get(old).status_code == 404
    assert client.get(begun.link(begun.bo)).status_code == 200


def test_one_links_token_opens_nothing_else(client, begun, path):
    token = path.rpartition("/")[2]
    assert client.get(f"/screen/{token}").status_code == 404
    assert client.get(f"/play/{begun.screen().rpartition('/')[2]}").status_code == 404


def test_another_site_can_make_nobody_answer(client, begun, path):
    begun.release("C1")
    for address, data in (("answer", {"question": "Q1", "text": "x"}), ("seen", {"inject": "C1"})):
        refused = client.post(f"{path}/{address}", data=data, headers=ELSEWHERE)
        assert refused.status_code == 403
    assert said(begun) == []
    assert begun.state().seen == {}


def test_looking_changes_nothing_and_sets_no_cookie(client, begun, path):
    begun.release("C1")
    before = lines(begun)
    for look in (client.get, client.head):
        for address in (path, f"{path}/poll"):
            shown = look(address, headers={"Purpose": "prefetch"})
            assert shown.status_code == 200
            assert "Set-Cookie" not in shown.headers
            assert shown.headers["Referrer-Policy"] == "no-referrer"
            assert "no-store" in shown.headers["Cache-Control"]
    assert lines(begun) == before
    assert 'name="robots" content="noindex' in client.get(path).get_data(as_text=True)


def test_without_a_script_there_is_a_link_to_look_for_news(client, begun, path):
    page = client.get(path).get_data(as_text=True)
    assert re.search(r"<noscript>.*Look for news.*</noscript>", page)
    assert page.count("<script") == 1
    assert page.count('role="status"') == 1


def test_page_styles_and_script_weigh_no_more_than_60_kilobytes(client, begun, path):
    for key in ("C1", "C3"):
        begun.release(key)
    page = client.get(path).data
    files = statics.gathered()
    names = re.findall(rb'/static/[0-9a-f]+/([^"]+\.(?:css|js))', page)
    assert len(names) == 4
    weight = len(page) + sum(len(gzip.compress(files[name.decode()], 9)) for name in names)
    assert weight <= 60_000
