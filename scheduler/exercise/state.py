"""How does a run stand? What the replay of its log (replay.py) gives, and nothing else.

What is asked of a state that needs the present instant stands in timing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from scheduler.exercise.clock import Segment, elapsed
from scheduler.exercise.content import FOR_PLAYERS, Inject, Question
from scheduler.exercise.plan import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """Where one inject has come to. Times are ticks; `moved` is added to what was planned.

    `base` is the time that injects chained to it count from. `why` says why it is held or skipped.
    `text` and `title` are those of a correction, else None.
    """

    inject: Inject
    position: int
    state: str = "planned"
    moved: int = 0
    why: str = ""
    released: int | None = None
    base: int | None = None
    released_at: datetime | None = None
    released_by: str = ""
    how: str = ""
    late: int = 0
    in_pause: bool = False
    title: str | None = None
    text: str | None = None
    extra: bool = False  # ad hoc: of this run alone

    @property
    def open(self) -> bool:
        """Whether it may still be released."""
        return self.state in {"planned", "held"}

    @property
    def out(self) -> bool:
        """Whether players have it."""
        return self.state in {"released", "answered"}

    @property
    def for_players(self) -> bool:
        """Whether it is of a kind that players may ever see."""
        return self.inject.kind in FOR_PLAYERS

    def reaches(self, group: str) -> bool:
        """Tell whether it is for a group ("": somebody of no group gets what is for all)."""
        return not self.inject.groups or group in self.inject.groups


@dataclass(frozen=True, slots=True)
class Seat:
    """What a role is in the run."""

    role: str
    kind: str
    group: str
    here: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """Why the clock stands; `cause` gap: the service was away."""

    cause: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A line that stays as it was written: an answer, an observation, a decision, a rating ..."""

    number: int
    at: datetime
    ticks: int
    by: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class State:
    """A run as its log tells it. Lists are in the order of the log."""

    plan: Plan | None = None
    status: str = "prepared"
    number: int = 0
    segments: list[Segment] = field(default_factory=list)
    rate: int = 100
    pause: Pause | None = None
    steps: dict[str, Step] = field(default_factory=dict)
    entered: dict[str, int] = field(default_factory=dict)  # module → ticks of a jump to it
    module_moved: dict[str, int] = field(default_factory=dict)
    marks: dict[str, tuple[str, int]] = field(default_factory=dict)  # action → value, ticks
    seats: dict[str, Seat] = field(default_factory=dict)
    seen: dict[tuple[str, str], Said] = field(default_factory=dict)  # (inject, role)
    answers: list[Said] = field(default_factory=list)
    revealed: dict[str, int] = field(default_factory=dict)  # question → number of the line
    shown: str = ""
    decisions: dict[int, Said] = field(default_factory=dict)
    observations: dict[int, Said] = field(default_factory=dict)
    ratings: dict[tuple[str, str, str], Said] = field(default_factory=dict)  # target, group, role
    finals: dict[str, Said] = field(default_factory=dict)
    sayings: dict[int, Said] = field(default_factory=dict)
    votes: dict[int, set[str]] = field(default_factory=dict)  # saying → roles
    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""

    def elapsed(self, at: datetime) -> int:
        """Give exercise time at an instant, in ticks."""
        return elapsed(self.segments, at)

    def fork(self) -> State:
        """Give a state that goes on by itself: what happens to one does not touch the other."""
        made = copy(self)
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, dict | list):
                setattr(made, one.name, value.copy())
        made.votes = {item: set(roles) for item, roles in self.votes.items()}
        return made

    def question(self, key: str) -> Question | None:
        """Give a question of the run, also one of an inject that was added."""
        known = [q for step in self.steps.values() for q in step.inject.questions]
        if self.plan is not None:
            known += [q for module in self.plan.content.modules for q in module.questions]
        return next((one for one in known if one.key == key), None)
