"""How is a document written as HTML: one file that needs nothing else?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scheduler.documents.document import Block, Document

TEMPLATES = Path(__file__).parents[2] / "templates" / "report"


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
    made.globals["kind_of"] = _kind_of
    return made


def _kind_of(block: Block) -> str:
    return type(block).__name__
