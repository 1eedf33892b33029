"""How does a content change in one place, and stay whole?

Pure: each gives a new content. A part is known by its key; what points at a part follows when its
key changes, and stays when the part is taken away: an inject for a group that is gone is then for
nobody, where an empty list would make it everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from scheduler.errors import N_, NotFound, Refused, Worded
from scheduler.exercise.content import Content
from scheduler.exercise.parts import Part

ListName = Literal[
    "capabilities",
    "objectives",
    "groups",
    "personas",
    "variables",
    "modules",
    "injects",
    "papers",
    "feedback",
]
KEYS: Mapping[str, str] = {"capabilities": "code", "papers": "name"}  # the others': "key"
P = TypeVar("P", bound=Part)

# Where in a content's data the key of a part of each list stands: (list, path to the field).
_POINTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "capabilities": (("objectives", "capabilities"),),
    "objectives": (("injects", "objectives"),),
    "groups": (
        ("objectives", "groups"),
        ("modules", "questions.groups"),
        ("injects", "groups"),
        ("injects", "questions.groups"),
    ),
    "personas": (("injects", "persona"),),
    "modules": (("injects", "module"),),
    "injects": (("injects", "trigger.inject"),),
    "papers": (("injects", "files"),),
}


class KeyTaken(Refused):
    """Two parts of one list would be known by the same key."""

    message = N_("“%(key)s” stands there already. Choose another number or key.")


def key_of(name: ListName, part: Part) -> str:
    """Give what a part of a list is known by."""
    return str(getattr(part, KEYS.get(name, "key")))


def find(content: Content, name: ListName, key: str) -> Any:
    """Give the part of a list with this key; raises NotFound."""
    for part in getattr(content, name):
        if key_of(name, part) == key:
            return part
    raise NotFound


def put(content: Content, name: ListName, part: Part, *, was: str = "") -> Content:
    """Put a part in the place of the one whose key `was`, else last; pointers follow a new key."""
    key, parts = key_of(name, part), list(getattr(content, name))
    keys = [key_of(name, one) for one in parts]
    if key != was and key in keys:
        raise KeyTaken(field=KEYS.get(name, "key"), key=key)
    if was not in keys:
        return changed(content, {name: [*parts, part]})
    pointed = _follow(content, name, {was: key})
    parts = list(getattr(pointed, name))
    parts[keys.index(was)] = _followed(part, name, name, {was: key})
    return changed(pointed, {name: parts})


def put_all(
    content: Content, name: ListName, parts: Sequence[Part], *, renamed: Mapping[str, str]
) -> Content:
    """Put a whole list in the place of another; `renamed`: old key to new, for what points."""
    keys = [key_of(name, part) for part in parts]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise KeyTaken(field=f"{name}.{place}.{KEYS.get(name, 'key')}", key=key)
    return changed(_follow(content, name, renamed), {name: list(parts)})


def remove(content: Content, name: ListName, key: str) -> Content:
    """Take a part away; what points at it stays, for the reader to see."""
    find(content, name, key)
    return changed(
        content, {name: [one for one in getattr(content, name) if key_of(name, one) != key]}
    )


def move(content: Content, name: ListName, key: str, to: int) -> Content:
    """Give a part another place in its list, counted from 0; beyond an end is at that end."""
    part = find(content, name, key)
    others = [one for one in getattr(content, name) if one is not part]
    others.insert(min(max(to, 0), len(others)), part)
    return changed(content, {name: others})


def place_of(content: Content, name: ListName, key: str) -> int:
    """Give where in its list a part stands, counted from 0; raises NotFound."""
    return list(getattr(content, name)).index(find(content, name, key))


def fresh_key(taken: Collection[str], first: str) -> str:
    """Give a key that is not taken: `first` with the first number that is free ("S" → S1)."""
    number = 1
    while f"{first}{number}" in taken:
        number += 1
    return f"{first}{number}"


def changed(content: Content, fields: Mapping[str, Any]) -> Content:
    """Give the content with some of its fields changed; raises the refusal of what is wrong."""
    try:
        return Content.model_validate({**dict(content), **fields})
    except ValidationError as invalid:
        raised = [error.get("ctx", {}).get("error") for error in invalid.errors()]
        worded = next((one for one in raised if isinstance(one, Worded)), None)
        if worded is None:
            raise
        raise worded.refusal from None


def _follow(content: Content, name: ListName, renamed: Mapping[str, str]) -> Content:
    new = {was: key for was, key in renamed.items() if was != key}
    if not new:
        return content
    places = {place for place, _ in _POINTERS.get(name, ())}
    lists = {
        place: [_followed(part, place, name, new) for part in getattr(content, place)]
        for place in places
    }
    return changed(content, lists)


def _followed(part: P, place: str, name: ListName, renamed: Mapping[str, str]) -> P:
    data = part.model_dump()
    for where, path in _POINTERS.get(name, ()):
        if where == place:
            _change(data, path.split("."), lambda key: renamed.get(key, key))
    return type(part).model_validate(data)


def _change(data: dict[str, Any], path: list[str], new: Callable[[str], str]) -> None:
    here: Any = data.get(path[0])
    if len(path) > 1:
        for inner in here if isinstance(here, list | tuple) else [here]:
            _change(inner, path[1:], new)
    elif isinstance(here, list | tuple):
        data[path[0]] = [new(key) for key in here]
    elif here:
        data[path[0]] = new(here)
