"""What can be done with the report about an exercise? It goes out for comments, and holds.

Each time all that it says is kept as a row whose hash covers the row before, as minutes are
(versions.py): none can be altered or taken away unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import ReportIssued
from scheduler.inputs.exercise import ReportInput
from scheduler.model import Exercise, ExerciseReport
from scheduler.queries import exercise_report

START = "0" * 64


class RunGoesOn(Refused):
    """What holds is about what is over."""

    message = N_("A run of this exercise goes on. Close it before the report is made final.")
    status = 409


def issue(session: Session, exercise_id: UUID, *, plan: ReportInput, by: Actor) -> ExerciseReport:
    """Keep what the report says now, out for comments or final."""
    exercise = session.get(Exercise, exercise_id, with_for_update=True)
    if exercise is None:
        raise NotFound
    by.must("exercises:report", exercise.network_id)
    if plan.state == "final" and any(run.state in {"running", "paused"} for run in exercise.runs):
        raise RunGoesOn
    known = exercise_report.issued(session, exercise.id)
    told = exercise_report.draft(session, exercise.id)
    row = ExerciseReport(
        exercise_id=exercise.id,
        number=len(known) + 1,
        state=plan.state,
        case_number=plan.case_number or (known[-1].case_number if known else ""),
        content=told.model_dump(mode="json", exclude_defaults=True),
        previous=known[-1].hash if known else START,
        by=by.name,
        at=now(),
    )
    row.hash = hash_of(row)
    session.add(row)
    session.flush()
    about = {"by": by.name, "subject": exercise.id, "network_id": exercise.network_id}
    record(session, ReportIssued(number=row.number, state=row.state, **about))  # type: ignore[arg-type]
    return row


def hash_of(row: ExerciseReport) -> str:
    """Give SHA-256, hexadecimal, over a report's canonical JSON and the hash before it."""
    said = {
        "exercise": str(row.exercise_id),
        "number": row.number,
        "state": row.state,
        "case_number": row.case_number,
        "at": row.at.isoformat(),
        "by": row.by,
        "content": row.content,
        "previous": row.previous,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broken(session: Session) -> Iterator[ExerciseReport]:
    """Give each report whose hash, number or link to the one before does not hold."""
    before: dict[UUID, ExerciseReport] = {}
    rows = select(ExerciseReport).order_by(ExerciseReport.exercise_id, ExerciseReport.number)
    for row in session.scalars(rows.execution_options(yield_per=50)):
        last = before.get(row.exercise_id)
        number, link = (last.number + 1, last.hash) if last else (1, START)
        if (row.number, row.previous, row.hash) != (number, link, hash_of(row)):
            yield row
        before[row.exercise_id] = row
