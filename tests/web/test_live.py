"""Are those woken for whom there is news, and nobody else?"""

from __future__ import annotations

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
    SayingInput,
    VoteInput,
)
from scheduler.queries.runs import log
from scheduler.services import playing, runs
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


def test_an_application_without_listeners_has_no_thread(database):
    quiet = Live(database, 3)
    assert "live" not in {one.name for one in threading.enumerate()}
    quiet.stop()
    assert quiet.admit() is False
