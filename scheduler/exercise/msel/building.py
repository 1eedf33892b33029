"""What does a row say of an inject? Only the fields that the list has columns for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scheduler.errors import N_
from scheduler.exercise.msel import book as words
from scheduler.exercise.msel import moments, naming, values
from scheduler.exercise.msel.book import Book
from scheduler.exercise.msel.entries import Entry
from scheduler.exercise.msel.headings import Field
from scheduler.exercise.msel.messages import TOO_LONG

LONGEST_TITLE = 120

NO_WORDS = N_("This row has neither a title nor a text. Write one, or delete the row.")
TITLE_MADE = N_("There is no title, so the beginning of the text is taken: “%(title)s”.")
NEW_GROUP = N_("“%(cell)s” is no group of the scenario yet. It comes to be with the import.")
NO_GROUP = N_("“%(cell)s” is no group of the scenario: what is for it reaches nobody yet.")
NO_NUMBER = N_("“%(cell)s” is no whole number of minutes.")
NO_PAPER = N_("“%(cell)s” is no paper of the scenario. Add the file there.")

Setter = Callable[[Book, Entry, dict[str, Any]], None]


def data(book: Book, entry: Entry) -> dict[str, Any]:
    """Give what an entry says of its inject, without its number."""
    said: dict[str, Any] = {}
    has = set(entry.record.places)
    for needed, setter in _SETTERS:
        if needed & has:
            setter(book, entry, said)
    if entry.banner and not said.get("module"):
        said["module"] = book.modules.find(entry.banner)
    if entry.record.extra:
        said["extra"] = dict(entry.record.extra)
    return said


def _title(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    record = entry.record
    title = " ".join(record.text("title", " + ").split())
    text = record.text("text")
    if not title and text:
        title = _beginning(text)
        book.say(record, "text", "info", TITLE_MADE, title=title)
    elif not title:
        book.say(record, "title", "error", NO_WORDS)
    said["title"] = title


def _beginning(text: str) -> str:
    line = text.split("\n", 1)[0].strip()
    if len(line) <= LONGEST_TITLE:
        return line
    return line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _plain(name: Field) -> Setter:
    def set_text(_: Book, entry: Entry, said: dict[str, Any]) -> None:
        said[name] = entry.record.text(name)

    return set_text


def _line(name: Field) -> Setter:
    def set_line(_: Book, entry: Entry, said: dict[str, Any]) -> None:
        said[name] = " ".join(entry.record.text(name, " + ").split())

    return set_line


def _kind(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    text = entry.record.text("kind", " / ")
    found = values.kind(text) if text else "inject"
    way = values.way(text) if found is None else None
    if way is not None:  # Crisis-Lab's "type" is a way
        said["delivery"] = way
    elif found is None:
        book.keep(entry.record, "kind", words.UNKNOWN_KIND)
    said["kind"] = {None: "inject", values.EXPECTED_ROW: "expected"}.get(found, found)


def _delivery(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    text = entry.record.text("delivery", " / ")
    way = values.way(text)
    if way is None and text:
        book.keep(entry.record, "delivery", words.UNKNOWN_WAY)
    if way is not None or "delivery" not in said:
        said["delivery"] = way or "web"


def _status(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    text = entry.record.text("status")
    found = values.status(text)
    if found is None and text:
        book.keep(entry.record, "status", words.UNKNOWN_STATUS)
    said["status"] = found or "draft"


def _secret(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    found = values.yes(entry.record.text("secret"))
    if found is None:
        book.keep(entry.record, "secret", words.UNKNOWN_YES)
    said["secret"] = bool(found)


def _reading(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    text = entry.record.text("reading_minutes")
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        book.say(entry.record, "reading_minutes", "error", NO_NUMBER, cell=text[:60])
        return
    said["reading_minutes"] = int(text) if text else None


def _module(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    cell = " + ".join(filter(None, entry.record.texts["module"]))
    said["module"] = (
        book.part(book.modules, entry.record, "module", " ".join(cell.split())) if cell else ""
    )


def _persona(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    cell = " ".join(entry.record.text("persona", ", ").split())
    said["persona"] = book.part(book.personas, entry.record, "persona", cell) if cell else ""


def _groups(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    names = [one for one in naming.several(entry.record.text("groups")) if one.strip()]
    if any(values.everybody(one) for one in names):
        names = []
    for one in names:
        if not book.groups.knows(one) and naming.read(one).name:
            declined = naming.read(one).name in book.asked.without
            words_, level = (NO_GROUP, "warning") if declined else (NEW_GROUP, "info")
            book.say(entry.record, "groups", level, words_, cell=one[:60])  # type: ignore[arg-type]
        if len(one) > 200:
            book.say(entry.record, "groups", "error", TOO_LONG, max_length=200)
            return
        book.audience(one)
    said["groups"] = _once([book.audience(one) for one in names])


def _objectives(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    cells = naming.sentences(entry.record.text("objectives"))
    if len(cells) == 1 and not cells[0].startswith("["):
        parts = [one.strip() for one in cells[0].replace("+", ",").replace(";", ",").split(",")]
        if all(part in book.objectives.names for part in parts):
            cells = parts  # keys in a row: M1, M2
    said["objectives"] = _once(
        [book.part(book.objectives, entry.record, "objectives", one, 1000) for one in cells]
    )


def _files(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    names = naming.files(entry.record.text("files"))
    for name in names:
        if name not in book.files:
            book.say(entry.record, "files", "warning", NO_PAPER, cell=name[:60])
    said["files"] = _once(names)


def _once(keys: list[str]) -> list[str]:
    return list(dict.fromkeys(keys))


_SETTERS: tuple[tuple[frozenset[str], Setter], ...] = tuple(
    (frozenset(names.split()), setter)
    for names, setter in (
        ("title text", _title),
        ("text", _plain("text")),
        ("note", _plain("note")),
        ("story_time", _line("story_time")),
        ("responsible", _line("responsible")),
        ("kind", _kind),
        ("delivery", _delivery),
        ("status", _status),
        ("secret", _secret),
        ("reading_minutes", _reading),
        ("module", _module),
        ("persona", _persona),
        ("groups", _groups),
        ("objectives", _objectives),
        ("files", _files),
        ("time minutes seconds trigger", moments.put),
    )
)
FIELD_OF: Mapping[str, Field] = {
    "key": "number",
    "trigger": "time",
}  # where an inject's field stands
