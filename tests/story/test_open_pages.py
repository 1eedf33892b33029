"""Do open pages of an exercise hear of it from the real service, and let it end?"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs.run import ReleaseInput
from scheduler.services import runs
from tests.playing import Game
from tests.smtp import HOST, free_port
from tests.story.service import Service
from web import instance

MOST = 4


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of the test's own, which admits few streams."""
    made = Service(tmp_path_factory.mktemp("open") / "instance", free_port())
    made.set_up()
    with (made.folder / "kallelse.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"streams = {MOST}\n")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def database(serving: Service) -> Iterator[Database]:
    """The running service's database, as a second terminal has it."""
    opened = Database(instance.load(serving.folder).database)
    yield opened
    opened.close()


@pytest.fixture
def game(serving: Service, database: Database) -> Game:
    """A run that has begun."""
    made = Game(database, instance.keys(instance.load(serving.folder)))
    made.start()
    return made


@pytest.fixture
def opened(serving: Service) -> Iterator[Callable[[str], http.client.HTTPResponse]]:
    """Open streams, and close their connections in the end."""
    with ExitStack() as kept:

        def open_(path: str) -> http.client.HTTPResponse:
            line = http.client.HTTPConnection(HOST, serving.port, timeout=20)
            kept.enter_context(closing(line))
            line.request("GET", path)
            return kept.enter_context(closing(line.getresponse()))

        yield open_


def read_until(stream: http.client.HTTPResponse, words: str) -> str:
    """Read a stream line by line until it says something."""
    said = ""
    while words not in said:
        line = stream.readline().decode()
        assert line, said
        said += line
    return said


def test_open_pages_hear_of_an_inject_at_once_and_do_not_hold_up_the_end(
    serving: Service, game: Game, opened: Callable[[str], http.client.HTTPResponse]
) -> None:
    pages = [opened(f"{game.link(game.anna)}/stream") for _ in range(MOST)]
    for page in pages:
        assert page.status == 200
        read_until(page, "Första dygnet")
    assert opened(f"{game.link(game.anna)}/stream").status == 204
    assert serving.ask("GET", game.link(game.bo)).status == 200  # pages have threads of their own

    with game.database.transaction() as session:
        runs.release(session, game.run, "C1", plan=ReleaseInput(), by=SYSTEM)
    begun = time.monotonic()
    for page in pages:
        assert "Bladet ringer om ett rykte." in read_until(page, "Bladet ringer")
    assert time.monotonic() - begun < 5

    begun = time.monotonic()
    assert serving.stop() == 0
    assert time.monotonic() - begun < 5
    assert all(page.read() is not None for page in pages)  # each was ended, none broken off
