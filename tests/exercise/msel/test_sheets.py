"""Where in a file are its lists: which row has the headings, what is merged, which sheets?"""

from __future__ import annotations

from scheduler.exercise.msel import reading
from scheduler.exercise.msel.book import Asked
from scheduler.exercise.msel.cells import Sheet
from scheduler.exercise.msel.preview import of_sheets
from tests.exercise.msel.sheets import (
    content_of,
    csv_of,
    look,
    ods,
    ods_cell,
    ods_row,
    only,
    read,
    said,
    xlsx,
)


def test_a_list_without_headings_says_what_it_needs():
    found = look(["1", "2"], ["a", "b"])
    assert found.content is None
    assert said(found)[0][1] == "error"
    assert "headings" in said(found)[0][2]


def test_headings_are_found_in_the_first_twenty_rows_and_not_further_down():
    blank = [[""]] * 19
    assert only(look(*blank, ["Nr", "Rubrik"], ["1", "a"])).key == "1"
    assert look(*blank, [""], ["Nr", "Rubrik"], ["1", "a"]).content is None


def test_headings_with_nothing_below_are_an_error():
    assert said(look(["Nr", "Rubrik"])) == [("", "error", "There is no inject below the headings.")]


def test_each_sheet_with_a_list_is_read_and_others_are_passed_over():
    sheets = [
        Sheet("Läs mig", [["Så här fyller du i"]]),
        Sheet("Dag 1", [["Nr", "Rubrik"], ["1", "a"]]),
        Sheet("Dag 2", [["Number", "Title"], ["2", "b"]]),
    ]
    found = of_sheets(sheets, base=None, asked=Asked())
    assert [one.key for one in content_of(found).injects] == ["1", "2"]
    assert content_of(found).title == "Dag 1"
    assert [(one.sheet, one.level) for one in found.messages] == [("Läs mig", "info")]


def test_a_number_merged_over_rows_is_one_inject_and_a_banner_is_a_module():
    content = xlsx(
        ["Nr", "Till", "Rubrik", "Inspel"],
        ["Dag ett", None, None, None],
        ["C1", "Kommunen", "Ett rykte", "Första raden"],
        [None, "Polisen", None, "Andra raden"],
        ["C2", "Polisen", "Ett till", "Text"],
        merge=["A2:D2", "A3:A4", "C3:C4"],
    )
    first, second = content_of(read(content, reading.XLSX)).injects
    assert (first.text, first.groups) == ("Första raden\nAndra raden", ("kommunen", "polisen"))
    assert (first.title, first.module, second.module) == ("Ett rykte", "dag-ett", "dag-ett")


def test_an_opendocument_list_with_a_merged_module_is_read():
    content = ods(
        ods_row("Nr", "Skede", "Rubrik"),
        ods_row("C1", ods_cell("Dag ett", number_rows_spanned="2"), "a"),
        ods_row("C2", "<table:covered-table-cell/>", "b"),
    )
    found = content_of(read(content, reading.ODS))
    assert [one.module for one in found.injects] == ["dag-ett", "dag-ett"]
    assert found.title == "Spelplan"


def test_a_list_in_the_letters_of_old_windows_is_read():
    content = csv_of(("Nr", "Rubrik"), ("1", "Åtgärd på ön"), delimiter=";", encoding="cp1252")
    assert only(read(content, reading.CSV)).title == "Åtgärd på ön"
