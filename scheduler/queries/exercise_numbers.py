"""What have a network's exercises come to? Read for over_time.py, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import clock
from scheduler.exercise import evaluating, lengths
from scheduler.exercise.content import Content
from scheduler.exercise.entries import Entry
from scheduler.exercise.evaluating import ObjectiveLine, Table
from scheduler.exercise.handing_on import to_leave
from scheduler.exercise.over_time import OverTime, over_time
from scheduler.exercise.past import Asked, Mended, Paced, Past, Rated, Result, Taken
from scheduler.exercise.plan import skinned
from scheduler.exercise.recurring import Found
from scheduler.exercise.replay import replay
from scheduler.exercise.scales import steps_of, tally
from scheduler.exercise.state import State
from scheduler.model import (
    Action,
    ActionReport,
    Capability,
    Exercise,
    ExerciseReport,
    Finding,
    Network,
    Run,
    RunEntry,
    RunRole,
    Scenario,
    ScenarioVersion,
)

RAN = ("ended", "hotwash", "closed")  # what was broken off shows nothing
_KNOWN = ("approved", "locked")


def of_network(session: Session, network_id: UUID, *, whole: bool) -> OverTime:
    """Give a network's numbers: to those who lead its exercises whole, else as they may leave."""
    past = past_of(session, network_id)
    today = clock.today(session.get_one(Network, network_id).time_zone)
    return over_time(past, today) if whole else to_leave(past, today)


def past_of(session: Session, network_id: UUID) -> Past:
    """Read what a network's exercises, their findings and what was promised about them say."""
    exercises = _exercises(session, network_id)
    states = _states(session, [run.id for one in exercises for run in _ran(one)])
    finals = _finals(session, [one.id for one in exercises])
    contents = [state.plan.content for state in states.values() if state.plan is not None]
    names = {each.code: each.name for one in contents for each in one.capabilities}
    zone = ZoneInfo(session.get_one(Network, network_id).time_zone)
    return Past(
        results=tuple(_result(one, states, final=one.id in finals) for one in exercises),
        asked=tuple(_asked(session, network_id)),
        found=tuple(_found(session, network_id)),
        mended=tuple(_mended(session, network_id, zone)),
        capabilities=names | _capabilities(session, network_id),
    )


def _exercises(session: Session, network_id: UUID) -> list[Exercise]:
    ran = select(Run.exercise_id).where(Run.state.in_(RAN))
    rows = session.scalars(
        select(Exercise)
        .where(Exercise.network_id == network_id, Exercise.id.in_(ran))
        .options(
            joinedload(Exercise.meeting),
            joinedload(Exercise.version).joinedload(ScenarioVersion.scenario),
            selectinload(Exercise.runs).selectinload(Run.roles).joinedload(RunRole.organisation),
        )
    )
    return list(rows)


def _ran(exercise: Exercise) -> list[Run]:
    return [run for run in exercise.runs if run.state in RAN]


def _states(session: Session, runs: Collection[UUID]) -> dict[UUID, State]:
    """Replay many logs at once: one query, and no live run leaves the memory for it."""
    rows = session.execute(
        select(
            RunEntry.run_id,
            RunEntry.number,
            RunEntry.at,
            RunEntry.ticks,
            RunEntry.by,
            RunEntry.verb,
            RunEntry.body,
        )
        .where(RunEntry.run_id.in_(runs))
        .order_by(RunEntry.run_id, RunEntry.number)
    )
    by_run = groupby(rows, key=lambda row: row.run_id)
    return {run: replay(Entry(*row[1:]) for row in lines) for run, lines in by_run}


def _finals(session: Session, exercises: Collection[UUID]) -> set[UUID]:
    reports = select(ExerciseReport.exercise_id).where(
        ExerciseReport.exercise_id.in_(exercises), ExerciseReport.state == "final"
    )
    return set(session.scalars(reports))


def _result(exercise: Exercise, states: Mapping[UUID, State], *, final: bool) -> Result:
    runs = _ran(exercise)
    tables = [Table(run.id, run.label, states[run.id], {}) for run in runs]
    plans = [table.state.plan for table in tables]
    content = next(plan.content for plan in plans if plan is not None)
    return Result(
        exercise=exercise.id,
        title=exercise.meeting.title,
        scenario=str(exercise.version.scenario_id),
        story=exercise.version.scenario.title,
        day=exercise.meeting.start.date(),
        runs=len(runs),
        final=final,
        steps=steps_of(content.scale),
        objectives=tuple(_rated(content, tables)),
        people=tuple(_taken(role) for run in runs for role in run.roles if role.left_at is None),
        modules=tuple(
            Paced(title, planned, real)
            for run, table in zip(runs, tables, strict=True)
            for title, planned, real in lengths.module_minutes(table.state, _end(run))
        ),
    )


def _end(run: Run) -> datetime:
    return run.ended_at or clock.now()


def _rated(content: Content, tables: Sequence[Table]) -> Iterator[Rated]:
    tried = {
        objective
        for table in tables
        for step in table.state.steps.values()
        if step.released is not None
        for objective in step.inject.objectives
    }
    codes = {one.key: one.capabilities for one in content.objectives}
    for line in evaluating.objectives(content, tables):
        step = _step(line, content)
        yield Rated(
            key=line.key,
            text=line.text,
            capabilities=codes[line.key],
            step=step,
            tried=bool(step) or line.key in tried,
        )


def _step(line: ObjectiveLine, content: Content) -> str:
    """Give what an objective was rated: in the end, else by most, else in its indicators."""
    finals = [one for one in line.whole.finals if one.step is not None]
    if finals:
        return _middle([one.step.key for one in finals if one.step is not None], content)
    if line.whole.tally.median is not None:
        return line.whole.tally.median
    of_parts = [each for one in line.indicators for each in (one.finals or one.ratings)]
    return _middle([one.step.key for one in of_parts if one.step is not None], content)


def _middle(values: Sequence[str], content: Content) -> str:
    return tally(values, steps_of(content.scale)).median or ""


def _taken(role: RunRole) -> Taken:
    house = role.organisation.name if role.organisation else ""
    return Taken(role.person_id, house, role.kind == "player")


def _asked(session: Session, network_id: UUID) -> Iterator[Asked]:
    """Give the objectives of what may be exercised: each scenario's newest approved version."""
    rows = session.scalars(
        select(ScenarioVersion)
        .join(Scenario)
        .where(Scenario.network_id == network_id, Scenario.retired_at.is_(None))
        .where(ScenarioVersion.state.in_(_KNOWN))
        .options(joinedload(ScenarioVersion.scenario))
        .order_by(Scenario.title, Scenario.id, ScenarioVersion.number)
    )
    newest = {row.scenario_id: row for row in rows}
    for row in newest.values():
        content = _spoken(Content.model_validate(row.content))
        for one in content.objectives:
            yield Asked(
                scenario=str(row.scenario_id), story=content.title, key=one.key, text=one.text
            )


def _spoken(content: Content) -> Content:
    try:
        return skinned(content, {})
    except ValueError:  # with the names put in a text becomes too long: then without
        return content


def _found(session: Session, network_id: UUID) -> Iterator[Found]:
    promised: defaultdict[UUID | None, list[str]] = defaultdict(list)
    for finding_id, state in session.execute(
        select(Action.finding_id, Action.state).where(
            Action.network_id == network_id, Action.finding_id.is_not(None)
        )
    ):
        promised[finding_id].append(state)
    rows = session.execute(
        select(Finding, Exercise)
        .join(Exercise, Exercise.id == Finding.exercise_id)
        .where(Finding.network_id == network_id)
        .options(joinedload(Exercise.meeting))
    )
    for finding, exercise in rows:
        yield Found(
            id=finding.id,
            exercise=exercise.id,
            day=exercise.meeting.start.date(),
            kind=finding.kind,
            text=finding.text,
            recurring_of=finding.recurring_of_id,
            actions=tuple(promised[finding.id]),
            removed=finding.removed_at is not None,
        )


def _mended(session: Session, network_id: UUID, zone: ZoneInfo) -> Iterator[Mended]:
    shown = (
        select(func.max(ActionReport.at))
        .where(ActionReport.action_id == Action.id, ActionReport.state == "verified")
        .correlate(Action)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Action, Finding.exercise_id, shown)
        .join(Finding, Finding.id == Action.finding_id)
        .where(Action.network_id == network_id, Action.state != "declined")
        .where(Finding.removed_at.is_(None))
    )
    for action, exercise_id, verified in rows:
        done = action.closed_at or action.changed_at
        yield Mended(
            exercise=exercise_id,
            opened=_day(action.created_at, zone),
            done=None if action.open else _day(done, zone),
            verified=_day(verified or done, zone) if action.state == "verified" else None,
        )


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _capabilities(session: Session, network_id: UUID) -> dict[str, str]:
    rows = select(Capability).where(Capability.network_id == network_id)
    return {one.code: one.name for one in session.scalars(rows)}
