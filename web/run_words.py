"""How is a line of a run's log said in words?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scheduler.errors import N_
from scheduler.exercise.clock import TICKS
from scheduler.exercise.entries import Entry
from scheduler.exercise.player import words
from scheduler.exercise.state import State
from web.filters import hms
from web.reader import gettext

_WORDS: Mapping[str, str] = {
    "prepared": N_("The run was prepared."),
    "seated": N_("%(who)s has got a place."),
    "left": N_("%(who)s has left their place."),
    "started": N_("The exercise was started."),
    "paused": N_("Paused."),
    "paused hand": N_("Paused: %(reason)s"),
    "paused gap": N_("The service was away, so the clock was stopped."),
    "resumed": N_("Continued."),
    "resumed counted": N_("Continued; the time away counts."),
    "rate_set": N_("The clock goes at rate ×%(rate)s."),
    "module_entered": N_("Went to “%(module)s”."),
    "shifted": N_("What comes by itself later comes %(time)s later than planned."),
    "shifted back": N_("What comes by itself later comes %(time)s earlier than planned."),
    "released": N_("%(inject)s was released."),
    "released clock": N_("%(inject)s came by itself."),
    "released late": N_("%(inject)s was released, %(time)s late."),
    "released in_pause": N_("%(inject)s was released in the pause."),
    "held": N_("%(inject)s waits."),
    "held late": N_("%(inject)s was due %(time)s ago, so it waits."),
    "held marks": N_("%(inject)s waits: what it needs has not been marked."),
    "held chain": N_("%(inject)s waits: the inject before it was skipped."),
    "skipped": N_("%(inject)s was skipped."),
    "skipped unused": N_("%(inject)s was not used."),
    "withdrawn": N_("%(inject)s was taken back."),
    "corrected": N_("%(inject)s was corrected."),
    "added": N_("%(inject)s was made in the room."),
    "marked yes": N_("Taken: %(action)s"),
    "marked no": N_("Not taken: %(action)s"),
    "marked ": N_("Not judged any more: %(action)s"),
    "shown": N_("%(inject)s is on the screen."),
    "shown nothing": N_("The screen was cleared."),
    "seen": N_("%(who)s has seen %(inject)s."),
    "answered": N_("%(group)s answered: %(text)s"),
    "revealed": N_("The answers were shown to all: %(question)s"),
    "decided": N_("Decision: %(text)s"),
    "observed": N_("Observation: %(text)s"),
    "rated": N_("%(target)s was rated."),
    "rated_finally": N_("%(target)s has its final rating."),
    "said": N_("Hot wash: %(text)s"),
    "voted": N_("A vote in the hot wash."),
    "ended": N_("The exercise was ended."),
    "hotwash": N_("The hot wash began."),
    "closed": N_("The run was closed."),
    "aborted": N_("Broken off: %(reason)s"),
}
# What is worth saying aloud to somebody who is looking elsewhere on the page.
NEWS = {"started", "paused", "resumed", "released", "held", "ended", "hotwash", "closed", "aborted"}


def sentence(entry: Entry, state: State, names: Mapping[str, str]) -> str:
    """Say what a line says; keys become titles and names."""
    return gettext(_WORDS[_which(entry)], **_values(entry, state, names))


def news(entries: list[Entry], state: State, names: Mapping[str, str]) -> str:
    """Say the latest line that is news, "" if there is none; `entries`: the latest first."""
    latest = next((one for one in entries if one.verb in NEWS), None)
    return sentence(latest, state, names) if latest is not None else ""


def _which(entry: Entry) -> str:
    """A line's more special words, where there are any."""
    special = f"{entry.verb} {_special(entry.verb, entry.body)}"
    return special if special in _WORDS else entry.verb


def _special(verb: str, body: Mapping[str, Any]) -> str:
    tells: dict[str, Callable[[], str]] = {
        "paused": lambda: body["cause"] if body["reason"] or body["cause"] == "gap" else "",
        "resumed": lambda: "counted" if body["counted"] else "",
        "shifted": lambda: "back" if body["ticks"] < 0 else "",
        "released": lambda: _how_released(body),
        "held": lambda: body["why"],
        "skipped": lambda: body["why"],
        "marked": lambda: body["value"],
        "shown": lambda: "" if body["inject"] else "nothing",
    }
    return tells[verb]() if verb in tells else ""


def _how_released(body: Mapping[str, Any]) -> str:
    if body["how"] == "clock":
        return "clock"
    if body["in_pause"]:
        return "in_pause"
    return "late" if body["late"] >= TICKS else ""


def _values(entry: Entry, state: State, names: Mapping[str, str]) -> dict[str, object]:
    body = entry.body
    return {
        "inject": _inject(body, state),
        "who": names.get(str(body.get("role")), gettext("Somebody")),
        "reason": body.get("reason") or "–",
        "rate": f"{body.get('rate', 100) / 100:g}",
        "module": _module(str(body.get("module")), state),
        "time": hms((body.get("late") or abs(body.get("ticks") or 0)) // TICKS),
        "action": _action(str(body.get("action")), state),
        "group": _group(str(body.get("group")), state),
        "question": _question(str(body.get("question")), state),
        "target": body.get("target"),
        "text": ": ".join(str(p) for p in (body.get("option"), body.get("text")) if p),
    }


def _inject(body: Mapping[str, Any], state: State) -> str:
    given = body.get("inject")
    if isinstance(given, dict):
        return f"{given['key']} {given['title']}"
    step = state.steps.get(str(given))
    return f"{given} {words(step)[0]}" if step is not None else ""


def _module(key: str, state: State) -> str:
    modules = state.plan.content.modules if state.plan is not None else ()
    return next((one.title for one in modules if one.key == key), key)


def _action(key: str, state: State) -> str:
    known = (action for step in state.steps.values() for action in step.inject.expected)
    return next((one.text for one in known if one.key == key), key)


def _group(key: str, state: State) -> str:
    groups = state.plan.content.groups if state.plan is not None else ()
    return next((one.name for one in groups if one.key == key), key) or gettext("All")


def _question(key: str, state: State) -> str:
    question = state.question(key)
    return question.text if question is not None else key
