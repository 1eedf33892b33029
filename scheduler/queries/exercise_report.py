"""What would the report about an exercise say now, and which has been issued?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.exercise import lengths, report
from scheduler.exercise.evaluating import NotedLine, Table
from scheduler.exercise.report import Report
from scheduler.language import language
from scheduler.model import Exercise, ExerciseReport, Network, Organisation
from scheduler.queries import evaluation, report_parts
from scheduler.queries.evaluation import Evaluation
from scheduler.titles import play


class NothingToReport(Refused):
    """A report is about what has been exercised."""

    message = N_("No run of this exercise has ended yet. The report is made when one has.")
    status = 409


def draft(session: Session, exercise_id: UUID) -> Report:
    """Make the report out of the logs as they are; raises NotFound, NothingToReport."""
    told = evaluation.of_exercise(session, exercise_id)
    exercise = session.get_one(Exercise, exercise_id)
    ended = [run for run in told.runs if run.ended_at is not None]
    if not ended:
        raise NothingToReport
    tables = evaluation.tables_of(session, ended)
    numbers = {run.id: run.number for run in ended}
    parts = report_parts.Parts(told, tables, numbers, language(told.meeting.language))
    return _report(session, exercise, told, tables, parts)


def issued(session: Session, exercise_id: UUID) -> list[ExerciseReport]:
    """Give what has been issued about an exercise, the first first."""
    rows = select(ExerciseReport).where(ExerciseReport.exercise_id == exercise_id)
    return list(session.scalars(rows.order_by(ExerciseReport.number)))


def final(session: Session, exercise_id: UUID) -> ExerciseReport | None:
    """Give the report that holds, if one was made final."""
    known = [one for one in issued(session, exercise_id) if one.state == "final"]
    return known[-1] if known else None


def content_of(row: ExerciseReport) -> Report:
    """Give what an issued report says."""
    return Report.model_validate(row.content)


def _report(
    session: Session,
    exercise: Exercise,
    told: Evaluation,
    tables: Sequence[Table],
    parts: report_parts.Parts,
) -> Report:
    network = session.get_one(Network, exercise.network_id)
    bears = play(told.meeting.language, exercise.stop_word)
    content = told.content
    return Report(
        language=told.meeting.language,
        title=told.meeting.title,
        mark=bears.mark,
        stop_word=bears.stop_word,
        network=network.name,
        demo=network.demo,
        when=told.meeting.start,
        minutes=told.meeting.minutes,
        time_zone=told.meeting.time_zone,
        place=told.meeting.place,
        scenario=content.title,
        version=exercise.version.number,
        version_hash=exercise.version.hash,
        kind=content.kind,
        purpose=exercise.purpose or content.purpose,
        scope=exercise.scope or content.scope,
        artificialities=exercise.artificialities or content.artificialities,
        capabilities=tuple(one.name for one in content.capabilities),
        sub_objectives=_sub_objectives(session, exercise),
        runs=_runs(told, tables),
        objectives=parts.objectives(),
        findings=parts.findings(""),
        timeline=parts.timeline(),
        modules=_modules(tables),
        decisions=parts.decisions(_noted(told, "decided", tables)),
        questions=parts.questions(),
        sayings=parts.sayings(_noted(told, "said", tables)),
        forms=told.feedback.forms,
        feedback=parts.feedback(),
        participants=_participants(told),
    )


def _noted(told: Evaluation, what: str, tables: Sequence[Table]) -> list[NotedLine]:
    ended = {table.id for table in tables}
    return [line for line in told.noted if line.what == what and line.run in ended]


def _runs(told: Evaluation, tables: Sequence[Table]) -> tuple[report.RunPart, ...]:
    numbers = {run.id: run.number for run in told.runs}
    return tuple(
        report.RunPart(
            id=str(table.id),
            number=numbers[table.id],
            label=table.label,
            state=table.state.status,
            started_at=table.state.started_at,
            ended_at=table.state.ended_at,
            exercise_seconds=lengths.exercise_seconds(table.state),
            paused_seconds=lengths.paused_seconds(table.state),
            end_reason=table.state.end_reason,
        )
        for table in tables
    )


def _modules(tables: Sequence[Table]) -> tuple[report.ModulePart, ...]:
    return tuple(
        report.ModulePart(run=table.label, title=title, planned=planned, real=real)
        for table in tables
        for title, planned, real in lengths.module_minutes(table.state, now())
    )


def _sub_objectives(session: Session, exercise: Exercise) -> tuple[tuple[str, str], ...]:
    ids = {UUID(one["organisation"]) for one in exercise.sub_objectives}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    names = {str(one.id): one.name for one in rows}
    return tuple(
        (names.get(one["organisation"], ""), str(one["text"])) for one in exercise.sub_objectives
    )


def _participants(told: Evaluation) -> tuple[report.ParticipantPart, ...]:
    """Count roles by organisation: a report is handed on, so that it names nobody."""
    groups = {one.key: one.name for one in told.content.groups}
    counted: Counter[tuple[str, str, str]] = Counter()
    for run in told.runs:
        if run.ended_at is None:
            continue
        for role in run.roles:
            house = role.organisation.name if role.organisation else ""
            if role.left_at is None:
                counted[house, role.kind, groups.get(role.group, "")] += 1
    return tuple(
        report.ParticipantPart(organisation=house, role=kind, group=group, count=count)
        for (house, kind, group), count in sorted(counted.items())
    )
