"""Does the report say what the logs show, in every format, to those who may read it?"""

import json

import pytest

from scheduler.actor import SYSTEM
from scheduler.documents.exercise_report import ReportPaper, document
from scheduler.documents.to_markdown import markdown
from scheduler.exercise.report import Report
from scheduler.inputs.exercise import FindingInput, ReportInput
from scheduler.inputs.run import (
    ObservationInput,
    RatingInput,
    ReleaseInput,
    ResponseInput,
    SayingInput,
)
from scheduler.model import Exercise, ExerciseReport, Run
from scheduler.queries import exercise_report
from scheduler.queries.report_access import NotFinalYet, readable
from scheduler.queries.runs import log
from scheduler.services import exercise_reports, findings, playing, runs
from tests.exercises import EXPECTED, HINT, NOTE, a_prepared_run
from tests.factories import an_actor
from web.documents.exercise_reports import FORMATS, report_file


@pytest.fixture
def exercise(database, time, settle):
    """An exercise that was run, rated, talked about and found to show something."""
    with database.transaction() as session:
        run = a_prepared_run(session)
        told, whole = run.id, run.exercise_id
    _play(database, told, time)
    with database.transaction() as session:
        [seen] = [one.number for one in log(session, told) if one.verb == "observed"]
        evidence = [{"run": told, "entry": seen}]
        plan = {"kind": "improvement", "text": "Ingen svarade pressen.", "objective": "M1"}
        findings.add(
            session,
            whole,
            plan=FindingInput.model_validate({**plan, "evidence": evidence}),
            by=SYSTEM,
        )
    settle()
    return whole


def _play(database, run, time):
    def do(service, *args, **how):
        with database.transaction() as session:
            service(session, run, *args, by=SYSTEM, **how)
        time.forward(seconds=20)

    do(runs.start)
    do(runs.release, "C1", plan=ReleaseInput())
    for group, option in (("kommun", "Kommunen"), ("polis", "Polisen")):
        do(playing.answer_for, plan=ResponseInput(question="F1", group=group, option=option))
    do(runs.reveal, "F1")
    do(playing.answer_for, plan=ResponseInput(question="F1", group="polis", option="Kommunen"))
    do(playing.observe_for, plan=ObservationInput(text="Väntade på varandra", indicator="M1.1"))
    do(playing.rate_for, plan=RatingInput(target="M1.1", value="partly"))
    do(playing.rate_for, plan=RatingInput(target="M1.2", value=""))
    final = RatingInput(target="M1.1", value="partly", final=True, reason="Sent men gemensamt")
    do(playing.rate_for, plan=final)
    do(runs.end)
    do(runs.open_hotwash)
    do(playing.say_for, plan=SayingInput(kind="improve", text="Ring tidigare"))
    do(runs.close)


@pytest.fixture
def told(database, exercise):
    with database.reading() as session:
        return exercise_report.draft(session, exercise)


def test_a_rating_has_counts_median_n_and_what_the_lead_came_to(told):
    first, second = told.objectives[0].indicators
    assert [(one.key, one.count) for one in first.counts] == [("met", 0), ("partly", 1), ("not", 0)]
    assert (first.n, first.median == first.final != "") == (1, True)
    assert (first.final_reason, second.n, second.not_observed) == ("Sent men gemensamt", 0, 1)


def test_agreement_is_told_before_and_after_the_talk(told):
    [asked] = told.questions
    assert (asked.before_same, asked.before_pairs, asked.after_same, asked.after_pairs) == (
        0,
        1,
        1,
        1,
    )


def test_each_part_points_at_lines_of_the_log_that_are_there(database, told):
    shown = [*told.objectives[0].indicators, *told.all_findings, *told.sayings, *told.questions]
    sources = [one for part in shown for one in part.source]
    with database.reading() as session:
        for one in sources:
            run = session.query(Run).filter_by(number=one.number).one()
            numbers = [line.number for line in log(session, run.id)]
            assert (one.run, one.entry in numbers) == (str(run.id), True)
    assert len(sources) >= 5


def test_what_came_when_has_what_never_came_too(told):
    came = {one.number: (one.state, one.why) for one in told.timeline}
    assert came["C1"] == ("released", "")
    assert came["C4"] == ("skipped", "unused")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_bears_the_mark(told, form):
    file = report_file(ReportPaper(report=told, state="draft"), form)
    assert len(file.content) > 500
    assert file.name.endswith(f".{form}")
    if form in {"html", "md", "json"}:
        assert "ÖVNING" in file.content.decode()
    if form == "json":
        assert Report.model_validate(json.loads(file.content)["report"]) == told


def test_no_note_hint_or_expected_action_is_in_a_report(told):
    written = markdown(document(ReportPaper(report=told, state="final")))
    written += report_file(ReportPaper(report=told, state="final"), "json").content.decode()
    assert [word for word in (NOTE, HINT, EXPECTED) if word in written] == []


def test_members_read_what_is_final_and_nothing_before(database, exercise):
    with database.reading() as session:
        network = session.get_one(Exercise, exercise).network_id
        member = an_actor(network, "member")
        with pytest.raises(NotFinalYet):
            readable(session, exercise, by=member)
    with database.transaction() as session:
        exercise_reports.issue(session, exercise, plan=ReportInput(state="comment"), by=SYSTEM)
    with database.reading() as session, pytest.raises(NotFinalYet):
        readable(session, exercise, by=member)
    with database.transaction() as session:
        exercise_reports.issue(session, exercise, plan=ReportInput(case_number="7"), by=SYSTEM)
    with database.reading() as session:
        _, row = readable(session, exercise, by=member)
        assert row is not None
        assert (row.number, row.state, row.case_number) == (2, "final", "7")


def test_what_was_kept_says_for_ever_what_it_said(database, exercise, told):
    with database.transaction() as session:
        exercise_reports.issue(session, exercise, plan=ReportInput(), by=SYSTEM)
    with database.transaction() as session:
        plan = FindingInput(kind="strength", text="Lugn ledning")
        findings.add(session, exercise, plan=plan, by=SYSTEM)
    with database.reading() as session:
        final = exercise_report.final(session, exercise)
        assert final is not None
        assert exercise_report.content_of(final) == told
        assert list(exercise_reports.broken(session)) == []
    with database.transaction() as session:
        row = session.query(ExerciseReport).one()
        row.content = {**row.content, "purpose": "Ett annat"}
    with database.reading() as session:
        assert [one.number for one in exercise_reports.broken(session)] == [1]
