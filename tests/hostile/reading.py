"""What does a village show? Every page, feed and answer, read once."""

from __future__ import annotations

from functools import cache

from werkzeug.test import TestResponse

from tests.hostile import addresses, exercised
from tests.hostile.pages import Page
from tests.hostile.village import Village

READ = frozenset({"GET"})


@cache
def read(village: Village) -> dict[str, TestResponse]:
    """Every page, feed and answer of a village, ids replaced by their names; read once."""
    browser, program = village.browser, village.app.test_client()
    bearer = {"Authorization": f"Bearer {village.token}"}
    found = {}
    for path in [*(one.path for one in addresses.of(village, READ)), *exercised.parts(village)]:
        api = path.startswith("/api/")
        answer = (program if api else browser).get(path, headers=bearer if api else {})
        found[anonymous(village, path)] = answer
    return found


@cache
def pages(village: Village) -> dict[str, tuple[int, Page]]:
    """Every page of a village with its status."""
    return {
        path: (answer.status_code, Page(answer.text))
        for path, answer in read(village).items()
        if answer.mimetype == "text/html"
    }


def anonymous(village: Village, path: str) -> str:
    """Give an address with names in place of this village's ids and tokens."""
    for named in (village.ids, village.meetings, village.tokens, *village.several.values()):
        for name, value in named.items():
            path = path.replace(value, f"<{name}>")
    return path
