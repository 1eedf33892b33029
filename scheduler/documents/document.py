"""Of what is a document made, whatever format it is written in?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

# What XML 1.0 (2.2) cannot hold, and so no DOCX: controls, lone surrogates, non-characters.
_ILLEGIBLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text in one style; `\n` in it begins a new line."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    struck: bool = False

    def __post_init__(self) -> None:
        """Leave out what no format could hold."""
        object.__setattr__(self, "text", legible(self.text))


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 is the highest below the title. On paper a `fresh` one begins a page."""

    level: int
    runs: Runs
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a quiet one is said beside what matters."""

    runs: Runs
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of things; numbered from `start`, or (None) with bullets."""

    items: tuple[Blocks, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Code:
    """Text that stands exactly as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head; every row has as many cells as the head. `roomy`: with space to write."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    roomy: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values: when, where, whose."""

    lines: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a row of a figure: what it counts, and how many."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A figure of rows of bars, in one line (`stacked`) or below each other.

    It is drawn where a format can; the table that says the same always stands beside it.
    """

    caption: str
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    stacked: bool = True


Block: TypeAlias = Heading | Paragraph | ListBlock | Quote | Code | Table | Fields | Bars
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document in one language (a code); its title is its first heading.

    `wide`: on paper it lies on its side. `top` stands above each page there.
    """

    title: str
    language: str
    blocks: Blocks = field(default=())
    wide: bool = False
    top: str = ""

    def __post_init__(self) -> None:
        """Leave out of the title, and of the line above it, what no format could hold."""
        object.__setattr__(self, "title", legible(self.title))
        object.__setattr__(self, "top", legible(self.top))


def legible(text: str) -> str:
    """Leave out the characters that no format could hold."""
    return _ILLEGIBLE.sub("", text)


def plain(text: str, *, strong: bool = False) -> Runs:
    """Give text as it stands."""
    return (Run(text, strong=strong),) if text else ()


def fields(lines: Iterable[tuple[str, str]]) -> Fields:
    """Give names with their values; what has no value is left out."""
    return Fields(tuple((plain(name), plain(value)) for name, value in lines if value))


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, roomy: bool = False) -> Table:
    """Give a table of plain texts."""
    return Table(
        tuple(plain(name) for name in head),
        tuple(tuple(plain(cell) for cell in row) for row in rows),
        roomy,
    )


def texts(document: Document) -> Iterator[str]:
    """Give every text of a document in reading order; the numbers of a list stand before each."""
    yield document.title
    for block in document.blocks:
        yield from _texts(block)


def weight(document: Document) -> int:
    """Count a document's blocks, cells and lines: what makes it slow to lay out."""
    return sum(1 + text.count("\n") for text in texts(document))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(runs=runs) | Paragraph(runs=runs):
            yield _joined(runs)
        case Code(text=text):
            yield text
        case ListBlock(items=items, start=start):
            for place, item in enumerate(items):
                yield from [] if start is None else [f"{start + place}."]
                yield from (text for inner in item for text in _texts(inner))
        case Quote(blocks=blocks):
            yield from (text for inner in blocks for text in _texts(inner))
        case Table(head=head, rows=rows):
            yield from (_joined(cell) for row in (head, *rows) for cell in row)
        case Bars(caption=caption):
            yield caption
        case Fields(lines=lines):
            yield from (_joined(cell) for line in lines for cell in line)


def _joined(runs: Runs) -> str:
    return "".join(run.text for run in runs)
