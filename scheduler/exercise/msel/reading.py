"""What cells are in a file: a workbook (xlsx, ods) or a text with columns (csv)?

Nothing of the file is trusted: how large it unpacks, how many rows and columns it claims, whether
it is one at all are asked before it is read.
"""

from __future__ import annotations

import codecs
import csv
import io

import python_calamine

from scheduler.errors import N_, Refused
from scheduler.exercise.msel import weighing
from scheduler.exercise.msel.cells import Sheet, spread
from scheduler.exercise.msel.headings import field_of
from scheduler.exercise.msel.times import Cell

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 200, 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"
_DELIMITERS = ",;\t"
_PROBED = 40  # lines that tell the delimiter


class NoSuchType(Refused):
    """A file that is no list of injects."""

    message = N_("Send the list as an Excel file (xlsx), an OpenDocument file (ods) or as csv.")
    status = 415


class NotASheet(Refused):
    """It says that it is a spreadsheet and cannot be read as one."""

    message = N_(
        "The file cannot be read as a spreadsheet. Open it in the program it was made with, "
        "save it anew, and send that."
    )


class NothingThere(Refused):
    """No cell has anything in it."""

    message = N_("The file is empty. Choose the file once more.")


class Locked(Refused):
    """It asks for a password."""

    message = N_("The file is locked by a password. Save it without one and send that.")


class TooMuch(Refused):
    """Larger than any list of injects."""

    message = N_("The file is too large: at most %(megabytes)s MB are taken.")
    status = 413


class TooManyCells(Refused):
    """More rows or columns than any list of injects has."""

    message = N_(
        "The sheet “%(sheet)s” is too large: at most %(rows)s rows and %(columns)s columns are "
        "taken. Delete what is empty or does not belong to the list."
    )


class NotText(Refused):
    """A text in letters that cannot be known."""

    message = N_("The letters of the file cannot be read. Save it as “CSV UTF-8” and send that.")


def read(content: bytes, media_type: str) -> list[Sheet]:
    """Give the sheets of a file; raises a refusal that says what to do."""
    if not content.strip():
        raise NothingThere(field="file")
    if len(content) > MOST_BYTES:
        raise TooMuch(field="file", megabytes=MOST_BYTES // 1024**2)
    if media_type in {XLSX, ODS}:
        return _workbook(content)
    if media_type == CSV:
        return [_table(content)]
    raise NoSuchType(field="file")


def _workbook(content: bytes) -> list[Sheet]:
    try:
        merged = weighing.weigh(content, rows=MOST_ROWS, columns=MOST_COLUMNS)
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            names = book.sheet_names
            return [_sheet(book, name, merged) for name in names[:MOST_SHEETS]]
    except weighing.TooHeavy:
        raise TooMuch(field="file", megabytes=weighing.MOST_UNPACKED // 1024**2) from None
    except weighing.TooWide as wide:
        raise _too_many(str(wide)) from None
    except python_calamine.PasswordError:
        raise Locked(field="file") from None
    except (python_calamine.CalamineError, weighing.Broken, ValueError, OSError, IndexError):
        raise NotASheet(field="file") from None


def _sheet(book: python_calamine.CalamineWorkbook, name: str, merged: weighing.Merged) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = [list[Cell](row) for row in sheet.to_python(skip_empty_area=False)]
    of_ods = [(first, last) for of, first, last in merged if of == name]
    return spread(Sheet(name, rows, (*(sheet.merged_cell_ranges or ()), *of_ods)))


def _too_many(sheet: str) -> TooManyCells:
    return TooManyCells(field="file", sheet=sheet, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _table(content: bytes) -> Sheet:
    text = _decoded(content)
    if text.startswith("sep=") and "\n" in text:
        text = text.partition("\n")[2]  # a line for Excel
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _too_many("CSV")
            rows.append(row)
    except csv.Error:
        raise NotASheet(field="file") from None
    return Sheet("", [list(row) for row in rows])


def _decoded(content: bytes) -> str:
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotText(field="file")


def _delimiter(text: str) -> str:
    """Choose what parts the columns: by it the most headings are known, then most columns are."""

    def known(delimiter: str) -> tuple[int, int]:
        probe = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
        try:
            rows = [row for row, _ in zip(probe, range(_PROBED), strict=False)]
        except csv.Error:
            return (0, 0)
        heads = max((len({field_of(cell) for cell in row} - {None}) for row in rows), default=0)
        return heads, max(map(len, rows), default=0)

    return max(_DELIMITERS, key=known)
