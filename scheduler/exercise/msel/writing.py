"""How is a scenario written as a list of injects: an Excel file, or text with columns?

Every cell is text, and none of them calculates: what begins like a formula has an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from scheduler.errors import N_, Refused
from scheduler.exercise.content import Content
from scheduler.exercise.msel.cells import escaped
from scheduler.exercise.msel.columns import table

LONGEST_CELL = 32_767  # characters, by the format
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the format has no zones
_ZIPPED = (2000, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # the library writes when it saved
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # would be read as a character's number
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDE, _NARROW = 60, 18
_LONG = {"Message", "Expected Participant Response", "Exercise Objective", "Notes", "Title"}


class TooLongForACell(Refused):
    """A spreadsheet's cell is bounded; cutting would lose words."""

    message = N_(
        "“%(heading)s” in row %(row)s is too long for a cell of a spreadsheet. "
        "Take the package (zip) instead: it holds everything."
    )


def xlsx(content: Content) -> bytes:
    """Write the list as a workbook of one sheet; the same content gives the same bytes."""
    book = Workbook()
    book.properties.title, book.properties.creator = content.title, ""
    book.properties.created = book.properties.modified = _MADE
    sheet = book.active or book.create_sheet()
    sheet.title = _sheet_name(content.title)
    heads: list[str] = []
    for number, row in enumerate(table(content), 1):
        heads = heads or row
        for place, text in enumerate(row, 1):
            if text:
                cell = cast("Cell", sheet.cell(number, place))
                _write(cell, _fitting(text, heads[place - 1], number), strong=number == 1)
    for place, heading in enumerate(heads, 1):
        width = _WIDE if heading in _LONG else _NARROW
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    written = io.BytesIO()
    book.save(written)
    return _settled(written.getvalue())


def csv_text(content: Content) -> bytes:
    """Write the list as CSV: commas, UTF-8 with the mark that lets Excel know it (RFC 4180)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([escaped(text) for text in row] for row in table(content))
    return written.getvalue().encode("utf-8-sig")


_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def _write(cell: Cell, text: str, *, strong: bool) -> None:
    cell.value = text
    cell.data_type = "s"  # else what begins with = would be a formula
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    if strong:
        cell.font = _BOLD


def _fitting(text: str, heading: str, row: int) -> str:
    safe = _CODE.sub("_x005F_", _NOT_IN_XML.sub("", escaped(text)))
    if len(safe.encode("utf-16-le")) // 2 > LONGEST_CELL:
        raise TooLongForACell(heading=heading, row=row)
    return safe


def _sheet_name(title: str) -> str:
    name = _NOT_IN_A_NAME.sub(" ", _NOT_IN_XML.sub("", title))
    return " ".join(name.split())[:31].strip() or "MSEL"


def _settled(content: bytes) -> bytes:
    """Give every part the same time, so that nothing but the content changes the bytes."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sorted(made.namelist()):
            part = _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", made.read(name))
            packed.writestr(zipfile.ZipInfo(name, _ZIPPED), part, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
