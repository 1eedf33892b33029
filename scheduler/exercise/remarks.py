"""What is said about a scenario that is not right, and where in it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "info"]
Place = tuple[str, str]  # a list of the content (or one of its fields), and the key in it


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  # what it is called on every page
    """One thing that is wrong; `message` is a msgid, `params` fill it.

    `level` error: it cannot be run as it stands; warning: it will go badly; info: good to know.
    """

    level: Level
    place: Place
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What a scenario is to be played in: all that is not in it.

    `minutes` are the meeting's (0: not known). `evaluators`: group → how many, "" of no group
    alone (None: not asked for). `real_names`: people of the network. `variables`: the exercise's.
    """

    minutes: int = 0
    evaluators: Mapping[str, int] | None = None
    real_names: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def error(place: Place, message: str, **params: Any) -> Warning:
    """Say what cannot be run."""
    return Warning("error", place, message, params)


def warning(place: Place, message: str, **params: Any) -> Warning:
    """Say what will go badly."""
    return Warning("warning", place, message, params)


def info(place: Place, message: str, **params: Any) -> Warning:
    """Say what is good to know."""
    return Warning("info", place, message, params)
