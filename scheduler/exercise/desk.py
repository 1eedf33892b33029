"""What do those who evaluate or record in a run have before them?

Pure. Only evaluators read the evaluation guide: objectives, indicators, expected actions. Whoever
else notes something chooses among what players have got.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler.exercise import player
from scheduler.exercise.clock import seconds
from scheduler.exercise.content import Content, Group, Indicator, Objective
from scheduler.exercise.content import Step as ScaleStep
from scheduler.exercise.scales import steps_of
from scheduler.exercise.state import Said, State, Step


@dataclass(frozen=True, slots=True)
class Came:
    """An inject that has come; `expected` are the actions that evaluators look for."""

    key: str
    title: str
    seconds: int
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was noted, with the names of what it points at."""

    number: int
    seconds: int
    said: Said
    inject: str
    indicator: str
    group: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One's own rating of a target for a group ("": for all as one); `step` None: not observed."""

    group: str
    name: str
    said: Said | None
    step: ScaleStep | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that stands on it; `came` the newest first, `guide` empty unless it is an evaluator's.

    `language` is that of the scenario's texts.
    """

    number: int  # of the log's last line
    status: str
    language: str
    seconds: int
    group: str
    groups: tuple[Group, ...]
    came: tuple[Came, ...]
    guide: tuple[Objective, ...]
    steps: tuple[ScaleStep, ...]
    observations: tuple[Kept, ...]
    decisions: tuple[Kept, ...]

    @property
    def begun(self) -> bool:
        """Whether there is anything to note."""
        return self.status != "prepared"

    def target(self, key: str) -> Objective | Indicator | None:
        """Give an objective or indicator of the guide."""
        known: dict[str, Objective | Indicator] = {one.key: one for one in self.guide}
        known |= {one.key: one for objective in self.guide for one in objective.indicators}
        return known.get(key)


def desk(state: State, role_id: UUID, at: datetime) -> Desk:
    """Give what a role has before it at an instant."""
    seat = state.seats.get(str(role_id))
    kind, group = (seat.kind, seat.group) if seat is not None else ("", "")
    content = state.plan.content if state.plan is not None else None
    guide = content.objectives if content is not None and kind == "evaluator" else ()
    came = [one for one in state.steps.values() if _has_come(one, kind, group)]
    came.sort(key=lambda step: (step.released or 0, step.position), reverse=True)
    own = [one for one in state.observations.values() if one.body["role"] == str(role_id)]
    return Desk(
        number=state.number,
        status=state.status,
        language=content.language if content is not None else "",
        seconds=seconds(state.elapsed(at)),
        group=group,
        groups=content.groups if content is not None else (),
        came=tuple(_came(step, kind) for step in came),
        guide=guide,
        steps=steps_of(content.scale) if content is not None and guide else (),
        observations=_kept(state, own),
        decisions=_kept(state, list(state.decisions.values())) if kind == "recorder" else (),
    )


def ratings(state: State, role_id: UUID, one: Desk, target: str) -> list[Rated]:
    """Give an evaluator's own ratings of a target: for each group, and for all as one."""
    found = []
    for key, name in [("", ""), *((group.key, group.name) for group in one.groups)]:
        said = state.ratings.get((target, key, str(role_id)))
        value = said.body["value"] if said is not None else ""
        step = next((step for step in one.steps if step.key == value), None)
        found.append(Rated(key, name, said, step))
    return found


def _has_come(step: Step, kind: str, group: str) -> bool:
    if step.released_at is None:
        return False
    if kind == "evaluator":
        return True
    if kind == "recorder":
        return step.for_players
    return step.for_players and step.reaches(group) and step.state != "withdrawn"


def _came(step: Step, kind: str) -> Came:
    expected = tuple(one.text for one in step.inject.expected) if kind == "evaluator" else ()
    title = player.words(step)[0]
    return Came(step.inject.key, title, seconds(step.released or 0), expected)


def _kept(state: State, lines: Sequence[Said]) -> tuple[Kept, ...]:
    content = state.plan.content if state.plan is not None else None
    return tuple(_line(state, content, one) for one in reversed(lines))


def _line(state: State, content: Content | None, said: Said) -> Kept:
    step = state.steps.get(said.body["inject"])
    objectives = content.objectives if content is not None else ()
    known = {one.key: one.text for one in objectives}
    known |= {one.key: one.text for o in objectives for one in o.indicators}
    groups = {one.key: one.name for one in (content.groups if content is not None else ())}
    return Kept(
        number=said.number,
        seconds=seconds(said.ticks),
        said=said,
        inject=player.words(step)[0] if step is not None else "",
        indicator=known.get(said.body.get("indicator", ""), ""),
        group=groups.get(said.body["group"], ""),
    )
