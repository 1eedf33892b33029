"""Does a network see what its exercises came to, and nobody more than they may?"""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from scheduler.inputs.exercise import FindingInput, ReportInput
from scheduler.inputs.run import RatingInput
from scheduler.services import exercise_reports, findings, playing
from tests.evaluating import SECRET_WORDS, Table
from tests.web.browser import text_of

OBJECTIVE = "Share one picture within two hours."


@pytest.fixture
def table(database, settle, time):
    """An exercise that has been run and rated, and one after it that found the same again."""
    made = Table(database, settle, time)
    made.start()
    plan = RatingInput(target="O1", value="partly", reason="Late", final=True)
    made.do(playing.rate_for, made.run, plan=plan)
    time.forward(minutes=42)
    made.end()
    found = FindingInput(kind="improvement", text="Nobody knew who answers.", objective="O1")
    first = made.do(findings.add, made.exercise, plan=found)
    later = made.run_later()
    again = FindingInput(kind="improvement", text="=AGAIN()", recurring_of=first)
    made.do(findings.add, later, plan=again)
    made.later = later
    return made


@pytest.fixture
def enter(table, sign_in):
    def entered(role="facilitator"):
        browser = sign_in(f"{role}@lan.example", role=role, network=table.network)
        browser.set_cookie("kallelse-language", "en")
        return browser

    return entered


@pytest.fixture
def reported(table):
    for exercise in (table.exercise, table.later):
        table.do(exercise_reports.issue, exercise, plan=ReportInput())


def row(page, name):
    found = re.search(rf'<th scope="row"[^>]*>{re.escape(name)}.*?</th>(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return [text.strip() for text in re.findall(r"<td[^>]*>(.*?)</td>", found[1], re.DOTALL)]


def cells(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [
        cell
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.value not in {None, ""}
    ]


def test_who_leads_sees_ratings_what_comes_back_and_how_long_modules_take(enter, table):
    page = enter().get("/networks/lan/exercise-numbers").get_data(as_text=True)
    assert "<title>Partly met: 1</title>" in page
    assert row(page, "Shared picture") == ["0", "1", "0", "1", "Thursday 4 February 2027"]
    assert row(page, "=AGAIN()")[0] == "2"
    assert "Not solved" in page
    assert row(page, "Rykten i flödet · The rumour")[0] == "60 min"
    assert "<title>Planned 60 min, real 42 min</title>" in page
    assert f"/exercises/{table.exercise}/report" in page
    assert all(word not in page for word in SECRET_WORDS)


def test_a_member_sees_nothing_before_a_report_is_final(enter, table):
    words = text_of(enter("member").get("/networks/lan/exercise-numbers"))
    assert "No report is final yet" in words
    assert "Shared picture" not in words
    assert "Nobody knew who answers" not in words


def test_a_member_is_told_no_small_figure_and_no_objective(enter, table, reported):
    page = enter("member").get("/networks/lan/exercise-numbers").get_data(as_text=True)
    assert row(page, "Shared picture")[:4] == ["not told"] * 4
    assert "<title>Partly" not in page
    assert row(page, "Kumla kommun") == ["1", "6"]
    assert OBJECTIVE not in page
    assert "The rumour" not in page
    assert row(page, "=AGAIN()")[0] == "2"
    assert "Figures about fewer than five people" in page


def test_the_file_is_for_handing_on_whoever_fetches_it(enter, table, reported):
    answer = enter().get("/networks/lan/exercise-numbers.xlsx")
    told = [str(cell.value) for cell in cells(answer)]
    assert {cell.data_type for cell in cells(answer)} == {"s"}
    assert "fewer than 5" in told
    assert "=AGAIN()" in told
    assert OBJECTIVE not in told
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert told == [
        str(cell.value)
        for cell in cells(enter("member").get("/networks/lan/exercise-numbers.xlsx"))
    ]


@pytest.mark.parametrize("address", ["exercise-numbers", "exercise-numbers.xlsx"])
def test_who_takes_no_part_in_exercises_and_strangers_see_nothing(enter, sign_in, table, address):
    assert enter("observer").get(f"/networks/lan/{address}").status_code == 403
    stranger = sign_in("x@else.example")
    assert stranger.get(f"/networks/lan/{address}").status_code == 404


def test_a_network_that_has_exercised_nothing_is_told_what_will_stand_there(sign_in, network):
    browser = sign_in("eva@lan.example", role="coordinator", network=network)
    browser.set_cookie("kallelse-language", "en")
    words = text_of(browser.get("/networks/lan/exercise-numbers"))
    assert "No exercise has ended yet" in words
    assert "As a spreadsheet" not in words
