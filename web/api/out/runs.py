"""How are exercises and their runs shown?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scheduler import model
from scheduler.exercise.clock import TICKS, seconds
from scheduler.exercise.deliveries import Row
from scheduler.exercise.entries import Entry
from scheduler.exercise.rehearsal import Rehearsal
from scheduler.exercise.state import Said, State, Step
from scheduler.exercise.timing import due, module_now, state_now
from scheduler.model.exercise import RoleKind, RunState
from web.api.out.base import Id, Instant, MaybeId, Out


class SubObjective(Out):
    """One actor's own objective."""

    organisation: Id
    text: str


class Exercise(Out):
    """What a meeting exercises."""

    id: Id
    network: Id
    meeting: Id
    scenario: Id
    version: int
    title: str
    director: MaybeId
    purpose: str
    scope: str
    artificialities: str
    privacy_note: str
    stop_word: str
    variables: dict[str, str]
    sub_objectives: list[SubObjective]
    gap: str
    grace_seconds: int
    evaluator_days: int
    feedback_days: int
    runs: list[Id]

    @classmethod
    def of(cls, row: model.Exercise) -> Exercise:
        """Show an exercise."""
        return cls.copy_of(
            row,
            network=row.network_id,
            meeting=row.meeting_id,
            scenario=row.version.scenario_id,
            version=row.version.number,
            title=row.version.content["title"],
            director=row.director_id,
            runs=[run.id for run in row.runs],
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/exercises/{self.id}"


class Audience(Out):
    """One group of a run."""

    key: str
    name: str


class Run(Out):
    """How a run stands; `exercise_seconds` are without pauses, `pause_reason` null when it goes."""

    counted = frozenset({"exercise_seconds", "module"})

    id: Id
    exercise: Id
    label: str
    audiences: list[Audience]
    state: RunState
    exercise_seconds: int
    rate: float
    pause_reason: str | None
    pause_cause: str | None
    module: str
    started_at: Instant | None
    ended_at: Instant | None
    end_reason: str
    log: int

    @classmethod
    def of(cls, row: model.Run, state: State, at: datetime) -> Run:
        """Show a run at an instant."""
        pause, plan = state.pause, state.plan
        groups = plan.content.groups if plan is not None else ()
        return cls.copy_of(
            row,
            exercise=row.exercise_id,
            audiences=[Audience(key=one.key, name=one.name) for one in groups],
            state=state.status,
            exercise_seconds=seconds(state.elapsed(at)),
            rate=state.rate / 100,
            pause_reason=pause.reason if pause is not None else None,
            pause_cause=pause.cause if pause is not None else None,
            module=module_now(state, at) if state.started_at is not None else "",
            end_reason=state.end_reason,
            log=state.number,
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/runs/{self.id}"


class RunInject(Out):
    """An inject in a run. Seconds are exercise time; `planned_seconds` null: it waits for a hand.

    `reason` says why it is held or skipped: late, marks, chain, hand, jump, unused.
    """

    counted = frozenset({"state", "planned_seconds"})

    id: Id
    number: str
    title: str
    text: str
    kind: str
    delivery: str
    module: str
    groups: list[str]
    state: str
    reason: str
    planned_seconds: int | None
    released_seconds: int | None
    released_at: Instant | None
    released_by: str | None
    late_seconds: int | None
    in_pause: bool
    ad_hoc: bool

    @classmethod
    def of(cls, step: Step, state: State, at: datetime) -> RunInject:
        """Show an inject at an instant."""
        own = due(state, step)
        out = step.released is not None
        inject = step.inject
        return cls(
            id=inject.key,
            number=inject.key,
            title=step.title or inject.title,
            text=inject.text if step.text is None else step.text,
            kind=inject.kind,
            delivery=inject.delivery,
            module=inject.module,
            groups=list(inject.groups),
            state=state_now(state, step, at),
            reason=step.why,
            planned_seconds=None if own is None else own // TICKS,
            released_seconds=None if step.released is None else seconds(step.released),
            released_at=step.released_at,
            released_by=step.released_by if out else None,
            late_seconds=seconds(step.late) if out or step.late else None,
            in_pause=step.in_pause,
            ad_hoc=step.extra,
        )


class RunRole(Out):
    """Who is what in a run; `play_url` is their own page."""

    id: Id
    run: Id
    person: Id
    organisation: MaybeId
    kind: RoleKind
    group: str
    stands_in_for: MaybeId
    play_url: str

    @classmethod
    def of(cls, row: model.RunRole, play_url: str) -> RunRole:
        """Show a role."""
        return cls.copy_of(
            row,
            run=row.run_id,
            person=row.person_id,
            organisation=row.organisation_id,
            stands_in_for=row.stands_in_for_id,
            play_url=play_url,
        )


class RunLine(Out):
    """One line of a run's log; the state of the run is the replay of its lines."""

    number: int
    at: Instant
    exercise_seconds: int
    by: str
    verb: str
    body: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> RunLine:
        """Show a line."""
        return cls.copy_of(entry, exercise_seconds=seconds(entry.ticks), body=dict(entry.body))


class Recorded(Out):
    """What was said in a run: an answer, a decision, an observation or a rating."""

    id: Id
    number: int
    at: Instant
    exercise_seconds: int
    by: str
    body: dict[str, Any]

    @classmethod
    def of(cls, said: Said) -> Recorded:
        """Show it; its number in the log is its name."""
        return cls.copy_of(
            said, id=said.number, exercise_seconds=seconds(said.ticks), body=dict(said.body)
        )


class RehearsalRow(Out):
    """Who would get what when, if nobody touched the run."""

    exercise_seconds: int
    inject: str
    role: Id
    channel: str
    body_sha256: str

    @classmethod
    def of(cls, row: Row) -> RehearsalRow:
        """Show a row."""
        return cls(
            exercise_seconds=row.second,
            inject=row.inject,
            role=row.role,
            channel=row.channel,
            body_sha256=row.body_hash,
        )


class Rehearsed(Out):
    """A whole run against a clock of its own."""

    items: list[RehearsalRow]
    by_hand: list[str]
    last_seconds: int
    planned_seconds: int

    @classmethod
    def of(cls, told: Rehearsal) -> Rehearsed:
        """Show a rehearsal."""
        return cls(
            items=[RehearsalRow.of(row) for row in told.rows],
            by_hand=[step.inject.key for step in told.by_hand],
            last_seconds=told.second,
            planned_seconds=told.planned,
        )


class IssuedReport(Out):
    """A version of a report that is kept; its hash covers all that it says and the one before."""

    id: Id
    exercise: Id
    number: int
    state: str
    case_number: str
    at: Instant
    sha256: str

    @classmethod
    def of(cls, row: model.ExerciseReport) -> IssuedReport:
        """Show a version."""
        return cls.copy_of(row, exercise=row.exercise_id, sha256=row.hash)
