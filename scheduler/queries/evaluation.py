"""How did an exercise go? Ratings, what was seen, what was found, what people thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.exercise import evaluating
from scheduler.exercise.content import Content, Step
from scheduler.exercise.evaluating import NotedLine, ObjectiveLine, Table
from scheduler.exercise.feedback import Summary, is_usual
from scheduler.exercise.scales import steps_of
from scheduler.exercise.state import State
from scheduler.model import Exercise, Run
from scheduler.queries import feedback, findings, head, run_page
from scheduler.queries.findings import FindingLine
from scheduler.queries.head import MeetingHead
from scheduler.queries.runs import state_of
from scheduler.titles import Play, play


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that an exercise's evaluation stands on; nothing of it is for players.

    `usual_form`: the feedback form's texts are ours, to be translated.
    """

    exercise_id: UUID
    network_id: UUID
    meeting: MeetingHead
    play: Play
    content: Content
    steps: tuple[Step, ...]
    runs: tuple[Run, ...]
    objectives: tuple[ObjectiveLine, ...]
    noted: tuple[NotedLine, ...]
    findings: tuple[FindingLine, ...]
    earlier: tuple[FindingLine, ...]
    feedback: Summary
    usual_form: bool

    @property
    def begun(self) -> bool:
        """Whether any of its runs has."""
        return any(run.started_at is not None for run in self.runs)


def of_exercise(session: Session, exercise_id: UUID) -> Evaluation:
    """Give an exercise's evaluation as it stands; raises NotFound."""
    exercise = session.get(Exercise, exercise_id)
    if exercise is None:
        raise NotFound
    content = findings.content_of(exercise)
    meeting = head.of(head.load(session, exercise.meeting_id))
    tables = tables_of(session, exercise.runs)
    return Evaluation(
        exercise_id=exercise.id,
        network_id=exercise.network_id,
        meeting=meeting,
        play=play(meeting.language, exercise.stop_word),
        content=content,
        steps=steps_of(content.scale),
        runs=tuple(exercise.runs),
        objectives=tuple(evaluating.objectives(content, tables)),
        noted=tuple(evaluating.noted(content, tables)),
        findings=tuple(findings.of_exercise(session, exercise.id)),
        earlier=tuple(findings.earlier(session, exercise)),
        feedback=feedback.of_exercise(session, exercise.id, content),
        usual_form=is_usual(content),
    )


def tables_of(session: Session, runs: Sequence[Run]) -> list[Table]:
    """Give the runs with how they stand and who is who in them."""
    states = [(run, state_of(session, run.id)) for run in runs]
    return [
        Table(run.id, run.label, state, run_page.names(session, run.id, _actors(state)))
        for run, state in states
    ]


def _actors(state: State) -> set[str]:
    said = [
        *state.observations.values(),
        *state.decisions.values(),
        *state.answers,
        *state.sayings.values(),
        *state.ratings.values(),
        *state.finals.values(),
    ]
    return {one.by for one in said} | {role for _, _, role in state.ratings}
