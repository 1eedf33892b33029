"""Does what was typed stay text in a spreadsheet?"""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl

from tests.documents import office
from web.documents.spreadsheet import LONGEST_CELL, xlsx

BEGINNINGS = ("=", "+", "-", "@", "\t=", " =", "\n=", "=+", "＝", "'=")
CALLS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://127.0.0.1:9/x","Öppna")',
    "SUM(1;1)*cmd|' /C calc'!A0",
    'WEBSERVICE("http://127.0.0.1:9/x")',
)
PAYLOADS = [f"{beginning}{call}" for beginning in BEGINNINGS for call in CALLS]
MORE = (
    '=DDE("cmd";"/C calc";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe'!''",
    "{=1+1}",
    "=_xlfn.STDEV.S(1)",
    "1e9",
    "007",
    "2027-02-04",
    "TRUE",
    "#REF!",
    "100 %",
)


def written(texts):
    return xlsx("Åtgärder", ["Åtgärd", "Vem"], [(text, "Åsa") for text in texts])


def test_fifty_formulas_and_more_stay_text_when_another_program_opens_them():
    typed = [*PAYLOADS, *MORE]
    assert len(set(typed)) == 60
    read = office.converted({"a.xlsx": written(typed)}, office.CELLS)["a.xlsx"]
    rows = list(csv.reader(io.StringIO(read.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == typed


def test_every_cell_says_that_it_is_text():
    sheet = openpyxl.load_workbook(io.BytesIO(written(PAYLOADS))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {(cell.data_type, cell.number_format, cell.quotePrefix) for cell in cells} == {
        ("s", "@", True)
    }
    with zipfile.ZipFile(io.BytesIO(written(PAYLOADS))) as book:
        whole = b"".join(book.read(name) for name in book.namelist())
    assert b"<f>" not in whole
    assert b'TargetMode="External"' not in whole


def test_a_cell_takes_no_more_than_the_format_and_nothing_that_it_cannot_hold():
    sheet = openpyxl.load_workbook(io.BytesIO(written(["x" * 40_000, "a\x00\x0b\uffffb"])))
    values = [row[0] for row in sheet.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [values[0], values[1]] == ["x" * LONGEST_CELL, "ab"]


def test_the_same_list_gives_the_same_bytes():
    assert written(["a"]) == written(["a"])
