"""Do the numbers over a network's exercises say what was rated, found, mended and played?"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from scheduler.exercise.over_time import FEW, UNTOLD
from scheduler.inputs import ActionPatch
from scheduler.inputs.exercise import CorrectiveInput, FindingInput, ReportInput, VerifyInput
from scheduler.inputs.run import RatingInput
from scheduler.model import Scenario, ScenarioVersion
from scheduler.queries import exercise_numbers as query
from scheduler.services import (
    actions,
    corrective,
    exercise_reports,
    findings,
    playing,
    runs,
)
from tests.evaluating import Table

AREA = FindingInput(kind="improvement", text="Nobody knew who answers.", objective="O1")
PROMISE = CorrectiveInput(text="Write a list.", organisation="Kumla kommun")


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    return made


def numbers(table, *, whole=True):
    with table.database.reading() as session:
        return query.of_network(session, table.network, whole=whole)


def rate(table, who, value, target="O1"):
    table.do(playing.rate, table.roles[who], plan=RatingInput(target=target, value=value))


def final(table, value, target="O1"):
    plan = RatingInput(target=target, value=value, reason="So it was", final=True)
    table.do(playing.rate_for, table.run, plan=plan)


def cells(told):
    return [
        (line.name, {cell.step: cell.count for cell in line.cells}, line.n)
        for scale in told.scales
        for line in scale.lines
    ]


def test_what_has_not_ended_is_not_counted(table):
    rate(table, "evaluator", "met")
    assert numbers(table).held == ()
    table.end()
    assert [(one.exercise, one.people) for one in numbers(table).held] == [(table.exercise, 6)]


def test_what_was_broken_off_is_not_counted(table):
    table.do(runs.abort, table.run, reason="A real fire")
    assert numbers(table).held == ()


def test_the_final_rating_counts_before_those_of_the_evaluators(table):
    rate(table, "evaluator", "met")
    rate(table, "critic", "met")
    final(table, "not")
    table.end()
    assert cells(numbers(table)) == [("Shared picture", {"met": 0, "partly": 0, "not": 1}, 1)]


def test_without_a_final_rating_the_middle_counts_the_worse_of_two(table):
    rate(table, "evaluator", "met")
    rate(table, "critic", "partly")
    table.end()
    assert cells(numbers(table)) == [("Shared picture", {"met": 0, "partly": 1, "not": 0}, 1)]


def test_an_objective_rated_by_its_indicators_alone_counts_by_them(table):
    rate(table, "evaluator", "not", target="I1")
    table.end()
    assert cells(numbers(table)) == [("Shared picture", {"met": 0, "partly": 0, "not": 1}, 1)]


def test_what_nobody_observed_is_not_counted_but_was_tried(table):
    rate(table, "evaluator", "")
    table.end()
    told = numbers(table)
    assert cells(told) == []
    assert (told.asked, told.untried) == (1, ())


def test_two_years_later_an_objective_is_told_as_untried_with_its_last_day(table, time):
    table.end()
    time.to(datetime(2029, 2, 4, 8, tzinfo=UTC))
    assert numbers(table).untried == ()
    time.to(datetime(2029, 2, 5, 8, tzinfo=UTC))
    told = numbers(table)
    assert [(one.text, one.last) for one in told.untried] == [
        ("Share one picture within two hours.", date(2027, 2, 4))
    ]
    assert told.share == 1.0


def a_version(state, text):
    content = {
        "title": "Ett annat",
        "language": "sv",
        "objectives": [{"key": "O1", "text": text}],
        "variables": [{"key": "ort", "value": "Björkhamra" * 19}],
    }
    return ScenarioVersion(number=1, state=state, content=content, hash="", by="system")


def test_an_approved_scenario_that_nobody_has_exercised_is_asked_for_a_draft_is_not(table):
    long = "{ort}" * 7  # too long with its name put in: then it is told as it is written
    with table.database.transaction() as session:
        for state, text in (("approved", "Ring {ort}."), ("approved", long), ("draft", "Vänta.")):
            made = Scenario(network_id=table.network, title="Ett annat", language="sv")
            made.versions.append(a_version(state, text))
            session.add(made)
    told = numbers(table)
    assert {(one.text, one.last) for one in told.untried} == {
        (f"Ring {'Björkhamra' * 19}.", None),
        (long, None),
        ("Share one picture within two hours.", None),
    }
    assert told.asked == 3


def test_a_finding_that_comes_back_is_told_and_solved_when_it_is_shown_to_work(table, time):
    first = table.do(findings.add, table.exercise, plan=AREA)
    table.end()
    later = table.run_later()
    again = FindingInput(kind="improvement", text="Again nobody answered.", recurring_of=first)
    second = table.do(findings.add, later, plan=again)
    promised = table.do(corrective.add, second, plan=PROMISE)
    (chain,) = numbers(table).recurring
    assert (chain.text, chain.count, chain.solved) == ("Again nobody answered.", 2, False)
    assert chain.days == (date(2027, 5, 6), date(2027, 2, 4))
    table.do(actions.change, promised, plan=ActionPatch(state="done"))
    last = table.run_later("2027-09-02T09:00", datetime(2027, 9, 2, 7, tzinfo=UTC))
    table.do(corrective.verify, promised, plan=VerifyInput(exercise=last, works=True))
    told = numbers(table)
    assert [one.solved for one in told.recurring] == [True]
    assert (told.mending.opened, told.mending.done, told.mending.verified) == (1, 1, 1)


def test_how_long_an_action_took_is_told_once_it_is_done(table, time):
    finding = table.do(findings.add, table.exercise, plan=AREA)
    promised = table.do(corrective.add, finding, plan=PROMISE)
    declined = table.do(corrective.add, finding, plan=PROMISE)
    table.do(actions.change, declined, plan=ActionPatch(state="declined"))
    assert (numbers(table).mending.opened, numbers(table).mending.median_days) == (1, None)
    time.forward(days=10)
    table.do(actions.change, promised, plan=ActionPatch(state="done"))
    told = numbers(table).mending
    assert (told.done, told.verified, told.median_days) == (1, 0, 10.0)


def test_a_module_is_told_with_its_planned_and_its_real_minutes(table, time):
    time.forward(minutes=42)
    table.end()
    (pace,) = numbers(table).pace
    assert (pace.story, pace.module, pace.planned, pace.real, pace.runs) == (
        "Rykten i flödet",
        "The rumour",
        60,
        42,
        1,
    )


def test_others_are_told_nothing_before_the_report_is_final_and_no_small_figure_after(table):
    final(table, "partly")
    table.end()
    assert numbers(table, whole=False).held == ()
    table.do(exercise_reports.issue, table.exercise, plan=ReportInput())
    told = numbers(table, whole=False)
    assert [one.exercise for one in told.held] == [table.exercise]
    assert cells(told) == [("Shared picture", {"met": 0, "partly": FEW, "not": 0}, UNTOLD)]
    assert (told.untried, told.pace) == ((), ())


def test_the_numbers_of_many_exercises_are_read_in_a_handful_of_queries(table, engine_of):
    table.end()
    few = engine_of(lambda: numbers(table))
    for month in ("05", "06", "09"):
        start = f"2027-{month}-06T09:00"
        table.run_later(start, datetime(2027, int(month), 6, 7, tzinfo=UTC))
    assert len(numbers(table).held) == 4
    assert engine_of(lambda: numbers(table)) == few
    assert few < 16


@pytest.fixture
def engine_of(table):
    """Count the statements that something asks."""

    def count(ask):
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        engine = table.database.engine
        event.listen(engine, "before_cursor_execute", note)
        ask()
        event.remove(engine, "before_cursor_execute", note)
        return sum(one.startswith("SELECT") for one in asked)

    return count
