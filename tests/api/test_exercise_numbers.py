"""Can programs read what a network's exercises came to, each as much as it may?"""

import pytest

from scheduler.inputs.exercise import ReportInput
from scheduler.inputs.run import RatingInput
from scheduler.services import exercise_reports, playing
from tests.evaluating import Table

PATH = "/networks/lan/exercise-numbers"


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    plan = RatingInput(target="O1", value="partly", reason="Late", final=True)
    made.do(playing.rate_for, made.run, plan=plan)
    made.end()
    return made


def capabilities(told):
    return [
        (one["code"], {each["step"]: each["count"] for each in one["steps"]}, one["n"])
        for one in told["capabilities"]
    ]


def test_a_token_that_leads_is_told_every_figure(program, table):
    told = program("facilitator", table.network).get(PATH)
    assert (told["network"], told["whole"], told["people"]) == (str(table.network), True, 6)
    assert capabilities(told) == [("lage", {"met": 0, "partly": 1, "not": 0}, 1)]
    assert told["held"] == [
        {
            "exercise": str(table.exercise),
            "title": told["held"][0]["title"],
            "day": "2027-02-04",
            "runs": 1,
            "people": 6,
        }
    ]
    assert (told["since"], told["objectives"], told["untried_share"]) == ("2025-02-04", 1, 0.0)
    assert [one["module"] for one in told["modules"]] == ["The rumour"]


def test_a_member_s_token_is_told_final_reports_and_no_small_figure(program, table):
    member = program("member", table.network)
    assert member.get(PATH)["held"] == []
    table.do(exercise_reports.issue, table.exercise, plan=ReportInput())
    told = member.get(PATH)
    assert told["whole"] is False
    hidden = {"met": 0, "partly": "fewer than 5", "not": 0}
    assert capabilities(told) == [("lage", hidden, "not told")]
    assert (told["modules"], told["untried"]) == ([], [])
    assert "O1" not in str(told)


def test_a_token_that_takes_no_part_in_exercises_is_refused(program, table):
    assert program("observer", table.network).refused("GET", PATH, None, 403)
