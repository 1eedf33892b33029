"""What should the next exercise try again, and which exercise could show that an action works?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.model import Action, Exercise, Finding, Network, Run
from scheduler.queries import findings
from scheduler.queries.action_lines import ActionLine, find
from scheduler.queries.memory import awaits_retest

OVER = ("ended", "hotwash", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retest:
    """A corrective action that is done but unproven, and what would prove it.

    `objective` and `indicators` are words of the exercise in which it was found.
    """

    action: ActionLine
    finding_id: UUID
    finding: str
    exercise: str
    start: datetime  # wall time
    objective: str
    capability: str
    indicators: tuple[str, ...]


def to_retest(session: Session, network_id: UUID) -> list[Retest]:
    """Give what a network's next exercise should try again, the longest waiting first."""
    today = clock.today(session.get_one(Network, network_id).time_zone)
    found = find(session, today, Action.network_id == network_id, awaits_retest())
    return [_retest(session, one.line) for one in found]


def later_exercises(session: Session, action: Action) -> list[Exercise]:
    """Give the exercises that could show whether an action works, the newest first."""
    finding = session.get(Finding, action.finding_id) if action.finding_id else None
    if finding is None:
        return []
    held = session.get_one(Exercise, finding.exercise_id).meeting.starts_at
    run = select(Run.exercise_id).where(Run.state.in_(OVER))
    known = session.scalars(
        select(Exercise).where(Exercise.network_id == action.network_id, Exercise.id.in_(run))
    )
    later = [one for one in known if one.meeting.starts_at > held]
    return sorted(later, key=lambda one: one.meeting.starts_at, reverse=True)


def _retest(session: Session, line: ActionLine) -> Retest:
    finding = session.get_one(Finding, line.finding_id)
    exercise = session.get_one(Exercise, finding.exercise_id)
    objectives = {one.key: one for one in findings.content_of(exercise).objectives}
    objective = objectives.get(finding.objective)
    return Retest(
        action=line,
        finding_id=finding.id,
        finding=finding.text,
        exercise=exercise.meeting.title,
        start=exercise.meeting.start,
        objective=objective.text if objective else "",
        capability=finding.capability,
        indicators=tuple(one.text for one in objective.indicators) if objective else (),
    )
