"""In which files does a scenario travel? As a list of injects (xlsx, csv), whole (zip, json).

CEXF is MISP's format, for what it can hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal

from scheduler.exercise.canonical import as_json
from scheduler.exercise.content import Content
from scheduler.exercise.msel import cexf, package, writing
from web.documents.files import TYPES, File, safe_name

Form = Literal["xlsx", "csv", "zip", "json", "cexf"]
FORMS: tuple[Form, ...] = ("xlsx", "csv", "zip", "json", "cexf")
MEDIA_TYPES: Mapping[Form, str] = {
    "xlsx": TYPES["xlsx"],
    "csv": "text/csv; charset=utf-8",
    "zip": TYPES["zip"],
    "json": TYPES["json"],
    "cexf": TYPES["json"],
}


def scenario_file(content: Content, papers: Mapping[str, bytes], form: Form) -> File:
    """Write a scenario in a form; `papers`, by SHA-256, go with the package alone.

    Raises TooLongForACell.
    """
    written: dict[Form, Callable[[], bytes]] = {
        "xlsx": lambda: writing.xlsx(content),
        "csv": lambda: writing.csv_text(content),
        "zip": lambda: package.write(content, papers),
        "json": lambda: _json(content),
        "cexf": lambda: _quiet(cexf.write(content)),
    }
    return File(
        content=written[form](),
        name=safe_name(content.title, form="cexf.json" if form == "cexf" else form),
        media_type=MEDIA_TYPES[form],
    )


def _json(content: Content) -> bytes:
    said = json.dumps(as_json(content), ensure_ascii=False, indent=2)
    return _quiet(said.encode())


def _quiet(said: bytes) -> bytes:
    return said.replace(b"<", b"\\u003c")  # for whoever takes it for a page
