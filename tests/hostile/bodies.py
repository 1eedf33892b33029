"""What can be asked of each address, and which of its fields take text? Read from the models."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from scheduler.inputs.types import Input
from web.api.examples import EXAMPLES

Path = tuple[str | int, ...]

# Texts in JSON that are not any text: what they must look like stands in no schema.
SHAPED = {
    "slug",
    "email",
    "time_zone",
    "countries",
    "country",
    "start",
    "arrived",
    "comments_until",
    "send_at",
    "at",
    "online_url",
}


class Leaf(NamedTuple):
    """One field of a body: the way to it, and whether any text may stand there."""

    path: Path
    free: bool


def leaves(model: type[Input]) -> list[Leaf]:
    """Give every field of a model that holds one value; of lists the first item."""
    schema = model.model_json_schema()
    return list(_leaves(schema, schema.get("$defs", {}), ()))


def body(
    model: type[Input], texts: Mapping[Path, Any], more: Mapping[str, Any] | None = None
) -> Any:
    """Give the model's example with `more` at its top and these values at their places."""
    made = copy.deepcopy(EXAMPLES[model]) | dict(more or {})
    for path, text in texts.items():
        _put(made, path, text)
    return made


def at(made: Any, path: Path) -> Any:
    """Give what stands at a place of a body, None if nothing does."""
    for part in path:
        try:
            made = made[part]
        except (LookupError, TypeError):
            return None
    return made


def _leaves(schema: Any, known: Any, path: Path) -> Iterator[Leaf]:
    schema = _plain(schema, known)
    if schema.get("type") == "object":
        for name, inner in schema.get("properties", {}).items():
            yield from _leaves(inner, known, (*path, name))
    elif schema.get("type") == "array":
        yield from _leaves(schema["items"], known, (*path, 0))
    else:
        bound = schema.keys() & {"enum", "const", "format", "pattern"}
        named = {part for part in path if isinstance(part, str)} & SHAPED
        yield Leaf(path, schema.get("type") == "string" and not bound and not named)


def _plain(schema: Any, known: Any) -> Any:
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    schema = options[0] if options else schema
    if "$ref" in schema:
        return _plain(known[schema["$ref"].rpartition("/")[2]], known)
    return schema


def _put(made: Any, path: Path, value: Any) -> None:
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int) and len(made) <= part:
            made.append(empty)
        elif isinstance(made, dict) and made.get(part) is None:
            made[part] = empty
        made = made[part]
    if isinstance(made, list) and len(made) <= int(path[-1]):
        made.append(value)
    else:
        made[path[-1]] = value
