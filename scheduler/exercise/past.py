"""What is known of the exercises that a network has held? What over_time.py counts.

Pure. One result an exercise, its runs together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduler.exercise.content import Step
from scheduler.exercise.recurring import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An objective in one exercise; `step` "": nobody rated it. `tried`: something of it came."""

    key: str
    text: str
    capabilities: tuple[str, ...] = ()
    step: str = ""
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody who took part, for an organisation ("": none)."""

    person: UUID
    organisation: str
    player: bool = True


@dataclass(frozen=True, slots=True)
class Paced:
    """A module's minutes in one run, planned and real."""

    module: str
    planned: int
    real: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one exercise that has been run came to; `final`: its report is."""

    exercise: UUID
    title: str
    scenario: str  # id
    story: str  # the scenario's title
    day: date
    runs: int = 1
    final: bool = True
    steps: tuple[Step, ...] = ()
    objectives: tuple[Rated, ...] = ()
    people: tuple[Taken, ...] = ()
    modules: tuple[Paced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An objective of a scenario that the network may exercise."""

    scenario: str
    story: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A corrective action that was not declined, and the days on which it came so far."""

    exercise: UUID
    opened: date
    done: date | None = None
    verified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """All that the numbers are made of; `capabilities`: code → name."""

    results: tuple[Result, ...] = ()
    asked: tuple[Asked, ...] = ()
    found: tuple[Found, ...] = ()
    mended: tuple[Mended, ...] = ()
    capabilities: Mapping[str, str]
