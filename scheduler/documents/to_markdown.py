"""How is a document written as Markdown (CommonMark with tables)?

What was typed stays text: each mark that Markdown would read is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.documents.document import (
    Bars,
    Block,
    Blocks,
    Code,
    Document,
    Fields,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_BEGINS = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def markdown(document: Document) -> str:
    """Write a document as Markdown."""
    return "\n\n".join([f"# {_escaped(document.title)}", *_written(document.blocks)]) + "\n"


def _written(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield _block(block)


def _block(block: Block) -> str:  # noqa: PLR0911  # one a kind
    match block:
        case Heading(level=level, runs=runs):
            return f"{'#' * min(level, 6)} {_line(runs)}"
        case Paragraph(runs=runs):
            return _begun(_inline(runs)).replace("\n", "\\\n")
        case ListBlock(items=items, start=start):
            return "\n".join(_item(item, place, start) for place, item in enumerate(items))
        case Quote(blocks=inner):
            return _indented("\n\n".join(_written(inner)), "> ", "> ")
        case Code(text=text):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            return f"{fence}\n{text}\n{fence}"
        case Table(head=head, rows=rows):
            return _table(head, rows)
        case Bars(caption=caption):
            return f"*{_escaped(caption)}*"
        case Fields(lines=lines):
            return "\n".join(f"- **{_line(name)}:** {_line(value)}" for name, value in lines)


def _item(item: Blocks, place: int, start: int | None) -> str:
    mark = "- " if start is None else f"{start + place}. "
    return _indented("\n\n".join(_written(item)), mark, " " * len(mark))


def _table(head: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]) -> str:
    lines = [head, *rows]
    written = [f"| {' | '.join(_line(cell) for cell in row)} |" for row in lines]
    return "\n".join([written[0], f"|{' --- |' * len(head)}", *written[1:]])


def _line(runs: Runs) -> str:
    return " ".join(_inline(runs).split("\n"))


def _inline(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    core = run.text.strip()
    if not core:
        return run.text
    before, after = run.text.split(core)[0], run.text[run.text.index(core) + len(core) :]
    marks = "**" * run.strong + "*" * run.emphasis + "~~" * run.struck
    return f"{before}{marks}{_escaped(core)}{marks[::-1]}{after}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _begun(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _BEGINS.sub(r"\1\\\2", text))


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(f"{rest}{line}".rstrip() for line in lines[1:])])
