"""How does a list of rows grow, shrink and change its order without a script?

Each button of such a form is named `do`: "add", "remove:2", "up:2", "down:2" come back with the
same page and everything that was typed; anything else saves.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from flask import request

from web.forms.reading import nested

_MOVES = {"up": -1, "down": 1}


def wish() -> str:
    """Give the button that was pressed; empty: save."""
    return request.form.get("do", "")


def typed(name: str, several: Collection[str] = ()) -> list[dict[str, Any]]:
    """Give the rows of a list as they were typed, in the order of their numbers.

    Each field is one text; those that are named in `several` are lists of them.
    """
    rows = nested(request.form.to_dict(flat=False)).get(name, {})
    if not isinstance(rows, dict):
        return []
    numbers = sorted(int(key) for key in rows if key.isdecimal() and len(key) < 6)
    return [_flat(rows.get(str(number)), several) for number in numbers]


def rearranged(rows: list[dict[str, Any]], do: str) -> list[dict[str, Any]]:
    """Give the rows as the pressed button wants them; a number that is none changes nothing."""
    if do == "add":
        return [*rows, {}]
    found = re.fullmatch(r"(remove|up|down):(\d{1,5})", do)
    place = int(found[2]) if found else len(rows)
    if found is None or place >= len(rows):
        return rows
    left = rows[:place] + rows[place + 1 :]
    if found[1] == "remove":
        return left
    left.insert(min(max(place + _MOVES[found[1]], 0), len(left)), rows[place])
    return left


def _flat(row: Any, several: Collection[str]) -> dict[str, Any]:
    if not isinstance(row, dict):
        return {}
    texts = {name: found for name, found in row.items() if isinstance(found, list) and found}
    return {name: found if name in several else found[0] for name, found in texts.items()}
