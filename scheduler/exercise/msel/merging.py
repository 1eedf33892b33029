"""How does a list go into the scenario that it came from? Matched by control number, never doubled.

A field changes only if the list has a column for it; what is not in the list stays.
"""

from __future__ import annotations

from typing import Any

from scheduler.errors import N_
from scheduler.exercise.content import Inject
from scheduler.exercise.msel.book import Book
from scheduler.exercise.msel.messages import Message
from scheduler.exercise.msel.rows import Record

KEPT = N_("“%(key)s %(title)s” is not in the list. It stays in the scenario.")


def onto(before: Inject | None, said: dict[str, Any], record: Record) -> dict[str, Any]:
    """Give an inject's fields: what the row says, upon what the inject said before."""
    seconds = said.pop("_seconds", None)
    if before is None:
        return said
    ruled = before.trigger.kind not in {"start", "manual"}
    if ruled and seconds is None and "trigger" not in record.places:
        said.pop("trigger", None)  # a time alone cannot say it, and its absence says nothing
    columns = {one.heading for one in record.head.columns if one.field is None}
    kept = {name: text for name, text in before.extra.items() if name not in columns}
    return {**dict(before), **said, "extra": {**kept, **said.get("extra", {})}}


def merged(book: Book, injects: list[Inject]) -> dict[str, Any]:
    """Give a content's fields: the scenario as it is, with what the list brings."""
    fields: dict[str, Any] = dict(book.base) if book.base else {}
    fields["injects"] = _ordered(book, injects)
    for name, new in _brought(book).items():
        fields[name] = [*fields.get(name, ()), *new]
    return fields


def _brought(book: Book) -> dict[str, list[dict[str, str]]]:
    return {
        "modules": [{"key": key, "title": name} for key, name in book.modules.new.items()],
        "groups": [{"key": key, "name": name} for key, name in book.groups.new.items()],
        "personas": [{"key": key, "name": name} for key, name in book.personas.new.items()],
        "objectives": [{"key": key, "text": text} for key, text in book.objectives.new.items()],
    }


def _ordered(book: Book, injects: list[Inject]) -> list[Inject]:
    """Put each inject where it was, a new one after the one above it in the list."""
    if book.base is None:
        return injects
    said = {one.key: one for one in injects}
    after: dict[str, list[Inject]] = {}
    above = ""
    for one in injects:
        if one.key in book.injects:
            above = one.key
        else:
            after.setdefault(above, []).append(one)
    ordered = list(after.get("", ()))
    for key, old in book.injects.items():
        if key not in said:
            book.messages.append(Message("", 0, "", "info", KEPT, {"key": key, "title": old.title}))
        ordered += [said.get(key, old), *after.get(key, ())]
    return ordered
