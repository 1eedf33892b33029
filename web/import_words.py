"""What are the columns, counts and levels of an import called, and what has changed?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.errors import N_
from scheduler.exercise.content import Trigger
from web.reader import gettext
from web.scenario_words import when

FIELDS: Mapping[str, str] = {
    "": N_("Keep as it is"),
    "number": N_("Number"),
    "time": N_("Time"),
    "minutes": N_("Time in minutes"),
    "seconds": N_("Time in seconds"),
    "story_time": N_("Time in the story"),
    "module": N_("Module"),
    "kind": N_("Kind"),
    "delivery": N_("How it comes"),
    "persona": N_("From whom"),
    "groups": N_("To whom"),
    "title": N_("Title"),
    "text": N_("Text"),
    "expected": N_("Expected actions"),
    "objectives": N_("Objectives"),
    "note": N_("Note to facilitators"),
    "trigger": N_("What releases it"),
    "responsible": N_("Responsible"),
    "status": N_("How far it is written"),
    "files": N_("Papers"),
    "secret": N_("Secret"),
    "reading_minutes": N_("Reading minutes"),
}
COUNTS: Mapping[str, str] = {
    "injects": N_("Injects"),
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "kept": N_("Not in the file, kept"),
    "expected": N_("Expected actions"),
    "objectives": N_("Objectives"),
    "modules": N_("Modules"),
    "groups": N_("Groups"),
    "personas": N_("Personas"),
    "papers": N_("Papers"),
}
LEVELS: Mapping[str, tuple[str, str, str]] = {
    "error": ("✕", N_("Error"), "danger"),
    "warning": ("!", N_("Warning"), "warning"),
    "info": ("i", N_("For your knowledge"), "info"),
}
LANGUAGES: Mapping[str, str] = {
    "sv": "Svenska",
    "en": "English",
    "nb": "Norsk",
    "da": "Dansk",
    "fi": "Suomi",
    "is": "Íslenska",
}


def value(name: str, said: Any) -> str:
    """Say what stands in a field of a part, as people read it; "" for nothing."""
    match said:
        case {"kind": _, "seconds": _} if name == "trigger":
            return when(Trigger.model_validate(said))
        case bool():
            return gettext("yes") if said else gettext("no")
        case dict():
            return " · ".join(f"{key}: {value(key, one)}" for key, one in said.items() if one)
        case list():
            return " · ".join(_one(one) for one in said)
    return "" if said is None else str(said)


def _one(said: Any) -> str:
    """Say one of several: of a part its words alone."""
    if isinstance(said, dict):
        known = (said[name] for name in ("text", "title", "name") if said.get(name))
        return str(next(known, value("", said)))
    return value("", said)
