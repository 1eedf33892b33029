"""How was what was exercised rated, and what did people see? Of all runs of an exercise together.

Pure. Nobody's rating is lost in a mean: each stands with whose it is, beside counts and median.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from scheduler.exercise.clock import seconds
from scheduler.exercise.content import Content, Objective, Step
from scheduler.exercise.scales import Tally, steps_of, tally
from scheduler.exercise.state import Said, State

What = Literal["observed", "decided", "answered", "said"]


@dataclass(frozen=True, slots=True)
class Table:
    """One run: its id and label, how it stands, and names by role and by actor."""

    id: UUID
    label: str
    state: State
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLine:
    """One rating by one evaluator; `step` is None where it was not observed.

    `entry` is its number in the run's log.
    """

    run: UUID
    label: str
    entry: int
    group: str
    who: str
    step: Step | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """An objective as a whole, or one of its indicators, with each rating and each run's final."""

    key: str
    text: str
    target: str
    ratings: tuple[RatingLine, ...]
    finals: tuple[RatingLine, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLine:
    """An objective; its `indicators` are rated by themselves, and so may it be."""

    key: str
    text: str
    capabilities: tuple[str, ...]
    whole: TargetLine
    indicators: tuple[TargetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedLine:
    """A line of a log that may show something; `seconds` are exercise time, `kind` its verb's own.

    `objective` is that of its indicator, else the only one of its inject, else "".
    """

    run: UUID
    label: str
    entry: int
    at: datetime
    seconds: int
    what: What
    kind: str
    text: str
    inject: str
    indicator: str
    objective: str
    group: str
    who: str
    confidence: str
    body: Mapping[str, Any]


def objectives(content: Content, tables: Sequence[Table]) -> list[ObjectiveLine]:
    """Give how each objective and indicator was rated."""
    steps = steps_of(content.scale)
    names = {one.code: one.name for one in content.capabilities}
    return [_objective(one, tables, steps, names) for one in content.objectives]


def noted(content: Content, tables: Sequence[Table]) -> list[NotedLine]:
    """Give what was observed, decided, answered and said, run by run, in the order of the logs."""
    known = {i.key: (i.text, o.key) for o in content.objectives for i in o.indicators}
    known |= {one.key: (one.text, one.key) for one in content.objectives}
    found = [
        _noted(table, what, said, known) for table in tables for what, said in _sayings(table.state)
    ]
    places = {table.id: place for place, table in enumerate(tables)}
    return sorted(found, key=lambda line: (places[line.run], line.entry))


def group_name(state: State, key: str) -> str:
    """Give what a group is called; "" is none, or all."""
    groups = state.plan.content.groups if state.plan is not None else ()
    return next((one.name for one in groups if one.key == key), key)


def _objective(
    one: Objective, tables: Sequence[Table], steps: Sequence[Step], names: Mapping[str, str]
) -> ObjectiveLine:
    return ObjectiveLine(
        key=one.key,
        text=one.text,
        capabilities=tuple(names.get(code, code) for code in one.capabilities),
        whole=_target((one.key, one.text, ""), tables, steps),
        indicators=tuple(
            _target((each.key, each.text, each.target), tables, steps) for each in one.indicators
        ),
    )


def _target(
    said: tuple[str, str, str], tables: Sequence[Table], steps: Sequence[Step]
) -> TargetLine:
    key, text, target = said
    given = [
        (table, group, role, line)
        for table in tables
        for (rated, group, role), line in table.state.ratings.items()
        if rated == key
    ]
    finals = [(table, table.state.finals[key]) for table in tables if key in table.state.finals]
    return TargetLine(
        key=key,
        text=text,
        target=target,
        ratings=tuple(
            _rating(table, group, role, line, steps) for table, group, role, line in given
        ),
        finals=tuple(_rating(table, "", line.by, line, steps) for table, line in finals),
        tally=tally((line.body["value"] for *_, line in given), steps),
    )


def _rating(table: Table, group: str, who: str, line: Said, steps: Sequence[Step]) -> RatingLine:
    value = line.body["value"]
    return RatingLine(
        run=table.id,
        label=table.label,
        entry=line.number,
        group=group_name(table.state, group),
        who=table.names.get(who, ""),
        step=next((step for step in steps if step.key == value), None),
        reason=line.body["reason"],
    )


def _sayings(state: State) -> Iterator[tuple[What, Said]]:
    yield from (("observed", one) for one in state.observations.values())
    yield from (("decided", one) for one in state.decisions.values())
    yield from (("answered", one) for one in state.answers)
    yield from (("said", one) for one in state.sayings.values())


def _noted(table: Table, what: What, said: Said, known: Mapping[str, tuple[str, str]]) -> NotedLine:
    body = said.body
    step = table.state.steps.get(body.get("inject", ""))
    indicator, objective = known.get(body.get("indicator", ""), ("", ""))
    if not objective and step is not None and len(step.inject.objectives) == 1:
        objective = step.inject.objectives[0]
    return NotedLine(
        run=table.id,
        label=table.label,
        entry=said.number,
        at=said.at,
        seconds=seconds(said.ticks),
        what=what,
        kind=body.get("kind", ""),
        text=" – ".join(part for part in (body.get("option", ""), body["text"]) if part),
        inject=step.inject.title if step is not None else "",
        indicator=indicator,
        objective=objective,
        group=group_name(table.state, body.get("group", "")),
        who=table.names.get(body.get("role") or said.by, ""),
        confidence=body.get("confidence", ""),
        body=body,
    )
