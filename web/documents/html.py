"""How is a document written as HTML: one file that needs nothing else?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from scheduler.documents.document import Block, Document, Table
from web.documents import bars

TEMPLATES = Path(__file__).parents[2] / "templates" / "report"

_LETTERS, _LETTERS_WIDE = 72, 126  # that a line holds on paper, upright and on its side
_MANY = 6  # columns


def html(document: Document) -> str:
    """Write a document as a whole page, its style within it."""
    return _templates().get_template("document.html").render(document=document)


def inner(document: Document) -> Markup:
    """Write a document's blocks as part of a page."""
    blocks: Any = _templates().get_template("_blocks.html").module
    return Markup(blocks.all(document.blocks))  # noqa: S704  # the template has escaped it


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(kind_of=_kind_of, cell_width=_cell_width, drawn=bars.drawn)
    made.filters["breakable"] = _breakable
    return made


def _breakable(text: str, longest: int) -> Markup:
    """Let words of more letters than `longest` (0: any) be broken where a line ends."""
    if not longest:
        return escape(text)
    return Markup("<wbr>").join(re.split(rf"(?<=\S{{{longest}}})(?=\S)", text))


def _cell_width(table: Table) -> int:
    columns = len(table.head)
    return max(4, (_LETTERS if columns < _MANY else _LETTERS_WIDE) // columns)


def _kind_of(block: Block) -> str:
    return type(block).__name__
