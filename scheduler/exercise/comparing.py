"""What is different between two contents? Part by part, known by their keys, and field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from scheduler.exercise.content import Content
from scheduler.exercise.editing import KEYS, ListName, key_of
from scheduler.exercise.parts import Part

LISTS: tuple[ListName, ...] = (
    "objectives",
    "modules",
    "injects",
    "groups",
    "personas",
    "variables",
    "capabilities",
    "papers",
    "feedback",
)
_NAMES = ("title", "text", "name", "value")  # what a part is called, the first that it has


@dataclass(frozen=True, slots=True)
class Field:
    """One field that says something else; values are as in JSON."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that is new, gone or other than it was; `list` "" and `key` "": the head."""

    list: str
    key: str
    kind: Literal["added", "removed", "changed"]
    title: str = ""
    fields: tuple[Field, ...] = ()


def differences(before: Content, after: Content) -> list[Difference]:
    """Give what has changed, the head first, then list by list in the order of the new content."""
    head = _fields(_head(before), _head(after))
    found = [Difference("", "", "changed", after.title, head)] if head else []
    for name in LISTS:
        found += _of_list(name, getattr(before, name), getattr(after, name))
    return found


def _of_list(
    name: ListName, before: tuple[Part, ...], after: tuple[Part, ...]
) -> Iterator[Difference]:
    old = {key_of(name, part): part for part in before}
    new = {key_of(name, part): part for part in after}
    for key, part in new.items():
        if key not in old:
            yield Difference(name, key, "added", _title(part))
        elif old[key] != part:
            fields = _fields(old[key].model_dump(mode="json"), part.model_dump(mode="json"))
            yield Difference(name, key, "changed", _title(part), fields)
    for key, part in old.items():
        if key not in new:
            yield Difference(name, key, "removed", _title(part))
    if [key for key in old if key in new] != [key for key in new if key in old]:
        order = Field(KEYS.get(name, "key"), list(old), list(new))
        yield Difference(name, "", "changed", "", (order,))


def _head(content: Content) -> dict[str, Any]:
    return content.model_dump(mode="json", exclude={*map(str, LISTS)})


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(name, before[name], after[name]) for name in after if before[name] != after[name]
    )


def _title(part: Part) -> str:
    return next((str(getattr(part, name)) for name in _NAMES if hasattr(part, name)), "")
