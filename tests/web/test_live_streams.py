"""Do open pages hear of what happens, at once, each thing once, and do they let the service end?"""

from __future__ import annotations

import json
import time as real

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs.run import (
    ResponseInput,
)
from scheduler.services import playing, seating
from tests.api.client import Api, a_token
from tests.listening import Open, parsed
from tests.playing import Game
from web.live import events as streams
from web.live.hub import EXTENSION


@pytest.fixture
def game(database, keys, time):
    made = Game(database, keys)
    made.start()
    return made


@pytest.fixture
def hub(app, monkeypatch):
    """The application's streams; whatever a test leaves open ends with it."""
    monkeypatch.setattr(streams, "PATIENCE", 0.2)
    monkeypatch.setattr(streams, "REST", 0)
    made = app.extensions[EXTENSION]
    yield made
    made.stop()
    assert made.watcher._thread is None or not made.watcher._thread.is_alive()


def the_mark(app, game, reader="players"):
    return app.extensions[EXTENSION].watcher.look(game.run).mark(reader)


def test_a_stream_says_hello_and_then_what_comes(app, game, hub):
    path = game.link(game.anna)
    page = Open(app, f"{path}/stream?after={the_mark(app, game)}")
    assert page.response.content_type == "text/event-stream; charset=utf-8"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["X-Accel-Buffering"] == "no"
    game.release("C1")
    hello, came = page.until(2)
    assert hello == "retry: 2000\nevent: hello\ndata:\n\n"
    told = parsed(came)
    assert (told["event"], told["id"]) == ("changed", the_mark(app, game))
    assert "Bladet ringer om ett rykte." in told["data"]
    assert path in told["data"]


def test_who_comes_back_catches_up_at_once(app, game, hub):
    path = f"{game.link(game.anna)}/stream"
    before = the_mark(app, game)
    game.release("C1")
    page = Open(app, f"{path}?after=0.0", **{"Last-Event-ID": before})
    assert "Ett rykte" in page.until(2)[1]
    same = Open(app, f"{path}?after=0.0", **{"Last-Event-ID": the_mark(app, game)})
    game.release("C3")
    assert "Allmän fråga" in same.until(2)[1]


def test_a_group_is_not_told_what_is_for_another(app, game, hub):
    mark = the_mark(app, game)
    anna = Open(app, f"{game.link(game.anna)}/stream?after={mark}")
    bo = Open(app, f"{game.link(game.bo)}/stream?after={mark}")
    game.release("C2")
    assert "Till polisen" in bo.until(2)[1]
    assert "Till polisen" not in anna.until(2)[1]
    game.release("C3")
    assert "Till polisen" not in anna.until(3)[2]


def test_what_changes_nothing_for_a_group_is_not_sent_to_it(app, game, hub):
    game.release("C1")
    anna = Open(app, f"{game.link(game.anna)}/stream?after=")
    anna.until(2)
    with game.database.transaction() as session:
        plan = ResponseInput(question="Q1", option="Polisen")
        playing.answer(session, game.bo, plan=plan, by=SYSTEM)
    game.release("C3")
    assert "Allmän fråga" in anna.until(3)[2]


def test_beyond_the_cap_a_stream_is_refused_and_a_place_that_is_left_is_free_again(app, game, hub):
    hub.most = 2
    path = f"{game.link(game.anna)}/stream"
    first, second = Open(app, path), Open(app, path)
    first.until(1)
    second.until(1)
    third = Open(app, path)
    assert (third.response.status_code, third.response.data) == (204, b"")
    assert third.response.headers["Cache-Control"] == "no-store"
    assert hub.open == 2
    closed = app.test_client().get(f"{path}?after=", buffered=False)
    closed.close()
    hub.most = 3
    left = app.test_client().get(f"{path}?after=", buffered=False)
    assert left.status_code == 200
    left.close()
    left.close()
    assert hub.open == 2


def test_a_head_request_holds_no_place(app, client, game, hub):
    assert client.head(f"{game.link(game.anna)}/stream").status_code == 200
    assert hub.open == 0


def test_all_streams_end_when_the_service_does(app, game, hub):
    pages = [Open(app, f"{game.link(game.anna)}/stream") for _ in range(10)]
    for page in pages:
        page.until(1)
    begun = real.monotonic()
    hub.stop()
    assert all(page.ended() for page in pages)
    assert real.monotonic() - begun < 2
    assert Open(app, f"{game.link(game.anna)}/stream").response.status_code == 204


def test_a_stream_has_its_length_and_signs_of_life(app, game, hub, monkeypatch):
    monkeypatch.setattr(streams, "PING", 0.1)
    monkeypatch.setattr(streams, "LIFE", 1.0)
    page = Open(app, f"{game.link(game.anna)}/stream?after={the_mark(app, game)}")
    assert page.ended()
    assert page.events[0] == "retry: 2000\nevent: hello\ndata:\n\n"
    assert set(page.events[1:]) == {": \n\n"}


def test_a_stream_holds_no_connection_to_the_database(app, game, hub):
    pages = [Open(app, f"{game.link(game.anna)}/stream") for _ in range(5)]
    for page in pages:
        page.until(1)
    hub.watcher.stop()
    assert all(page.ended() for page in pages)
    assert game.database.engine.pool.checkedout() == 0


def test_who_leaves_the_run_is_told_that_the_page_is_nobodys(app, game, hub):
    page = Open(app, f"{game.link(game.anna)}/stream?after={the_mark(app, game)}")
    page.until(1)
    with game.database.transaction() as session:
        seating.unseat(session, game.anna, by=SYSTEM)
    assert parsed(page.until(2)[1])["event"] == "gone"
    assert page.ended()


def test_the_console_is_told_of_every_line_and_asks_for_its_part_itself(app, game, hub, sign_in):
    browser = sign_in("fia@lan.example", role="facilitator", network=game.network)
    path = f"/runs/{game.run}/stream"
    page = Open(app, f"{path}?after={the_mark(app, game, 'leaders')}", client=browser)
    game.release("C1")
    told = parsed(page.until(2)[1])
    assert (told["event"], told["data"]) == ("changed", "")
    with game.database.transaction() as session:
        playing.see(session, game.anna, "C1", by=SYSTEM)
    assert parsed(page.until(3)[2])["id"] == the_mark(app, game, "leaders")


def test_only_those_who_lead_follow_the_console(client, game, hub, sign_in):
    member = sign_in("mia@lan.example", role="member", network=game.network)
    assert member.get(f"/runs/{game.run}/stream").status_code == 403
    assert client.get(f"/runs/{game.run}/stream").status_code == 303


@pytest.fixture
def program(database, game):
    """A facilitator's program."""
    return {"Authorization": f"Bearer {a_token(database, 'facilitator', game.network)}"}


def test_lines_are_streamed_to_programs_as_they_are_said(app, client, game, hub, program):
    path = f"/api/v1/runs/{game.run}"
    last = client.get(f"{path}/log?limit=200", headers=program).json["items"][-1]["number"]
    told = Open(app, f"{path}/stream?after={last - 1}", **program)
    assert parsed(told.until(2)[1])["id"] == str(last)
    game.release("C1")
    line = parsed(told.until(3)[2])
    assert (line["event"], line["id"]) == ("released", str(last + 1))
    listed = client.get(f"{path}/log?limit=200", headers=program).json["items"][-1]
    assert json.loads(line["data"]) == listed


def test_a_program_that_comes_back_goes_on_where_it_was(app, game, hub, program):
    game.release("C1")
    game.release("C3")
    path = f"/api/v1/runs/{game.run}/stream"
    last = game.state().number
    told = Open(app, path, **program, **{"Last-Event-ID": str(last - 2)})
    numbers = [parsed(piece)["id"] for piece in told.until(3)[1:]]
    assert numbers == [str(last - 1), str(last)]


def test_lines_are_for_those_who_lead_alone(client, game, hub, database):
    token = a_token(database, "member", game.network)
    answer = client.get(
        f"/api/v1/runs/{game.run}/stream", headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


def test_a_program_is_told_as_described_when_no_more_streams_are_open(app, game, hub, database):
    hub.most = 0
    asking = Api(app, a_token(database, "facilitator", game.network))
    assert asking.ask("GET", f"/runs/{game.run}/stream").status_code == 204
