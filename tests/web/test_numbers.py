"""Does a network see its numbers, and does its yearly report tell no small figure?"""

import io
import re

import openpyxl
import pytest
from markupsafe import escape

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput
from scheduler.model import Area
from scheduler.services import actions
from tests.web.browser import text_of
from web.documents.spreadsheet import xlsx

HIDDEN = "färre än 3|fewer than 3"


@pytest.fixture
def promised(database, network):
    """Kumla has promised four things, Nora one; one area has waited."""
    with database.transaction() as session:
        for house, count in (("Kumla kommun", 4), ("Nora kommun", 1)):
            plan = {"text": "Något", "owner": {"organisation": house}}
            for _ in range(count):
                values = ActionInput.model_validate(plan)
                actions.add(session, network_id=network, plan=values, by=SYSTEM)
        session.add(Area(network_id=network, position=1, name="=SKOLA()"))


def row(page, name):
    found = re.search(rf'<th scope="row"[^>]*>{name}</th>(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


def test_who_keeps_the_records_sees_every_figure(enter, promised):
    page = enter().get("/networks/lan/numbers").get_data(as_text=True)
    assert row(page, "Nora kommun") == ["0", "0", "0", "–", "1", "0", "0", "1", "–"]
    assert row(page, "Together") == ["0", "0", "0", "–", "5", "0", "0", "5", "–"]
    assert "Figures about fewer than three" not in page
    assert "=SKOLA()" in page


def test_who_does_not_is_told_no_small_figure(enter, promised):
    page = enter("facilitator").get("/networks/lan/numbers").get_data(as_text=True)
    few, untold = "fewer than 3", "not told"
    never = [few, few, few, untold]
    assert row(page, "Nora kommun") == [*never, few, few, few, few, "–"]
    assert row(page, "Kumla kommun") == [*never, untold, few, few, "4", "–"]
    assert row(page, "Together") == [untold] * 8 + ["–"]
    assert "Figures about fewer than three" in page


def test_a_member_does_not_see_them_and_years_without_end_are_passed_over(enter, promised):
    assert enter("member").get("/networks/lan/numbers").status_code == 403
    eva = enter()
    assert "2027" in text_of(eva.get("/networks/lan/numbers?year=99999"))
    assert eva.get("/networks/lan/years/99999").status_code == 404
    assert eva.get("/networks/lan/years/0.xlsx").status_code == 404


def test_the_report_says_the_same_on_the_page_and_in_the_spreadsheet(enter, promised):
    eva = enter()
    page = eva.get("/networks/lan/years/2027").get_data(as_text=True).replace("<wbr>", "")
    answer = eva.get("/networks/lan/years/2027.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value not in {None, ""}]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    missing = [cell.value for cell in cells if str(escape(cell.value)) not in page]
    assert missing == []
    assert sum(bool(re.fullmatch(HIDDEN, str(cell.value))) for cell in cells) >= 16
    assert [cell.value for cell in cells if cell.data_type == "n"] == [4]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_report_can_be_had_as_a_word_file(enter, promised):
    answer = enter().get("/networks/lan/years/2027.docx")
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")


def test_a_count_in_a_spreadsheet_is_a_number_and_a_text_stays_text():
    written = xlsx("Tal", ["A", "B"], [("=1+1", 3)])
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=1+1", "s"), (3, "n")]
