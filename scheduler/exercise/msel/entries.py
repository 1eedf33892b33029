"""Which rows belong together? A row is an inject; some go on with the one above.

Pure gathering: what a row means is said in `building`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.exercise.msel import values
from scheduler.exercise.msel.headings import Field
from scheduler.exercise.msel.rows import Record

_GROWS: tuple[Field, ...] = ("text", "note", "expected", "groups", "objectives", "files")


@dataclass(slots=True)
class Entry:
    """One inject's row, the expected actions below it, and the module that a banner says."""

    record: Record
    expected: list[Record] = field(default_factory=list)
    banner: str = ""


def gathered(records: Iterable[Record]) -> list[Entry]:
    """Put rows together, sheet by sheet in their order."""
    entries: list[Entry] = []
    banner, sheet = "", None
    for record in records:
        if record.sheet != sheet:
            banner, sheet = "", record.sheet
        last = entries[-1] if entries and entries[-1].record.sheet == sheet else None
        if record.banner:
            banner = record.banner
        elif record.goes_on and last is not None:
            _go_on(last.record, record)
        elif last is not None and values.kind(record.text("kind")) == values.EXPECTED_ROW:
            last.expected.append(record)
        else:
            entries.append(Entry(record, banner=banner))
    return entries


def _go_on(record: Record, more: Record) -> None:
    """Let a row go on in the one below it, whose number is merged with its own."""
    for name, texts in more.texts.items():
        if name in _GROWS:
            record.texts.setdefault(name, []).extend(texts)
        elif not record.text(name):
            record.texts[name], record.cells[name] = texts, more.cells[name]
        record.places.setdefault(name, more.places[name])
    for heading, text in more.extra.items():
        record.extra[heading] = "\n".join(filter(None, (record.extra.get(heading), text)))
