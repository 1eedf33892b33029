"""What would a list make of a scenario, and what is there to say of its cells? Nothing is written.

Any error, and there is no content: nothing is half imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from scheduler.errors import N_
from scheduler.exercise.comparing import Difference, differences
from scheduler.exercise.content import Content, Inject
from scheduler.exercise.msel import building, messages, numbering
from scheduler.exercise.msel.book import Asked, Book
from scheduler.exercise.msel.cells import Sheet, column, text_of
from scheduler.exercise.msel.entries import Entry, gathered
from scheduler.exercise.msel.merging import merged, onto
from scheduler.exercise.msel.messages import Message
from scheduler.exercise.msel.rows import Head, head_of, records
from scheduler.text import clean_line

NO_HEADINGS = N_(
    "No row with headings was found in the first 20 rows. A list needs at least two, one of them "
    "a title or a text: for example Number, Time, Title, Message."
)
PASSED_OVER = N_("This sheet has no list of injects, so it is passed over.")
NO_ROWS = N_("There is no inject below the headings.")
KEPT_AS_IS = N_("“%(heading)s” is no column that is known. It is kept as it is.")
_GENERIC = ("sheet", "blad", "ark", "tabelle", "feuil", "taulukko", "msel", "csv")
UNTITLED = "MSEL"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of a sheet and the field that it feeds ("": kept as it is)."""

    sheet: str
    column: str
    heading: str
    field: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What an import would do; `content` None: not yet, or not at all.

    `groups` are audiences that are not there yet, `changes` what is other than before (none for a
    new scenario), `papers` the files that come with it, by SHA-256.
    """

    messages: tuple[Message, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    content: Content | None = None
    groups: tuple[str, ...] = ()
    needs_start: bool = False
    mapping: tuple[MappedColumn, ...] = ()
    changes: tuple[Difference, ...] = ()
    papers: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many messages forbid the import."""
        return sum(one.level == "error" for one in self.messages)


def of_sheets(sheets: Sequence[Sheet], *, base: Content | None, asked: Asked) -> Preview:
    """Read sheets as a list of injects, into a scenario (`base`) or as a new one."""
    book = Book(base, asked)
    found = [(sheet, head) for sheet in sheets if (head := head_of(sheet, asked.mapping))]
    entries = gathered(record for sheet, head in found for record in records(sheet, head))
    _tell_of_sheets(book, sheets, found, entries)
    injects = [one for one in _injects(book, entries) if one is not None]
    content = None
    if not book.needs_start and not any(one.level == "error" for one in book.messages):
        content = _content(book, injects, found)
    return Preview(
        messages=messages.bounded(book.messages),
        counts=_counts(book, entries, injects, content),
        content=content,
        groups=_asked_for(book, entries),
        needs_start=book.needs_start,
        mapping=tuple(_mapping(found)),
        changes=tuple(differences(base, content)) if base and content else (),
    )


def _injects(book: Book, entries: list[Entry]) -> list[Inject | None]:
    keys = numbering.number(book, entries)
    book.actions_of_others(set(book.injects) - set(keys))
    return [_inject(book, key, entry) for key, entry in zip(keys, entries, strict=True)]


def _inject(book: Book, key: str, entry: Entry) -> Inject | None:
    said = building.data(book, entry)
    actions = numbering.actions(book, key, entry)
    if actions is not None:
        said["expected"] = actions
    try:
        return Inject.model_validate(
            onto(book.injects.get(key), {"key": key, **said}, entry.record)
        )
    except ValidationError as invalid:
        for name, text, params in messages.of_validation(invalid):
            if name == "title" and not said.get("title"):
                continue  # told already
            place = building.FIELD_OF.get(name, name)
            book.say(entry.record, place, "error", text, **params)
    return None


def _content(book: Book, injects: list[Inject], found: list[tuple[Sheet, Head]]) -> Content | None:
    fields = merged(book, injects)
    if book.base is None:
        title = book.asked.title or _title(found) or book.asked.name or UNTITLED
        fields |= {"title": title, "language": book.asked.language}
    try:
        return Content.model_validate(fields)
    except ValidationError as invalid:
        for _, text, params in messages.of_validation(invalid):
            book.messages.append(Message("", 0, "", "error", text, params))
    return None


def _title(found: list[tuple[Sheet, Head]]) -> str:
    """Give what stands above the headings, else the sheet's name."""
    for sheet, head in found:
        texts = [text_of(cell) for row in sheet.rows[: head.row] for cell in row]
        line = next((clean_line(text) for text in texts if text), "")
        name = clean_line(sheet.name)
        if line or (name and not name.casefold().rstrip(" 0123456789()").endswith(_GENERIC)):
            return (line or name)[:200]
    return ""


def _tell_of_sheets(
    book: Book,
    sheets: Sequence[Sheet],
    found: list[tuple[Sheet, Head]],
    entries: list[Entry],
) -> None:
    known = [sheet for sheet, _ in found]
    if not found:
        book.messages.append(Message("", 0, "", "error", NO_HEADINGS))
        return
    for sheet in sheets:
        if not any(sheet is one for one in known) and any(map(any, sheet.rows)):
            book.messages.append(Message(sheet.name, 0, "", "info", PASSED_OVER))
    if not entries:
        sheet, head = found[0]
        book.messages.append(Message(sheet.name, head.row + 1, "", "error", NO_ROWS))
    for sheet, head in found:
        for one in head.columns:
            if (
                one.field is None
                and one.place < len(sheet.rows[head.row])
                and _used(sheet, head, one.place)
            ):
                place = (sheet.name, head.row + 1, column(one.place))
                book.messages.append(Message(*place, "info", KEPT_AS_IS, {"heading": one.heading}))


def _used(sheet: Sheet, head: Head, place: int) -> bool:
    return any(place < len(row) and row[place] not in (None, "") for row in sheet.rows[head.row :])


def _mapping(found: list[tuple[Sheet, Head]]) -> list[MappedColumn]:
    return [
        MappedColumn(sheet.name, column(one.place), one.heading, one.field or "")
        for sheet, head in found
        for one in head.columns
        if _used(sheet, head, one.place)
    ]


def _asked_for(book: Book, entries: list[Entry]) -> tuple[str, ...]:
    """Give the audiences that are not there: those that came to be, and those declined."""
    declined = sorted(book.asked.without - set(book.groups.new.values())) if entries else []
    return (*book.groups.new.values(), *declined)


def _counts(
    book: Book, entries: list[Entry], injects: list[Inject], content: Content | None
) -> dict[str, int]:
    there = book.injects
    changed = [one for one in injects if one.key in there and there[one.key] != one]
    counts: dict[str, Any] = {
        "rows": len(entries) + sum(len(one.expected) for one in entries),
        "injects": len(entries),
        "expected": sum(len(one.expected) for one in injects),
        "groups": len(book.groups.new),
        "modules": len(book.modules.new),
        "objectives": len(book.objectives.new),
        "personas": len(book.personas.new),
    }
    if book.base is not None:
        counts |= {
            "new": sum(one.key not in there for one in injects),
            "changed": len(changed),
            "unchanged": sum(there.get(one.key) == one for one in injects),
            "kept": len(content.injects) - len(injects) if content else 0,
        }
    for level in ("error", "warning", "info"):
        counts[f"{level}s"] = sum(one.level == level for one in book.messages)
    return counts
