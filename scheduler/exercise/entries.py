"""What do the lines of a run's log say? The table of verbs, and what each has in its body.

A line holds ids, keys, ticks and what was written in the exercise; people are ids of roles. It is
never changed: what was wrong is said again by a later line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

PauseCause = Literal["hand", "gap"]
HeldWhy = Literal["late", "marks", "chain", "hand"]
SkippedWhy = Literal["hand", "jump", "unused"]

VERBS: Mapping[str, tuple[str, ...]] = {
    "prepared": ("plan",),
    "seated": ("role", "kind", "group"),
    "left": ("role",),
    "started": (),
    "paused": ("cause", "reason"),
    "resumed": ("counted",),
    "rate_set": ("rate",),
    "module_entered": ("module",),
    "shifted": ("ticks", "injects", "modules"),
    "released": ("inject", "how", "due", "late", "in_pause"),
    "held": ("inject", "why", "late"),
    "skipped": ("inject", "why", "reason"),
    "withdrawn": ("inject", "reason"),
    "corrected": ("inject", "title", "text"),
    "added": ("inject",),
    "marked": ("action", "value"),
    "shown": ("inject",),
    "seen": ("inject", "role"),
    "answered": ("question", "inject", "group", "role", "option", "text"),
    "revealed": ("question",),
    "decided": (
        "text",
        "options",
        "decided_by",
        "stand_in",
        "ground",
        "reason",
        "follow_up",
        "inject",
        "group",
        "replaces",
    ),
    "observed": (
        "kind",
        "text",
        "inject",
        "indicator",
        "group",
        "role",
        "confidence",
        "replaces",
    ),
    "rated": ("target", "group", "role", "value", "reason"),
    "rated_finally": ("target", "value", "reason"),
    "said": ("kind", "text", "group", "role"),
    "voted": ("item", "role", "up"),
    "ended": (),
    "hotwash": (),
    "closed": (),
    "aborted": ("reason",),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What a line will say, before it has its number."""

    verb: str
    body: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None  # when it was, if not now


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log: its place, when it was by the wall and in exercise time, who, what."""

    number: int
    at: datetime
    ticks: int
    by: str
    verb: str
    body: Mapping[str, Any]
