"""Does the service survive what happens to processes?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.smtp import free_port
from tests.story.service import Service
from tests.story.waiting import until
from web import instance
from web.lock import is_running


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of these tests' own, that runs; in the end it lets go of everything."""
    made = Service(tmp_path_factory.mktemp("serving") / "instance", free_port())
    made.set_up()
    made.start()
    yield made
    assert made.stop() == 0
    assert not is_running(instance.load(made.folder))
    assert "Traceback" not in made.log.read_text(encoding="utf-8")


def pid_in(service: Service, name: str) -> int:
    """The process that holds one of the service's locks."""
    return int((service.folder / name).read_text(encoding="ascii"))


def answers(service: Service) -> bool:
    """Whether it answers now."""
    with suppress(OSError):
        return service.ask("GET", "/healthz").status == 200
    return False


def test_a_serving_process_that_dies_is_started_anew(serving):
    first = pid_in(serving, "worker.lock")
    os.kill(first, signal.SIGKILL)

    until(lambda: pid_in(serving, "worker.lock") != first, "another serving process", 30)
    until(lambda: answers(serving), "an answer", 30)


def test_a_serving_process_does_not_outlive_its_parent_and_the_next_start_waits_for_it(serving):
    worker, parent = pid_in(serving, "worker.lock"), pid_in(serving, "service.lock")
    os.kill(parent, signal.SIGKILL)
    serving._process.wait()
    serving.start()  # at once, while the old serving process may still be there

    until(lambda: pid_in(serving, "worker.lock") != worker, "another serving process", 30)
    until(lambda: answers(serving), "an answer", 30)
    assert serving.get("/networks") == {"items": [], "next": None}


def test_a_second_service_on_the_folder_is_refused_in_words(serving):
    refused = serving.command("run", "--port", str(free_port()), code=1)
    parent = pid_in(serving, "service.lock")

    assert refused.stderr.decode() == (
        f"kallelse: A service is already running here (service.lock is held by process {parent}). "
        "End it first, or name another folder with --dir.\n"
    )
