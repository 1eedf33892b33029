"""What do the stories share? One real service, one real mail server, one real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.smtp import free_port
from tests.story.place import Place, a_place
from tests.story.post import PostOffice
from tests.story.screen import PHONE, WIDE, Screens, a_browser
from tests.story.service import Service
from tests.story.tour import Tour, a_tour


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """The mail server that takes what the service sends."""
    opened = PostOffice(port=free_port())
    opened.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, office: PostOffice) -> Iterator[Service]:
    """The service, set up from the command line and running."""
    made = Service(tmp_path_factory.mktemp("story") / "instance", office.port)
    made.first_link = made.set_up()
    office.inbox = lambda raw, to: _hand_over(made, raw, to)
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with a_browser() as started:
        yield started


@pytest.fixture
def screens(browser: Browser, service: Service) -> Iterator[Screens]:
    """Windows of the browser; a fault on a console fails the test."""
    opened = Screens(browser, service)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture(scope="session")
def tour(service: Service, office: PostOffice) -> Tour:
    """A network in which everything has happened."""
    return a_tour(service, office)


@pytest.fixture
def place(service: Service) -> Place:
    """A network of the test's own."""
    return a_place(service)


@pytest.fixture(params=[WIDE, PHONE])
def width(request: pytest.FixtureRequest) -> int:
    """A desk's screen, and a phone's."""
    size: int = request.param
    return size


def _hand_over(service: Service, raw: bytes, recipient: str) -> None:
    service.command("inbox", "--recipient", recipient, stdin=raw)
