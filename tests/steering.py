"""An exercise with two groups and two modules, for tests of those who steer it."""

from __future__ import annotations

import re
from typing import Any

from scheduler.inputs.exercise import ExercisePatch
from scheduler.services import exercises
from tests.evaluating import Table

MODULES = [
    {
        "key": "M1",
        "title": "The rumour",
        "story_time": "Tuesday 08.10",
        "talk_minutes": 30,
        "questions": [
            {
                "key": "Q1",
                "text": "Who asks whom?",
                "silent": True,
                "options": ["We ask", "They ask"],
                "hint": "Do not lead them.",
            }
        ],
    },
    {"key": "M2", "title": "The answer", "talk_minutes": 30},
]
INJECTS = [
    {
        "key": "C1",
        "module": "M1",
        "title": "A call",
        "text": "The switchboard is full.",
        "note": "Speak slowly.",
        "trigger": {"kind": "start", "seconds": 60},
        "expected": [{"key": "C1.1", "text": "Somebody takes the lead."}],
    },
    {
        "key": "C2",
        "module": "M1",
        "title": "A letter",
        "groups": ["kommun"],
        "trigger": {"kind": "after", "inject": "C1", "seconds": 300},
    },
    {"key": "C3", "module": "M1", "title": "A visit", "groups": ["polis"], "secret": True},
    {
        "key": "C4",
        "module": "M2",
        "title": "The radio",
        "trigger": {"kind": "module", "seconds": 120},
    },
]


def a_table(database: Any, settle: Any, time: Any, **content: Any) -> Table:
    """A prepared run, its people seated; after a gap it comes back paused."""
    table = Table(database, settle, time, **{"modules": MODULES, "injects": INJECTS, **content})
    table.do(exercises.change, table.exercise, plan=ExercisePatch(gap="ask"))
    return table


def goes(table: Table, seconds: int) -> None:
    """Let the clock go, the service looking every five seconds as it does."""
    for step in [5] * (seconds // 5) + [seconds % 5]:
        table.time.forward(seconds=step)
        table.settle()


def press(browser, at, step, **data):
    """Press a button of the console, and read the page that it leads to."""
    return browser.send(f"{at}/{step}", data, follow_redirects=True)


def part(response, heading):
    """What stands under a heading, up to the next one."""
    page = response.get_data(as_text=True)
    found = re.search(rf"(?s)<h2[^>]*>{heading}</h2>(.*?)(<h2|</main>)", page)
    assert found, heading
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())
