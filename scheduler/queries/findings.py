"""What did exercises show, what shows it, and what is done about it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.exercise.content import Content
from scheduler.exercise.plan import skinned
from scheduler.model import Action, Capability, Exercise, Finding, Meeting, Network
from scheduler.queries.action_lines import ActionLine, find


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding in words; `evidence`: (run, number of the line), `recurring_of` its text too."""

    id: UUID
    network_id: UUID
    exercise_id: UUID
    exercise: str
    start: datetime  # wall time of its meeting
    kind: str
    text: str
    analysis: str
    root_cause: str
    objective: str
    objective_text: str
    capability: str
    capability_name: str
    evidence: tuple[tuple[UUID, int], ...]
    recurring_of: UUID | None
    recurring_text: str
    version: int
    actions: tuple[ActionLine, ...]


def content_of(exercise: Exercise) -> Content:
    """Give what an exercise's scenario says, in the exercise's own words."""
    content = Content.model_validate(exercise.version.content)
    try:
        return skinned(content, exercise.variables)
    except ValueError:  # a text has become too long: then its own words
        return content


def of_exercise(session: Session, exercise_id: UUID) -> list[FindingLine]:
    """Give an exercise's findings: strengths first, then areas, as they were written."""
    exercise = session.get(Exercise, exercise_id)
    if exercise is None:
        raise NotFound
    chosen = select(Finding).where(Finding.exercise_id == exercise.id, Finding.removed_at.is_(None))
    found = session.scalars(chosen.order_by(Finding.kind.desc(), Finding.position))
    return _lines(session, exercise.network_id, list(found))


def by_id(session: Session, finding_id: UUID) -> FindingLine:
    """Give one finding; raises NotFound when it has been taken away."""
    finding = session.get(Finding, finding_id)
    if finding is None or finding.removed_at is not None:
        raise NotFound
    return _lines(session, finding.network_id, [finding])[0]


def earlier(session: Session, exercise: Exercise) -> list[FindingLine]:
    """Give what earlier exercises of the network have found, the newest first."""
    chosen = (
        select(Finding)
        .join(Exercise, Exercise.id == Finding.exercise_id)
        .join(Meeting, Meeting.id == Exercise.meeting_id)
        .where(
            Finding.network_id == exercise.network_id,
            Finding.removed_at.is_(None),
            Meeting.starts_at < exercise.meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc(), Finding.position)
    )
    return _lines(session, exercise.network_id, list(session.scalars(chosen)))


def may_recur(
    known: Sequence[FindingLine], *, kind: str, capability: str, objective_text: str
) -> list[FindingLine]:
    """Give those earlier findings of a kind that are about the same capability or objective."""
    asked = objective_text.casefold()
    return [
        one
        for one in known
        if one.kind == kind
        and (
            (capability and one.capability == capability)
            or (asked and one.objective_text.casefold() == asked)
        )
    ]


def _lines(session: Session, network_id: UUID, found: Sequence[Finding]) -> list[FindingLine]:
    if not found:
        return []
    exercises = {
        one.id: one
        for one in session.scalars(
            select(Exercise).where(Exercise.id.in_({one.exercise_id for one in found}))
        )
    }
    contents = {key: content_of(one) for key, one in exercises.items()}
    names = {
        one.code: one.name
        for one in session.scalars(select(Capability).where(Capability.network_id == network_id))
    }
    actions = _actions(session, network_id, [one.id for one in found])
    return [
        _line(one, exercises[one.exercise_id], contents[one.exercise_id], names, actions)
        for one in found
    ]


def _line(
    finding: Finding,
    exercise: Exercise,
    content: Content,
    names: Mapping[str, str],
    actions: Mapping[UUID, tuple[ActionLine, ...]],
) -> FindingLine:
    own = {one.code: one.name for one in content.capabilities}
    objectives = {one.key: one.text for one in content.objectives}
    capability = finding.capability
    return FindingLine(
        id=finding.id,
        network_id=finding.network_id,
        exercise_id=finding.exercise_id,
        exercise=exercise.meeting.title,
        start=exercise.meeting.start,
        kind=finding.kind,
        text=finding.text,
        analysis=finding.analysis,
        root_cause=finding.root_cause,
        objective=finding.objective,
        objective_text=objectives.get(finding.objective, ""),
        capability=capability,
        capability_name=own.get(capability) or names.get(capability) or capability,
        evidence=tuple((UUID(one["run"]), int(one["entry"])) for one in finding.evidence),
        recurring_of=finding.recurring_of_id,
        recurring_text=finding.recurring_of.text if finding.recurring_of else "",
        version=finding.version,
        actions=actions.get(finding.id, ()),
    )


def _actions(
    session: Session, network_id: UUID, findings: Sequence[UUID]
) -> dict[UUID, tuple[ActionLine, ...]]:
    today = clock.today(session.get_one(Network, network_id).time_zone)
    found: dict[UUID, tuple[ActionLine, ...]] = {}
    for one in find(session, today, Action.finding_id.in_(findings)):
        if one.line.finding_id is not None:
            found[one.line.finding_id] = (*found.get(one.line.finding_id, ()), one.line)
    return found
