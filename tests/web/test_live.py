"""Do open pages hear of what happens, at once, each thing once, and do they let the service end?"""

from __future__ import annotations

import json
import threading
import time as real
from uuid import uuid4

import pytest

from scheduler.actor import SYSTEM
from scheduler.errors import NotFound
from scheduler.exercise.entries import VERBS
from scheduler.exercise.player import sheet
from scheduler.inputs.run import (
    DecisionInput,
    MarkInput,
    ObservationInput,
    RatingInput,
    ResponseInput,
    SayingInput,
    VoteInput,
)
from scheduler.queries.runs import log
from scheduler.services import playing, runs, seating
from tests.api.client import Api, a_token
from tests.playing import Game
from web.live import events as streams
from web.live import watcher as watching
from web.live.fragments import Fragment, Fragments, slot
from web.live.hub import EXTENSION, Live

SOON = 5.0  # seconds that anything may take here; most take a tenth


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


class Open:
    """A stream that is read in a thread of its own."""

    def __init__(self, app, path, client=None, **headers):
        self.response = (client or app.test_client()).get(path, headers=headers, buffered=False)
        self.events, self.news = [], threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        if self.response.status_code == 200:
            self.thread.start()

    def _read(self):
        for piece in self.response.iter_encoded():
            with self.news:
                self.events.append(piece.decode())
                self.news.notify_all()

    def until(self, count):
        """Wait for so many pieces, and give them."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.events) >= count, SOON), self.events
            return self.events[:count]

    def ended(self):
        self.thread.join(SOON)
        return not self.thread.is_alive()


def parsed(piece):
    """Read one event: its fields, and its data joined."""
    lines = [line.partition(": ") for line in piece.removesuffix("\n\n").split("\n")]
    found = {name.rstrip(":"): value for name, _, value in lines}
    found["data"] = "\n".join(value for name, _, value in lines if name == "data")
    return found


def the_mark(app, game, reader="players"):
    return app.extensions[EXTENSION].watcher.look(game.run).mark(reader)


def test_who_waits_is_woken_by_what_happens(game, hub, app):
    before = the_mark(app, game)
    found = []

    def listen():
        found.append(hub.watcher.wait(game.run, "players", before, SOON))

    waiting = threading.Thread(target=listen)
    waiting.start()
    game.release("C1")
    waiting.join(SOON)
    assert found[0].mark("players") != before
    assert found[0].state.steps["C1"].state == "released"


def test_who_waits_in_vain_is_let_go(game, hub, app):
    assert hub.watcher.wait(game.run, "players", the_mark(app, game), 0.3) is None


def test_a_run_that_is_not_there_is_not_found(hub):
    with pytest.raises(NotFound):
        hub.watcher.look(uuid4())


def test_one_thread_looks_for_all_and_ends_when_nobody_listens(game, hub, app, monkeypatch):
    monkeypatch.setattr(watching, "LINGER", 0.3)
    mark = the_mark(app, game)
    waiting = [
        threading.Thread(target=hub.watcher.wait, args=(game.run, "players", mark, 0.2))
        for _ in range(20)
    ]
    for one in waiting:
        one.start()
    assert [one.name for one in threading.enumerate()].count("live") == 1
    for one in waiting:
        one.join(SOON)
    until = real.monotonic() + SOON
    while hub.watcher._thread is not None and real.monotonic() < until:
        real.sleep(0.05)
    assert hub.watcher._thread is None


def test_what_players_cannot_see_does_not_wake_them(game, hub, app):
    game.release("C1")
    before = the_mark(app, game)
    with game.database.transaction() as session:
        playing.see(session, game.anna, "C1", by=SYSTEM)
        playing.decide_for(session, game.run, plan=DecisionInput(text="Vi väntar"), by=SYSTEM)
        plan = ObservationInput(text="Lugnt vid bordet")
        playing.observe_for(session, game.run, plan=plan, by=SYSTEM)
    game.do(runs.hold, "C3")
    game.do(runs.show, "C1")
    assert the_mark(app, game) == before
    game.do(runs.pause)
    assert the_mark(app, game) != before


def test_every_line_that_is_passed_over_leaves_the_sheet_as_it_was(game, hub, database):
    assert watching.PASSED_OVER["players"] <= set(VERBS)
    assert watching.PASSED_OVER["screen"] <= set(VERBS)
    game.release("C1")
    before = hub.watcher.look(game.run)

    game.do(runs.hold, "C3")
    game.do(runs.skip, "C4")
    game.do(runs.mark, plan=MarkInput(action="E1"))
    game.do(runs.show, "C1")
    game.do(playing.decide_for, plan=DecisionInput(text="Vi väntar"))
    game.do(playing.observe_for, plan=ObservationInput(text="Lugnt vid bordet"))
    game.do(playing.rate_for, plan=RatingInput(target="I1", value="met"))
    game.do(playing.rate_for, plan=RatingInput(target="I1", value="met", reason="!", final=True))
    game.do(playing.say_for, plan=SayingInput(kind="kept", text="Lugnet"))
    with database.transaction() as session:
        playing.see(session, game.anna, "C1", by=SYSTEM)
        number = max(game.state().sayings)
        playing.vote(session, game.anna, plan=VoteInput(item=number), by=SYSTEM)

    after = hub.watcher.look(game.run)
    with database.reading() as session:
        said = {one.verb for one in log(session, game.run, after=before.state.number)}
    assert said == watching.PASSED_OVER["players"] - {"shifted"}  # that moves what is to come
    assert after.mark("players") == before.mark("players")
    for group in ("kommun", "polis", ""):
        was = sheet(before.state, group, before.at)
        assert sheet(after.state, group, before.at) == was


def test_a_module_that_begins_by_the_clock_alone_is_news(game, hub, app, time):
    before = the_mark(app, game)
    time.forward(minutes=29)
    assert the_mark(app, game) == before
    time.forward(minutes=2)
    assert the_mark(app, game) != before


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


def test_three_hundred_who_see_the_same_share_one_rendering(game, hub, app):
    made = []
    kept = Fragments()

    def render():
        made.append(1)
        real.sleep(0.05)
        return f"<p>{slot('token')}</p>"

    readers = [threading.Thread(target=kept.once, args=("key", render)) for _ in range(20)]
    for one in readers:
        one.start()
    for one in readers:
        one.join(SOON)
    assert made == [1]
    assert kept.once("key", render).filled(str.upper) == "<p>TOKEN</p>"


def test_nobody_can_type_a_slot():
    typed = Fragment.of("<p>~token:token~</p>")
    assert typed.filled(lambda _: "!") == "<p>~token:token~</p>"


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


def test_an_application_without_listeners_has_no_thread(database):
    quiet = Live(database, 3)
    assert "live" not in {one.name for one in threading.enumerate()}
    quiet.stop()
    assert quiet.admit() is False


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
