"""What does the whole room see, and what never?"""

from __future__ import annotations

import re

import pytest

from scheduler.exercise.refusals import NotOnScreen
from scheduler.inputs.run import AdHocInput, CorrectInput
from scheduler.model import Run
from scheduler.services import runs
from tests.playing import SECRET, Game
from tests.web.browser import text_of


@pytest.fixture
def game(database, keys, time):
    made = Game(database, keys)
    made.start()
    return made


def test_the_screen_says_where_the_exercise_is(client, game, time):
    time.forward(minutes=5)
    page = text_of(client.get(game.screen()))
    for words in ("ÖVNING", "SKARPT LÄGE", "Rykten i flödet", "Första dygnet", "Dag 1 kl. 08.00"):
        assert words in page
    assert "0:05:00" in page


def test_nothing_is_on_it_that_was_not_put_there(client, game):
    game.release("C1")
    assert "Ett rykte" not in text_of(client.get(game.screen()))
    game.do(runs.show, "C1")
    page = text_of(client.get(game.screen()))
    assert "Redaktionen, Björkhamrabladet Ett rykte Bladet ringer om ett rykte." in page
    assert SECRET not in page
    game.do(runs.show, "")
    assert "Ett rykte" not in text_of(client.get(game.screen()))


def test_it_follows_a_correction_and_what_is_taken_back(client, game):
    game.release("C1")
    game.do(runs.show, "C1")
    game.do(runs.correct, "C1", plan=CorrectInput(title="Rättat", body="Nytt."))
    assert "Rättat Nytt." in text_of(client.get(game.screen()))
    game.do(runs.withdraw, "C1")
    assert "Rättat" not in text_of(client.get(game.screen()))


def test_what_is_secret_cannot_be_put_there(client, game):
    game.do(runs.add, plan=AdHocInput(title="Viskat", text="Tyst", secret=True))
    with pytest.raises(NotOnScreen):
        game.do(runs.show, "X1")
    assert "Viskat" not in text_of(client.get(game.screen()))


def test_its_address_is_changed_by_one_number(client, game):
    address = game.screen()
    with game.database.transaction() as session:
        session.get_one(Run, game.run).screen_generation += 1
    for path in (address, f"{address}/poll", f"{address}/stream"):
        assert client.get(path).status_code == 404
    assert client.get(game.screen()).status_code == 200


def test_a_screen_that_asks_is_told_only_what_is_new(client, game):
    address = f"{game.screen()}/poll"
    first = client.get(address)
    mark = first.headers["ETag"]
    game.release("C1")
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
    assert client.get(f"{address}?after={mark.strip(chr(34))}").status_code == 204
    game.do(runs.show, "C1")
    news = client.get(address, headers={"If-None-Match": mark})
    assert (news.status_code, "Ett rykte" in text_of(news)) == (200, True)


def test_it_needs_no_account_and_no_cookie_and_is_found_by_nobody(client, game):
    shown = client.get(game.screen())
    page = shown.get_data(as_text=True)
    assert "Set-Cookie" not in shown.headers
    assert 'name="robots" content="noindex' in page
    assert re.findall(r"<script[^>]*>", page) == re.findall(
        r'<script src="[^"]*live.js" defer>', page
    )
