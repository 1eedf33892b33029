"""Which row of a sheet has the headings, and what does each row below say, field by field?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.exercise.msel.cells import Sheet, column, text_of
from scheduler.exercise.msel.headings import EXTRA, FIELDS, Field, field_of, plain
from scheduler.exercise.msel.times import Cell

SEARCHED = 20  # rows in which the headings stand
LONGEST_HEADING = 190
TELLING: frozenset[str] = frozenset({"title", "text"})  # a list has one of these
Mapped = Mapping[str, str]  # heading → field, "" to keep the column as it is


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it is (from 0), its heading, its field; None: kept under its heading."""

    place: int
    heading: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headings of a sheet stand (from 0), and what its columns are."""

    row: int
    columns: tuple[Column, ...]

    def of(self, name: Field) -> list[Column]:
        """Give the columns that feed a field."""
        return [one for one in self.columns if one.field == name]


@dataclass(slots=True)
class Record:
    """What one row says: cells and texts by field, the other columns by their headings.

    `row` is counted as people do, from 1; `places` are column letters. `goes_on`: its number is
    merged with that of the row above. `banner`: its only text, merged from side to side.
    """

    sheet: str
    row: int
    head: Head
    cells: dict[Field, list[Cell]] = field(default_factory=dict)
    texts: dict[Field, list[str]] = field(default_factory=dict)
    places: dict[Field, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    goes_on: bool = False
    banner: str = ""

    def text(self, name: Field, joint: str = "\n") -> str:
        """Give a field as text; several columns are joined."""
        return joint.join(text for text in self.texts.get(name, []) if text)

    def heading(self, name: Field) -> str:
        """Give the heading under which a field stands."""
        return next((one.heading for one in self.head.of(name)), "")

    def place(self, name: str) -> tuple[str, int, str]:
        """Give sheet, row and column of a field."""
        return self.sheet, self.row, self.places.get(name, "")  # type: ignore[call-overload]  # "" for no column


def head_of(sheet: Sheet, mapped: Mapped) -> Head | None:
    """Find the headings of a sheet; None if it has no list of injects."""
    best: Head | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        head = Head(number, tuple(_columns(row, mapped)))
        if _known(head) > _known(best):
            best = head
    return best


def records(sheet: Sheet, head: Head) -> Iterator[Record]:
    """Give every row below the headings that has anything in it."""
    numbers = [one.place for one in head.of("number")]
    for index in range(head.row + 1, len(sheet.rows)):
        texts = [text_of(cell) for cell in sheet.rows[index]]
        above = {place for place in range(len(texts)) if (index, place) in sheet.above}
        own = [place for place, text in enumerate(texts) if text and place not in above]
        if not own:
            continue
        record = Record(sheet.name, index + 1, head)
        record.goes_on = any(place in above for place in numbers)
        if index in sheet.banners and len(own) == 1:
            record.banner = texts[own[0]]
        skipped = above if record.goes_on else set()
        _fill(record, head, sheet.rows[index], texts, skipped)
        yield record


def _fill(record: Record, head: Head, row: list[Cell], texts: list[str], skipped: set[int]) -> None:
    for one in head.columns:
        if one.place in skipped:
            continue
        inside = one.place < len(row)
        if one.field is not None:
            record.places.setdefault(one.field, column(one.place))
            record.cells.setdefault(one.field, []).append(row[one.place] if inside else None)
            record.texts.setdefault(one.field, []).append(texts[one.place] if inside else "")
        elif inside and texts[one.place]:
            record.extra[one.heading] = texts[one.place]


def _columns(row: list[Cell], mapped: Mapped) -> Iterator[Column]:
    own = {plain(heading): name for heading, name in mapped.items()}
    seen: dict[str, int] = {}
    for place, cell in enumerate(row):
        written = " ".join(text_of(cell).split())[:LONGEST_HEADING]
        found = field_of(written) if isinstance(cell, str) else None
        if written and plain(written) in own:
            chosen = own[plain(written)]
            found = next((name for name in FIELDS if name == chosen), None)
        heading = written.removeprefix(EXTRA) or f"Column {column(place)}"
        if found is None:
            seen[heading] = seen.get(heading, 0) + 1
            heading = f"{heading} ({seen[heading]})" if seen[heading] > 1 else heading
        yield Column(place, heading if found is None else written, found)


def _known(head: Head | None) -> int:
    if head is None:
        return 1  # fewer than two are chance
    fields = {one.field for one in head.columns if one.field}
    return len(fields) if fields & TELLING else 0
