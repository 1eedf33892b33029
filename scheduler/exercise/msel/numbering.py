"""Under which control number does each row's inject stand, and each expected action?"""

from __future__ import annotations

import re

from scheduler.errors import N_
from scheduler.exercise.content import Inject
from scheduler.exercise.msel import naming
from scheduler.exercise.msel.book import Book
from scheduler.exercise.msel.entries import Entry
from scheduler.exercise.msel.rows import Record

TWICE = N_("“%(key)s” stands twice: row %(row)s has it too. Give one of them another number.")
SPELLED = N_("“%(cell)s” is kept as “%(key)s”: a number has letters, digits, points and hyphens.")
COUNTED = N_("There is no number, so it is counted as %(key)s.")


def number(book: Book, entries: list[Entry]) -> list[str]:
    """Give each entry's control number; those that have none are matched by title, else counted."""
    own = [_own(book, entry.record) for entry in entries]
    for key, entry in zip(own, entries, strict=True):
        if key and key in book.numbers:
            first = book.numbers[key].row
            book.say(entry.record, "number", "error", TWICE, key=key, row=first)
        elif key:
            book.numbers[key] = entry.record
    return [key or _made(book, entry.record) for key, entry in zip(own, entries, strict=True)]


def actions(book: Book, key: str, entry: Entry) -> list[dict[str, str]] | None:
    """Give the expected actions of an entry; None if the list says nothing of them."""
    if "expected" not in entry.record.places and not entry.expected:
        return None
    before = (
        {one.text: one.key for one in _before(book, key).expected} if key in book.injects else {}
    )
    said = [naming.read_sentence(one) for one in naming.sentences(entry.record.text("expected"))]
    said += [_of_row(record) for record in entry.expected]
    made: list[dict[str, str]] = []
    for place, (hint, text) in enumerate((one for one in said if one.name), 1):
        made.append(
            {"key": _action_key(book, key, hint or before.get(text, ""), place), "text": text}
        )
        if book.actions.setdefault(made[-1]["key"], key) != key or _is_twice(made):
            row = book.numbers[key].row if key in book.numbers else entry.record.row
            book.say(entry.record, "expected", "error", TWICE, key=made[-1]["key"], row=row)
    return made


def _own(book: Book, record: Record) -> str:
    cell = " ".join(record.text("number", "-").split())
    if not cell or naming.is_key(cell):
        return cell
    key = re.sub(r"[^0-9A-Za-zÀ-ÿ._-]+", "-", cell).strip("-._")[:40]
    if not key:
        return ""
    book.say(record, "number", "info", SPELLED, cell=cell[:60], key=key)
    return key


def _made(book: Book, record: Record) -> str:
    key = _same_title(book, record)
    if not key:
        count = 1
        while str(count) in book.numbers or str(count) in book.injects:
            count += 1
        key = str(count)
        book.say(record, "number", "info", COUNTED, key=key)
    book.numbers[key] = record
    return key


def _same_title(book: Book, record: Record) -> str:
    title, text = " ".join(record.text("title", " + ").split()), record.text("text")
    for key, inject in book.injects.items():
        same = inject.title == title if title else bool(text) and inject.text == text
        if same and key not in book.numbers:
            return key
    return ""


def _before(book: Book, key: str) -> Inject:
    return book.injects[key]


def _of_row(record: Record) -> naming.Named:
    words = [record.text("title", " + "), record.text("text"), record.text("expected")]
    number = record.text("number", "-")
    return naming.Named(
        number if naming.is_key(number) else "", "\n".join(dict.fromkeys(filter(None, words)))
    )


def _action_key(book: Book, key: str, known: str, place: int) -> str:
    if known:
        return known
    return naming.free(f"{key[:36]}.{place}", book.actions)


def _is_twice(made: list[dict[str, str]]) -> bool:
    return made[-1]["key"] in {one["key"] for one in made[:-1]}
