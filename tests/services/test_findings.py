"""Is what an exercise showed written down with what shows it, and changed by those who may?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.actor import NotAllowed
from scheduler.database import new_id
from scheduler.errors import Conflict, NotFound
from scheduler.exercise.refusals import NoSuchPart
from scheduler.inputs.exercise import CorrectiveInput, EvidenceInput, FindingInput, FindingPatch
from scheduler.inputs.run import ObservationInput
from scheduler.model import Action, EventRow, Exercise
from scheduler.queries import findings as query
from scheduler.services import corrective, findings, playing
from scheduler.services.findings import HasActions, NotAnEarlierFinding, NotThisLog
from tests.evaluating import Table
from tests.factories import an_actor

AREA = FindingInput(kind="improvement", text="Nobody knew who answers.", objective="O1")
AREA_OBJECTIVE = "SHARE one picture within two hours."


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    return made


def lines(table, exercise=None):
    with table.database.reading() as session:
        return query.of_exercise(session, exercise or table.exercise)


def test_a_finding_keeps_the_lines_that_show_it(table):
    observed = ObservationInput(kind="area", text="Two people called the same editor.")
    table.do(playing.observe, table.roles["evaluator"], plan=observed)
    number = table.state.number
    shown = [EvidenceInput(run=table.run, entry=number)] * 2
    table.do(findings.add, table.exercise, plan=AREA.model_copy(update={"evidence": shown}))
    (line,) = lines(table)
    assert line.evidence == ((table.run, number),)
    assert (line.kind, line.text) == ("improvement", "Nobody knew who answers.")


def test_the_only_capability_of_its_objective_is_the_findings(table):
    table.do(findings.add, table.exercise, plan=AREA)
    (line,) = lines(table)
    assert (line.capability, line.capability_name) == ("lage", "Shared picture")
    assert line.objective_text == "Share one picture within two hours."


def test_strengths_come_first_then_areas_as_they_were_written(table):
    for kind, text in (("improvement", "A"), ("strength", "B"), ("improvement", "C")):
        table.do(findings.add, table.exercise, plan=FindingInput(kind=kind, text=text))
    assert [line.text for line in lines(table)] == ["B", "A", "C"]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"objective": "O9"}, NoSuchPart, "objective"),
        ({"capability": "annan"}, NoSuchPart, "capability"),
        ({"recurring_of": new_id()}, NotAnEarlierFinding, "recurring_of"),
        ({"evidence": [EvidenceInput(run=new_id(), entry=1)]}, NotThisLog, "evidence.0.entry"),
    ],
)
def test_what_the_exercise_does_not_have_is_refused(table, changed, refusal, field):
    with pytest.raises(refusal) as caught:
        table.do(findings.add, table.exercise, plan=AREA.model_copy(update=changed))
    assert caught.value.field == field
    assert lines(table) == []


def test_a_line_that_has_not_been_written_shows_nothing(table):
    plan = {"evidence": [EvidenceInput(run=table.run, entry=table.state.number + 1)]}
    with pytest.raises(NotThisLog):
        table.do(findings.add, table.exercise, plan=AREA.model_copy(update=plan))


def test_a_change_leaves_alone_what_it_does_not_name_and_is_seen_by_two_writers(table):
    finding = table.do(findings.add, table.exercise, plan=AREA)
    table.do(findings.change, finding, plan=FindingPatch(root_cause="No list."), version=1)
    with pytest.raises(Conflict):
        table.do(findings.change, finding, plan=FindingPatch(text="Else"), version=1)
    (line,) = lines(table)
    assert (line.text, line.root_cause, line.version) == (AREA.text, "No list.", 2)


def test_a_change_that_changes_nothing_is_none(table):
    finding = table.do(findings.add, table.exercise, plan=AREA)
    table.do(findings.change, finding, plan=FindingPatch(text=AREA.text))
    with table.database.reading() as session:
        told = session.scalars(select(EventRow.kind).where(EventRow.subject == finding)).all()
    assert (told, lines(table)[0].version) == (["FindingChanged"], 1)


def test_what_is_taken_away_is_gone_but_not_what_somebody_works_on(table):
    finding = table.do(findings.add, table.exercise, plan=AREA)
    promise = CorrectiveInput(text="Write a list.", organisation="Kumla kommun")
    table.do(corrective.add, finding, plan=promise)
    with pytest.raises(HasActions):
        table.do(findings.remove, finding)
    with table.database.transaction() as session:
        session.scalars(select(Action)).one().state = "declined"
    table.do(findings.remove, finding)
    assert lines(table) == []
    with pytest.raises(NotFound):
        table.do(findings.change, finding, plan=FindingPatch(text="Else"))


def test_what_was_found_before_can_be_found_again(table):
    table.end()
    first = table.do(findings.add, table.exercise, plan=AREA)
    later = table.run_later()
    with table.database.reading() as session:
        known = query.earlier(session, session.get_one(Exercise, later))
        proposed = query.may_recur(
            known, kind="improvement", capability="", objective_text=AREA_OBJECTIVE
        )
        other = query.may_recur(known, kind="strength", capability="lage", objective_text="")
    assert ([one.id for one in proposed], other) == ([first], [])
    table.do(findings.add, later, plan=AREA.model_copy(update={"recurring_of": first}))
    (line,) = lines(table, later)
    assert (line.recurring_of, line.recurring_text) == (first, AREA.text)
    back = FindingPatch(recurring_of=line.id)
    with pytest.raises(NotAnEarlierFinding):
        table.do(findings.change, first, plan=back)


@pytest.mark.parametrize("role", ["member", "observer", "secretary"])
def test_who_does_not_lead_exercises_writes_no_findings(table, role):
    by = an_actor(table.network, role)
    with pytest.raises(NotAllowed):
        table.do(findings.add, table.exercise, plan=AREA, by=by)
    finding = table.do(findings.add, table.exercise, plan=AREA)
    with pytest.raises(NotAllowed):
        table.do(findings.change, finding, plan=FindingPatch(text="X"), by=by)
    with pytest.raises(NotAllowed):
        table.do(findings.remove, finding, by=by)
    assert [line.text for line in lines(table)] == [AREA.text]
