"""What becomes of an exercise that goes on when the service is killed in the middle of it?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.exercises import a_script
from tests.smtp import free_port
from tests.story.service import Service
from tests.story.waiting import until

NETWORK = {"name": "Larmnätverket", "slug": "larm", "language": "sv", "countries": ["SE"]}
MEETING = {"title": "Övningsdag", "start": "2031-02-06T09:00", "minutes": 150}
EACH = (2, 4, 6, 8, 10, 12, 14, 16)  # seconds of exercise time at which an inject comes


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Service]:
    """A service of its own, to be killed."""
    made = Service(tmp_path / "instance", free_port())
    made.set_up()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def run(alone: Service) -> str:
    """A run that has just been started; its injects come every other second."""
    injects = [
        {"key": f"C{second}", "title": f"Inspel {second}", "trigger": _at(second)}
        for second in EACH
    ]
    alone.post("/networks", NETWORK)
    script = a_script(injects=injects)
    scenario = alone.post("/networks/larm/scenarios", {"content": script})["id"]
    meeting = alone.post("/networks/larm/meetings", MEETING)["id"]
    exercise = alone.post(f"/meetings/{meeting}/exercise", {"scenario": scenario})["id"]
    made = str(alone.post(f"/exercises/{exercise}/runs", {"label": "Bord 1"})["id"])
    alone.post(f"/runs/{made}/start")
    return made


def _at(second: int) -> dict[str, object]:
    return {"kind": "start", "seconds": second}


def test_after_a_short_absence_it_goes_on_and_nothing_comes_twice(alone, run):
    until(lambda: _states(alone, run)["C4"] == "released", "the second inject", 20)
    gone = monotonic()
    _kill(alone)
    sleep(2)
    alone.start()
    assert monotonic() - gone < 30, "the machine is too slow for this story"
    until(lambda: set(_states(alone, run).values()) == {"released"}, "all injects", 40)
    assert alone.get(f"/runs/{run}")["state"] == "running"
    assert sorted(_released(alone, run)) == sorted(f"C{second}" for second in EACH)


def test_after_a_long_absence_it_is_paused_and_nothing_has_come_by_itself(alone, run):
    until(lambda: _states(alone, run)["C2"] == "released", "the first inject", 20)
    _kill(alone)
    sleep(31)
    alone.start()
    until(lambda: alone.get(f"/runs/{run}")["state"] == "paused", "the pause", 20)
    before = _released(alone, run)
    told = alone.get(f"/runs/{run}")
    assert told["pause_cause"] == "gap"
    assert told["exercise_seconds"] < EACH[-1]
    sleep(6)
    assert _released(alone, run) == before
    alone.post(f"/runs/{run}/resume")
    until(lambda: set(_states(alone, run).values()) == {"released"}, "all injects", 40)
    assert sorted(_released(alone, run)) == sorted(f"C{second}" for second in EACH)


def _states(alone: Service, run: str) -> dict[str, str]:
    return {one["number"]: one["state"] for one in alone.get(f"/runs/{run}/injects")["items"]}


def _released(alone: Service, run: str) -> list[str]:
    lines = alone.get(f"/runs/{run}/log?limit=200")["items"]
    return [line["body"]["inject"] for line in lines if line["verb"] == "released"]


def _kill(alone: Service) -> None:
    """Kill the service and the process that serves, at once (SIGKILL)."""
    parent = alone.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    for pid in (parent, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    alone.process.wait()
