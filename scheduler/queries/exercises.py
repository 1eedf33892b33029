"""Which exercises has a network, how far has each come, and what should be done next?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.exercise import checking, remarks
from scheduler.exercise.content import Content
from scheduler.exercise.plan import skinned
from scheduler.model import (
    Exercise,
    ExerciseReport,
    Meeting,
    Organisation,
    Person,
    Run,
    RunRole,
    ScenarioVersion,
)
from scheduler.queries import head, membership
from scheduler.queries.head import MeetingHead
from scheduler.titles import Play, play

OVER = ("ended", "hotwash", "closed", "aborted")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run in a list; `people`: how many have a place in it."""

    id: UUID
    label: str
    state: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseLine:
    """One exercise in a list. `state`: planned | ready | called | running | evaluating | reported |
    cancelled; `next`: scenario | runs | call | start | console | evaluate | report | "".

    `scenario` is a title, which is no secret; `approved`: its version may be run as it stands.
    """

    id: UUID
    meeting: MeetingHead
    scenario: str
    approved: bool
    state: str
    next: str
    runs: tuple[RunLine, ...]
    reported: bool

    @property
    def over(self) -> bool:
        """Whether it is behind us."""
        return self.state in {"evaluating", "reported", "cancelled"} or (
            self.meeting.ends_at < now() and self.state != "running"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubObjective:
    """One actor's own objective."""

    organisation: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePage:
    """One exercise whole, as those who lead it see it."""

    line: ExerciseLine
    play: Play
    version_id: UUID
    scenario_id: UUID
    version: int
    version_state: str
    director: str
    purpose: str
    scope: str
    artificialities: str
    privacy_note: str
    variables: tuple[tuple[str, str], ...]
    sub_objectives: tuple[SubObjective, ...]
    gap: str
    grace_seconds: int
    evaluator_days: int
    feedback_days: int
    begun: bool
    groups: tuple[tuple[str, str], ...]
    minutes: int


def of_network(session: Session, network_id: UUID) -> list[ExerciseLine]:
    """Give a network's exercises, the next to come first, then those behind us."""
    rows = session.scalars(_whole().where(Exercise.network_id == network_id)).all()
    reported = _reported(session, [row.id for row in rows])
    lines = [_line(row, reported) for row in rows]
    coming = [one for one in lines if not one.over]
    past = [one for one in lines if one.over]
    return [
        *sorted(coming, key=lambda one: one.meeting.starts_at),
        *sorted(past, key=lambda one: one.meeting.starts_at, reverse=True),
    ]


def line(session: Session, exercise_id: UUID) -> ExerciseLine:
    """Give one exercise in short; raises NotFound."""
    return _line(_load(session, exercise_id), _reported(session, [exercise_id]))


def page(session: Session, exercise_id: UUID) -> ExercisePage:
    """Give one exercise whole; raises NotFound."""
    row = _load(session, exercise_id)
    content = row.version.content
    return ExercisePage(
        line=_line(row, _reported(session, [row.id])),
        play=play(row.meeting.network.language, row.stop_word),
        version_id=row.version_id,
        scenario_id=row.version.scenario_id,
        version=row.version.number,
        version_state=row.version.state,
        director=row.director.public_name if row.director else "",
        purpose=row.purpose,
        scope=row.scope,
        artificialities=row.artificialities,
        privacy_note=row.privacy_note,
        variables=tuple((name, text) for name, text in row.variables.items() if text),
        sub_objectives=_sub_objectives(session, row),
        gap=row.gap,
        grace_seconds=row.grace_seconds,
        evaluator_days=row.evaluator_days,
        feedback_days=row.feedback_days,
        begun=any(run.state != "prepared" for run in row.runs),
        groups=tuple((one["key"], one["name"]) for one in content.get("groups", ())),
        minutes=Content.model_validate(content).minutes,
    )


def of_meeting(session: Session, meeting_id: UUID) -> UUID | None:
    """Give which exercise a meeting is, if it is one."""
    return session.scalar(select(Exercise.id).where(Exercise.meeting_id == meeting_id))


def checks(session: Session, exercise_id: UUID) -> list[remarks.Warning]:
    """Give what is wrong with an exercise as it is planned, what cannot be run first."""
    row = _load(session, exercise_id)
    return checking.findings(_content(row), _booking(session, row))


def _content(row: Exercise) -> Content:
    content = Content.model_validate(row.version.content)
    try:
        return skinned(content, row.variables)
    except ValueError:  # a draft whose texts have grown since: told when it is prepared
        return content


def _booking(session: Session, row: Exercise) -> remarks.Booking:
    return remarks.Booking(
        minutes=row.meeting.minutes,
        evaluators=_evaluators(row) if row.runs else None,
        real_names=_names(session, row),
        variables=row.variables,
    )


def _evaluators(row: Exercise) -> dict[str, int]:
    found: dict[str, int] = {}
    for run in row.runs:
        for role in _seated(run):
            if role.kind == "evaluator":
                found[role.group] = found.get(role.group, 0) + 1
    return found


def _names(session: Session, row: Exercise) -> tuple[str, ...]:
    called = {one.person_id for one in row.meeting.invitations}
    here = membership.members(session, row.network_id, row.meeting.start.date())
    ids = called | {one.person_id for one in here if one.person_id is not None}
    return tuple(session.scalars(select(Person.name).where(Person.id.in_(ids))))


def _line(row: Exercise, reported: Collection[UUID]) -> ExerciseLine:
    approved = row.version.state in {"approved", "locked"}
    state = _state(row, reported=row.id in reported, approved=approved)
    return ExerciseLine(
        id=row.id,
        meeting=head.of(row.meeting),
        scenario=row.version.scenario.title,
        approved=approved,
        state=state,
        next=_next(row, state, approved=approved),
        runs=tuple(_run_line(run) for run in row.runs),
        reported=row.id in reported,
    )


def _state(row: Exercise, *, reported: bool, approved: bool) -> str:
    states = {run.state for run in row.runs}
    if reported:
        return "reported"
    if states & {"running", "paused"}:
        return "running"
    if states & set(OVER) and "prepared" not in states:
        return "evaluating"
    if row.meeting.cancelled:
        return "cancelled"
    if row.meeting.status == "called":
        return "called"
    return "ready" if approved and states else "planned"


def _next(row: Exercise, state: str, *, approved: bool) -> str:
    match state:
        case "running":
            return "console"
        case "evaluating":
            live = any(run.state in {"ended", "hotwash"} for run in row.runs)
            return "evaluate" if live else "report"
        case "reported" | "cancelled":
            return ""
    if not approved:
        return "scenario"
    if not row.runs:
        return "runs"
    called = row.meeting.status == "called" or row.meeting.starts_at <= now()
    return "start" if called else "call"


def _run_line(run: Run) -> RunLine:
    return RunLine(id=run.id, label=run.label, state=run.state, people=len(_seated(run)))


def _seated(run: Run) -> list[RunRole]:
    return [role for role in run.roles if role.left_at is None]


def _sub_objectives(session: Session, row: Exercise) -> tuple[SubObjective, ...]:
    ids = {UUID(one["organisation"]) for one in row.sub_objectives}
    houses = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    names = {str(one.id): one.name for one in houses}
    return tuple(
        SubObjective(organisation=names.get(one["organisation"], ""), text=one["text"])
        for one in row.sub_objectives
    )


def _reported(session: Session, ids: Collection[UUID]) -> set[UUID]:
    final = select(ExerciseReport.exercise_id).where(
        ExerciseReport.exercise_id.in_(ids), ExerciseReport.state == "final"
    )
    return set(session.scalars(final))


def _load(session: Session, exercise_id: UUID) -> Exercise:
    row = session.scalars(_whole().where(Exercise.id == exercise_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def _whole() -> Select[Exercise]:
    return select(Exercise).options(
        joinedload(Exercise.meeting).joinedload(Meeting.network),
        joinedload(Exercise.version).joinedload(ScenarioVersion.scenario),
        selectinload(Exercise.runs).selectinload(Run.roles),
    )
