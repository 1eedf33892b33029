"""How does a list say when an inject comes, where a time alone does not say it?

A column "Trigger" beside the time: "module +0:10", "after C1 +0:05", "marks if all C1.1=yes,
C1.2=no", "if any C1.1=no". Without one: with a time it comes then, without it by hand.
"""

from __future__ import annotations

import re
from typing import Any

from scheduler.errors import N_, Refused
from scheduler.exercise.content import Requires, Trigger
from scheduler.exercise.msel import times

LONGEST = 400
_TIME = r"(?P<sign>[+-])(?P<h>\d{1,4}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
_RULE = re.compile(
    r"(?P<kind>manual|start|module|after|marks)?"
    r"(?:(?<=after)\s+(?P<inject>\S.*?))??"
    rf"(?:\s*{_TIME})?"
    r"(?:\s*\bif\s+(?P<mode>all|any)\s+(?P<marks>\S.*))?",
    re.IGNORECASE,
)
_MARK = re.compile(r"([^=,]+?)\s*=\s*(yes|no|any)", re.IGNORECASE)


class NoSuchTrigger(Refused):
    """A rule in words that are not known."""

    message = N_(
        "“%(cell)s” is not a rule that is known. Write for example: module +0:10, "
        "after C1 +0:05, marks if all C1.1=yes, or leave it empty."
    )


def read(text: str, seconds: int | None) -> dict[str, Any]:
    """Give the trigger of a row: the rule's text ("" for none) and the time's seconds."""
    said = _parsed(text.strip())
    kind = said.pop("kind") or ("start" if seconds is not None else "manual")
    own = said.pop("seconds")
    if own is None:
        own = (seconds or 0) if kind == "start" else 0
    return {"kind": kind, "seconds": own, **said}


def written(trigger: Trigger) -> tuple[str, str]:
    """Write a trigger as the time's cell and the rule's."""
    words: list[str] = []
    time = times.written(trigger.seconds) if trigger.kind == "start" else ""
    if trigger.kind in {"module", "after", "marks"} or (trigger.seconds and not time):
        words.append(trigger.kind)
    if trigger.kind == "after":
        words.append(trigger.inject)
    if trigger.seconds and not time:
        words.append(times.signed(trigger.seconds))
    return time, " ".join([*words, *_condition(trigger.requires)])


def _condition(requires: Requires | None) -> list[str]:
    if requires is None:
        return []
    marks = ", ".join(f"{mark.action}={mark.value}" for mark in requires.marks)
    return [f"if {requires.mode} {marks}"]


def _parsed(text: str) -> dict[str, Any]:
    found = _RULE.fullmatch(text) if len(text) < LONGEST else None
    if found is None or ((found["kind"] or "").lower() == "after" and not found["inject"]):
        raise NoSuchTrigger(cell=text[:60])
    return {
        "kind": (found["kind"] or "").lower(),
        "inject": found["inject"] or "",
        "seconds": _seconds(found),
        "requires": _requires(found, text),
    }


def _seconds(found: re.Match[str]) -> int | None:
    if found["h"] is None:
        return None
    length = int(found["h"]) * 3600 + int(found["m"]) * 60 + int(found["s"] or 0)
    return -length if found["sign"] == "-" else length


def _requires(found: re.Match[str], text: str) -> dict[str, Any] | None:
    if found["mode"] is None:
        return None
    pieces = [_MARK.fullmatch(one.strip()) for one in found["marks"].split(",")]
    if not all(pieces):
        raise NoSuchTrigger(cell=text[:60])
    marks = [{"action": one[1].strip(), "value": one[2].lower()} for one in pieces if one]
    return {"mode": found["mode"].lower(), "marks": marks}
