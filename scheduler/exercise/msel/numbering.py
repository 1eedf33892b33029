"""Under which control number does each row's inject stand, and each expected action?"""

from __future__ import annotations

import re
from itertools import count

from scheduler.errors import N_
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
    known = _Known(book)
    return [key or known.key(entry.record) for key, entry in zip(own, entries, strict=True)]


def actions(book: Book, key: str, entry: Entry) -> list[dict[str, str]] | None:
    """Give the expected actions of an entry; None if the list says nothing of them."""
    if "expected" not in entry.record.places and not entry.expected:
        return None
    before = _by_text(book, key)
    said = [naming.read_sentence(one) for one in naming.sentences(entry.record.text("expected"))]
    said += [_of_row(record) for record in entry.expected]
    made: dict[str, str] = {}
    for place, (hint, text) in enumerate((one for one in said if one.name), 1):
        same = before.get(text, [])
        known = hint or (same.pop(0) if same else "")
        action = known or book.free(f"{key[:36]}.{place}", book.actions)
        if action in made or book.actions.setdefault(action, key) != key:
            row = book.numbers[key].row if key in book.numbers else entry.record.row
            book.say(entry.record, "expected", "error", TWICE, key=action, row=row)
        made[action] = text
    return [{"key": action, "text": text} for action, text in made.items()]


def _own(book: Book, record: Record) -> str:
    cell = " ".join(record.text("number", "-").split())
    if not cell or naming.is_key(cell):
        return cell
    key = re.sub(r"[^0-9A-Za-zÀ-ÿ._-]+", "-", cell).strip("-._")[:40]
    if not key:
        return ""
    book.say(record, "number", "info", SPELLED, cell=cell[:60], key=key)
    return key


class _Known:
    """Finds the injects that rows without a number mean, by title or text; counts the others."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.left: dict[str, list[str]] = {}
        for key, inject in reversed(book.injects.items()):
            for words in (f"title {inject.title}", f"text {inject.text}"):
                self.left.setdefault(words, []).append(key)
        taken = book.numbers.keys() | book.injects.keys()
        self.free = (key for number in count(1) if (key := str(number)) not in taken)

    def key(self, record: Record) -> str:
        """Give the number of a row that has none."""
        title, text = " ".join(record.text("title", " + ").split()), record.text("text")
        same = self.left.get(f"title {title}" if title else f"text {text}", [])
        while same and same[-1] in self.book.numbers:
            same.pop()
        key = same.pop() if same and (title or text) else next(self.free)
        if key not in self.book.injects:
            self.book.say(record, "number", "info", COUNTED, key=key)
        self.book.numbers[key] = record
        return key


def _by_text(book: Book, key: str) -> dict[str, list[str]]:
    """Give the keys of the expected actions that an inject has had, by what they say."""
    found: dict[str, list[str]] = {}
    if key in book.injects:
        for action in book.injects[key].expected:
            found.setdefault(action.text, []).append(action.key)
    return found


def _of_row(record: Record) -> naming.Named:
    words = [record.text("title", " + "), record.text("text"), record.text("expected")]
    number = record.text("number", "-")
    return naming.Named(
        number if naming.is_key(number) else "", "\n".join(dict.fromkeys(filter(None, words)))
    )
