"""Which addresses does a village have? Every route, with every id that it can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from scheduler.packs import NAMES
from tests.hostile.exercised import INJECT, QUESTION
from tests.hostile.village import Village
from web.running import INJECT_STEPS, STEPS

# The parts of addresses that are no id: which door opens with which token.
DOORS = {
    "/r/<token>": "r",
    "/r/<token>.ics": "r",
    "/brief/<token>": "brief",
    "/propose/<token>": "propose",
    "/round/<token>": "round",
    "/c/<token>": "comment",
    "/action/<token>": "action",
    "/callout/<token>": "callout",
    "/play/<token>": "play",  # one for each place in each run
    "/screen/<token>": "screen",
    "/me/<token>": "me",
    "/m/<token>": "m",
    "/feeds/<token>.ics": "feeds",
    "/sign-in/<token>": "sign-in",
}
# A stream says what its page says, for ten minutes; tests/web/test_live_streams.py reads them.
ENDLESS = "/stream"


class Address(NamedTuple):
    """One route filled in."""

    path: str
    route: str
    method: str


def of(village: Village, methods: frozenset[str]) -> list[Address]:
    """Give every address of a village that takes one of these methods."""
    return [
        Address(path, rule.rule, method)
        for rule in village.app.url_map.iter_rules()
        if not rule.rule.endswith(ENDLESS)
        for method in sorted((rule.methods or set()) & methods)
        for path in _filled(village, rule.rule)
    ]


def _filled(village: Village, route: str) -> Iterator[str]:
    parts = [part.partition(":")[2] or part for part in re.findall(r"<([^>]+)>", route)]
    kinds = re.findall(r"<([^>]+)>", route)
    choices = [
        _choices(village, route, kind, name) for kind, name in zip(kinds, parts, strict=True)
    ]
    for chosen in product(*choices):
        path = route
        for kind, value in zip(kinds, chosen, strict=True):
            path = path.replace(f"<{kind}>", value)
        yield path


def _choices(village: Village, route: str, kind: str, name: str) -> list[str]:
    if kind.startswith("any("):
        return kind[4 : kind.index(")")].split(",")
    door = next((token for head, token in DOORS.items() if route.startswith(head)), "")
    opened = (token for token in village.tokens if f"{token} ".startswith(f"{door} "))
    mails = [f"{number + 1}.eml" for number in range(len(village.mails))]
    several: dict[str, list[str]] = {
        "token": [village.tokens[token] for token in opened],
        "key": [QUESTION if "/questions/" in route else INJECT],
        "kind": list(NAMES),
        "step": list(INJECT_STEPS if "<key>" in route else STEPS),
        "name": ["Karta.pdf"] if door == "play" else mails,
        "meeting": list(village.meetings.values()),
    }
    one = {"network": "by", "year": "2027", "number": "1"} | village.ids
    several |= {part: list(ids.values()) for part, ids in village.several.items()}
    return several.get(name) or [one[name]]
