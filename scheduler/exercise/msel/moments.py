"""When does a row's inject come? Its times, a date beside them, the rule in its trigger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.errors import N_, Refused
from scheduler.exercise.msel import times, triggers
from scheduler.exercise.msel.book import Book
from scheduler.exercise.msel.entries import Entry
from scheduler.exercise.msel.headings import Field
from scheduler.exercise.msel.rows import Record
from scheduler.exercise.msel.times import Cell, Clock, DateAlone, Unit, When

UNITS: tuple[Unit, ...] = ("time", "minutes", "seconds")

TWO_TIMES = N_("Two times stand here and say different things. “%(cell)s” is taken.")
MINUTES = N_("“%(cell)s” is read as minutes from the start. If a time of day is meant: 09:30.")
NEEDS_START = N_(
    "“%(cell)s” is a time of day. Give the start of the exercise, so that it can be reckoned from."
)


def put(book: Book, entry: Entry, said: dict[str, Any]) -> None:
    """Put what a row says of its time into what is said of its inject."""
    record = entry.record
    try:
        seconds = _seconds(book, record)
    except Refused as refused:
        book.refuse(record, _field(record), refused)
        return
    said["_seconds"] = seconds
    try:
        said["trigger"] = triggers.read(record.text("trigger", " "), seconds)
    except Refused as refused:
        record.extra[record.heading("trigger")] = record.text("trigger")
        book.refuse(record, "trigger", refused, "warning")
        said["trigger"] = triggers.read("", seconds)


@dataclass(slots=True)
class _Read:
    """What the cells of a row say: times with their texts, and a date that stands alone."""

    found: list[tuple[str, When]]
    day: date | None = None
    lone: DateAlone | None = None


def _seconds(book: Book, record: Record) -> int | None:
    when = _when(book, record)
    if when is None:
        return None
    seconds = times.offset(when, book.asked.start)
    if seconds is None:
        if not book.needs_start:
            cell = next(text for unit in UNITS for text in record.texts.get(unit, []) if text)
            book.say(record, _field(record), "warning", NEEDS_START, cell=cell)
        book.needs_start = True
    return seconds


def _when(book: Book, record: Record) -> When | None:
    """Give the time of a row: of several cells the first, joined with a date that stands alone."""
    read = _Read([])
    for unit in UNITS:
        for cell, text in zip(record.cells.get(unit, []), record.texts.get(unit, []), strict=True):
            _read(book, record, unit, cell, text, read)
    if not read.found:
        if read.lone is not None:
            raise read.lone
        return None
    text, when = read.found[0]
    if any(other != when for _, other in read.found):
        book.say(record, _field(record), "warning", TWO_TIMES, cell=text)
    if read.day and isinstance(when, Clock) and when.day is None:
        return Clock(when.at, read.day)
    return when


def _read(book: Book, record: Record, unit: Unit, cell: Cell, text: str, read: _Read) -> None:
    try:
        when = times.read(text if isinstance(cell, str) else cell, unit)
    except DateAlone as alone:
        read.day, read.lone = alone.day, alone
        return
    except Refused as refused:
        book.refuse(record, unit, refused)
        return
    if when is not None:
        read.found.append((text, when))
    if unit == "time" and isinstance(cell, float) and 99 < cell < 2400:
        book.say(record, unit, "warning", MINUTES, cell=text)


def _field(record: Record) -> Field:
    return next((unit for unit in UNITS if unit in record.places), "time")
