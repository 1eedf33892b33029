"""How do tests make files: tables, workbooks, and an OpenDocument sheet by hand?"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from scheduler.exercise.content import Content, Inject
from scheduler.exercise.msel import preview, reading
from scheduler.exercise.msel.book import Asked
from scheduler.exercise.msel.cells import Sheet
from scheduler.exercise.msel.preview import Preview

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{reading.ODS}"/>'
    "</manifest:manifest>"
)


def xlsx(*rows: Sequence[Any], merge: Sequence[str] = (), name: str = "Spelplan") -> bytes:
    """Make a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in merge:
        sheet.merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_of(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Make a text with columns."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def ods(*rows: str, name: str = "Spelplan") -> bytes:
    """Make an OpenDocument spreadsheet of the XML of its rows."""
    body = "".join(rows)
    content = (
        f"<office:document-content {_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("mimetype", reading.ODS)
        packed.writestr("META-INF/manifest.xml", _MANIFEST)
        packed.writestr("content.xml", content)
    return written.getvalue()


def ods_row(*cells: str, **said: str) -> str:
    """Make the XML of a row: texts, or XML of cells as it stands."""
    inside = "".join(cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
    return f"<table:table-row{_said(said)}>{inside}</table:table-row>"


def ods_cell(text: str, **said: str) -> str:
    """Make the XML of a cell; each line is a paragraph, as LibreOffice writes it."""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    kind = 'office:value-type="string"' if text else ""
    return f"<table:table-cell {kind}{_said(said)}>{lines if text else ''}</table:table-cell>"


def _said(said: dict[str, str]) -> str:
    return "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in said.items())


def look(*rows: Sequence[Any], base: Content | None = None, **asked: Any) -> Preview:
    """Read rows as a sheet, without a file."""
    sheet = Sheet("Spelplan", [list(row) for row in rows])
    return preview.of_sheets([sheet], base=base, asked=Asked(**asked))


def read(content: bytes, media_type: str, base: Content | None = None, **asked: Any) -> Preview:
    """Read a file as a list of injects."""
    return preview.of_sheets(reading.read(content, media_type), base=base, asked=Asked(**asked))


def content_of(found: Preview) -> Content:
    """Give what a preview makes; its messages if it makes nothing."""
    assert found.content is not None, said(found)
    return found.content


def said(found: Preview) -> list[tuple[str, str, str]]:
    """Give the messages as (cell, level, words)."""
    return [(one.cell, one.level, one.text % one.params) for one in found.messages]


def only(found: Preview) -> Inject:
    """Give the only inject of a preview."""
    (inject,) = content_of(found).injects
    return inject
