"""What can be done with findings: what an exercise showed, and the lines of the log behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import FindingChanged
from scheduler.exercise.content import Content
from scheduler.exercise.refusals import NoSuchPart
from scheduler.inputs.exercise import EvidenceInput, FindingInput, FindingPatch
from scheduler.model import Action, Capability, Exercise, Finding, Run
from scheduler.services.exercises import plan_of

_OWN = ("kind", "text", "analysis", "root_cause", "objective", "capability")


class NotThisLog(Refused):
    """What shows a finding stands in a log of its own exercise."""

    message = N_("This line is in no log of the exercise. Reload the page and choose again.")


class NotAnEarlierFinding(Refused):
    """What comes back was found before, in the same network."""

    message = N_("This is no finding of an earlier exercise of the network. Choose another.")


class HasActions(Refused):
    """What somebody has promised to do has its ground in the finding."""

    message = N_(
        "Somebody has promised to do something about this finding. Decline those actions first."
    )
    status = 409


def add(session: Session, exercise_id: UUID, *, plan: FindingInput, by: Actor) -> Finding:
    """Write down a strength or an area for improvement, with what shows it."""
    exercise = session.get(Exercise, exercise_id, with_for_update=True)
    if exercise is None:
        raise NotFound
    by.must("exercises:report", exercise.network_id)
    finding = Finding(
        id=new_id(),
        network_id=exercise.network_id,
        exercise_id=exercise.id,
        position=_last(session, exercise) + 1,
        by=by.name,
    )
    _write(session, finding, exercise, plan)
    session.add(finding)
    session.flush()
    _record(session, finding, by)
    return finding


def change(
    session: Session,
    finding_id: UUID,
    *,
    plan: FindingPatch,
    by: Actor,
    version: int | None = None,
) -> Finding:
    """Change what the plan names about a finding; the rest stays."""
    finding = _open(session, finding_id, by)
    if version not in {None, finding.version}:
        raise Conflict
    before = _values(finding)
    _write(session, finding, session.get_one(Exercise, finding.exercise_id), plan)
    if _values(finding) != before:
        finding.version += 1
        session.flush()
        _record(session, finding, by)
    return finding


def remove(session: Session, finding_id: UUID, *, by: Actor) -> None:
    """Take a finding away; one that somebody works on stays."""
    finding = _open(session, finding_id, by)
    worked_on = select(func.count()).where(
        Action.finding_id == finding.id, Action.state != "declined"
    )
    if session.scalar(worked_on):
        raise HasActions
    finding.removed_at = now()
    _record(session, finding, by)


def _open(session: Session, finding_id: UUID, by: Actor) -> Finding:
    finding = session.get(Finding, finding_id, with_for_update=True)
    if finding is None or finding.removed_at is not None:
        raise NotFound
    by.must("exercises:report", finding.network_id)
    return finding


def _write(
    session: Session, finding: Finding, exercise: Exercise, plan: FindingInput | FindingPatch
) -> None:
    named = (
        plan.model_fields_set if isinstance(plan, FindingPatch) else set(type(plan).model_fields)
    )
    for name in _OWN:
        value = getattr(plan, name)
        if name in named and value is not None:
            setattr(finding, name, value)
    if plan.evidence is not None:
        finding.evidence = _evidence(session, exercise, plan.evidence)
    if "recurring_of" in named:
        finding.recurring_of_id = _earlier(session, exercise, plan.recurring_of)
    _place(session, finding, plan_of(exercise).content, named)


def _place(session: Session, finding: Finding, content: Content, named: set[str]) -> None:
    """Check where it belongs; the only capability of its objective is its own without a word."""
    objectives = {one.key: one for one in content.objectives}
    if "objective" in named and finding.objective and finding.objective not in objectives:
        raise NoSuchPart(field="objective", key=finding.objective)
    if "capability" in named and finding.capability:
        known = {one.code for one in content.capabilities} | _codes(session, finding.network_id)
        if finding.capability not in known:
            raise NoSuchPart(field="capability", key=finding.capability)
    elif finding.objective in objectives and not finding.capability:
        tied = objectives[finding.objective].capabilities
        finding.capability = tied[0] if len(tied) == 1 else ""


def _codes(session: Session, network_id: UUID) -> set[str]:
    return set(session.scalars(select(Capability.code).where(Capability.network_id == network_id)))


def _evidence(
    session: Session, exercise: Exercise, lines: Sequence[EvidenceInput]
) -> list[dict[str, Any]]:
    written = select(Run.id, Run.entries).where(Run.exercise_id == exercise.id)
    lengths = {row.id: row.entries for row in session.execute(written)}
    for place, one in enumerate(lines):
        if one.entry > lengths.get(one.run, 0):
            raise NotThisLog(field=f"evidence.{place}.entry")
    unique = {(str(one.run), one.entry) for one in lines}
    return [{"run": run, "entry": entry} for run, entry in sorted(unique)]


def _earlier(session: Session, exercise: Exercise, finding_id: UUID | None) -> UUID | None:
    if finding_id is None:
        return None
    earlier = session.get(Finding, finding_id)
    if earlier is None or earlier.network_id != exercise.network_id or earlier.removed_at:
        raise NotAnEarlierFinding(field="recurring_of")
    held = session.get_one(Exercise, earlier.exercise_id).meeting.starts_at
    if earlier.exercise_id == exercise.id or held >= exercise.meeting.starts_at:
        raise NotAnEarlierFinding(field="recurring_of")
    return earlier.id


def _last(session: Session, exercise: Exercise) -> int:
    highest = select(func.max(Finding.position)).where(Finding.exercise_id == exercise.id)
    return session.scalar(highest) or 0


def _values(finding: Finding) -> tuple[Any, ...]:
    own = [getattr(finding, name) for name in _OWN]
    return (*own, list(finding.evidence), finding.recurring_of_id)


def _record(session: Session, finding: Finding, by: Actor) -> None:
    record(
        session,
        FindingChanged(
            by=by.name,
            subject=finding.id,
            network_id=finding.network_id,
            exercise=finding.exercise_id,
        ),
    )
