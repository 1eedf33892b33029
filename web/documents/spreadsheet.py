"""How is a list written as a spreadsheet (XLSX), so that what was typed never calculates?

Every cell is literal text or a whole number: whatever a text begins with, it is no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeAlias, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from scheduler.documents.document import legible
from web.documents.docx_parts import settled

LONGEST_CELL = 32_767  # characters, by the format
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the format has no zones
_WIDE, _NARROW = 60, 22
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")  # of sheets
Named: TypeAlias = tuple[str, tuple[Sequence[str], Sequence[Sequence[str]]]]


def xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Write one sheet of texts and counts below a head row that stays in sight."""
    book = _book(title)
    sheet = book.active or book.create_sheet()
    sheet.title = "1"
    _fill(sheet, heads, rows)
    written = BytesIO()
    book.save(written)
    return settled(written.getvalue())


def _book(title: str) -> Workbook:
    book = Workbook()
    book.properties.title, book.properties.creator = legible(title), ""
    book.properties.created = book.properties.modified = _MADE
    return book


def _fill(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    for number, row in enumerate((heads, *rows), 1):
        for column, text in enumerate(row, 1):
            _write(cast("Cell", sheet.cell(number, column)), text, strong=number == 1)
    for column in range(1, len(heads) + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDE if column == 1 else _NARROW
    sheet.freeze_panes = "A2"


def sheets(title: str, tables: Iterable[Named]) -> bytes:
    """Write one sheet a table, each with its name and a head row that stays in sight."""
    book = _book(title)
    if book.active is not None:
        book.remove(book.active)
    for name, (heads, rows) in tables:
        _fill(book.create_sheet(_NOT_IN_NAMES.sub(" ", name)[:31]), heads, rows)
    if not book.sheetnames:
        book.create_sheet("1")
    written = BytesIO()
    book.save(written)
    return settled(written.getvalue())


def _write(cell: Cell, text: str | int, *, strong: bool) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=strong)
    if isinstance(text, int):
        cell.value = text
        return
    cell.value = legible(text)[:LONGEST_CELL]
    cell.data_type = "s"  # else what begins with = would be a formula
    cell.number_format = "@"
    cell.quotePrefix = True
