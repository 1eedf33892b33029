"""Where in a scenario does which text stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scheduler.exercise.content import Content
from scheduler.exercise.parts import Part
from scheduler.exercise.remarks import Place

_NO_TEXT = {"variables", "papers"}  # the one is put into texts, the other are names of files


def texts(content: Content) -> Iterator[tuple[Place, str]]:
    """Give every text that somebody wrote, with its place; keys are no text."""
    for name in type(content).model_fields:
        value = getattr(content, name)
        if name in _NO_TEXT:
            continue
        if isinstance(value, tuple):
            yield from _of_list(name, value)
        else:
            yield from (((name, ""), text) for text in words(value))


def words(value: Any) -> Iterator[str]:
    """Give the texts within a part, or a list of them."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            if name not in _KEYS:
                yield from words(getattr(value, name))
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in words(one))
    elif isinstance(value, Iterable):
        yield from (text for one in value for text in words(one))


def _of_list(name: str, parts: tuple[Any, ...]) -> Iterator[tuple[Place, str]]:
    for part in parts:
        key = getattr(part, "key", getattr(part, "code", ""))
        yield from (((name, key), text) for text in words(part))


# What only points, or is chosen from a list: nobody's words.
_KEYS = {
    "key", "code", "groups", "capabilities", "module", "kind", "persona", "delivery", "trigger",
    "objectives", "files", "status", "kinds", "action", "audience", "sha256", "media_type",
}  # fmt: skip
