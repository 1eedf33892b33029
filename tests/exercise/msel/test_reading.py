"""Are workbooks and texts with columns read as they are, and hostile ones refused in words?"""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from scheduler.errors import Refused
from scheduler.exercise.msel import cells, reading, weighing
from tests.exercise.msel.sheets import csv_of, ods, ods_cell, ods_row, xlsx

HEADS = ("Nr", "Tid", "Rubrik", "Inspel")
ROW = ("C1", "T+5", "Ett rykte", "Växeln får många samtal; åtta på en timme.\nVad gör ni?")


def rows_of(content, media_type):
    return [list(row) for row in reading.read(content, media_type)[0].rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_with_columns_is_read_however_it_was_saved(delimiter, encoding):
    content = csv_of(HEADS, ROW, delimiter=delimiter, encoding=encoding)
    assert rows_of(content, reading.CSV) == [list(HEADS), list(ROW)]


def test_a_line_that_tells_excel_the_delimiter_is_passed_over():
    content = b"sep=;\r\n" + csv_of(HEADS, ROW, delimiter=";")
    assert rows_of(content, reading.CSV) == [list(HEADS), list(ROW)]


def test_a_workbook_has_times_and_numbers_as_they_are():
    sheet = xlsx(["Nr", "Tid"], [1, time(9, 30)], [2.5, datetime(2026, 3, 4, 9, 30)])  # noqa: DTZ001
    assert rows_of(sheet, reading.XLSX) == [
        ["Nr", "Tid"],
        [1.0, time(9, 30)],
        [2.5, datetime(2026, 3, 4, 9, 30)],  # noqa: DTZ001
    ]


def test_a_length_of_time_in_a_workbook_is_no_time_of_day():
    assert rows_of(xlsx(["Tid"], [timedelta(hours=30)]), reading.XLSX)[1] == [timedelta(hours=30)]


def test_merged_cells_say_the_same_in_each_row_that_they_reach_over():
    content = xlsx(
        ["Nr", "Moment", "Inspel"],
        ["C1", "Dag ett", "a"],
        ["C2", None, "b"],
        merge=["B2:B3"],
    )
    sheet = reading.read(content, reading.XLSX)[0]
    assert sheet.rows == [
        ["Nr", "Moment", "Inspel"],
        ["C1", "Dag ett", "a"],
        ["C2", "Dag ett", "b"],
    ]
    assert sheet.above == {(2, 1)}


def test_an_opendocument_sheet_has_its_lines_and_merged_cells():
    content = ods(
        ods_row("Nr", "Moment", "Inspel"),
        ods_row("C1", ods_cell("Dag ett", number_rows_spanned="2"), "a\nb"),
        ods_row("C2", "<table:covered-table-cell/>", "c"),
        ods_row(ods_cell("", number_columns_repeated="16384"), number_rows_repeated="1048000"),
    )
    sheet = reading.read(content, reading.ODS)[0]
    assert (sheet.name, sheet.rows) == (
        "Spelplan",
        [["Nr", "Moment", "Inspel"], ["C1", "Dag ett", "a\nb"], ["C2", "Dag ett", "c"]],
    )


def far_out(reference="XFD1048576"):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet[reference] = "far"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def zipped(parts, **how):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, **how) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return written.getvalue()


def changed(content, name, change):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def lying(content):
    """Say in the zip's directory that every part is one byte long."""
    changed_, at = bytearray(content), 0
    while (at := changed_.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", changed_, at + 24, 1)
        at += 4
    return bytes(changed_)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
SHEET = "xl/worksheets/sheet1.xml"
BOMB = zipped({"content.xml": b"<a>" + b" " * (weighing.MOST_UNPACKED + 1) + b"</a>"})


@pytest.mark.parametrize(
    ("content", "media_type", "refused"),
    [
        (b"", reading.CSV, reading.NothingThere),
        (b"  \n", reading.XLSX, reading.NothingThere),
        (b"%PDF-1.7", "application/pdf", reading.NoSuchType),
        (b"no zip at all", reading.XLSX, reading.NotASheet),
        (zipped({"a.txt": b"x"}), reading.XLSX, reading.NotASheet),
        (xlsx(HEADS)[:-200], reading.XLSX, reading.NotASheet),
        (far_out(), reading.XLSX, reading.TooManyCells),
        (far_out("A20001"), reading.XLSX, reading.TooManyCells),
        (far_out("GS1"), reading.XLSX, reading.TooManyCells),
        (changed(far_out("A1"), SHEET, lambda _: DOCTYPE), reading.XLSX, reading.NotASheet),
        (changed(far_out("A1"), SHEET, lambda xml: xml[:-20]), reading.XLSX, reading.NotASheet),
        (lying(far_out("A1")), reading.XLSX, reading.NotASheet),
        (BOMB, reading.ODS, reading.TooMuch),
        (ods(ods_row("x", number_rows_repeated="900000")), reading.ODS, reading.TooManyCells),
        (
            ods(ods_row(ods_cell("x", number_columns_repeated="9000"))),
            reading.ODS,
            reading.TooManyCells,
        ),
        (
            ods(ods_row(ods_cell("", number_columns_repeated="300"), "x")),
            reading.ODS,
            reading.TooManyCells,
        ),
        (b"a\n" * (reading.MOST_ROWS + 1), reading.CSV, reading.TooManyCells),
        (b"," * (reading.MOST_COLUMNS + 1), reading.CSV, reading.TooManyCells),
        (b"a;b\x00c", reading.CSV, reading.NotText),
        (b"\x81\x8d", reading.CSV, reading.NotText),
        (b'a,"' + b"x" * 200_000, reading.CSV, reading.NotASheet),
        (b"x" * (reading.MOST_BYTES + 1), reading.CSV, reading.TooMuch),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, media_type, refused):
    with pytest.raises(refused) as no:
        reading.read(content, media_type)
    assert no.value.field == "file"


@given(st.binary(max_size=300), st.sampled_from([reading.XLSX, reading.ODS, reading.CSV]))
def test_any_bytes_are_read_or_refused(content, media_type):
    with suppress(Refused):
        assert reading.read(content, media_type)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+00:45", "'+00:45"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("T+0:45", "T+0:45"),
        ("", ""),
    ],
)
def test_what_begins_like_a_formula_is_escaped_and_comes_back(text, written):
    assert cells.escaped(text) == written
    assert cells.unescaped(written) == text


@given(st.text())
def test_escaping_loses_nothing(text):
    assert cells.unescaped(cells.escaped(text)) == text


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_a_column_has_letters_as_in_a_spreadsheet(number, letters):
    assert cells.column(number) == letters
