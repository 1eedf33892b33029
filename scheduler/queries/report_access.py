"""Which report about an exercise may somebody read? Those who lead: all; members: what is final."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise.report import Report
from scheduler.model import Exercise, ExerciseReport
from scheduler.queries import exercise_report


class NotFinalYet(Refused):
    """What is not final is for those who lead the exercise."""

    message = N_("The report about this exercise is not final yet. It can be read here when it is.")
    status = 404


def readable(
    session: Session, exercise_id: UUID, *, number: int | None = None, by: Actor
) -> tuple[Report, ExerciseReport | None]:
    """Give a report and, if it was issued, its row: that number, else the newest one may read.

    Who leads gets the draft unless they ask for a number.
    """
    exercise = session.get(Exercise, exercise_id)
    if exercise is None:
        raise NotFound
    by.must("exercises:read", exercise.network_id)
    leads = by.may("exercises:report", exercise.network_id)
    if number is None and leads:
        return exercise_report.draft(session, exercise_id), None
    known = exercise_report.issued(session, exercise_id)
    known = known if leads else [one for one in known if one.state == "final"]
    chosen = [one for one in known if number in {None, one.number}]
    if not chosen:
        raise NotFinalYet
    return exercise_report.content_of(chosen[-1]), chosen[-1]
