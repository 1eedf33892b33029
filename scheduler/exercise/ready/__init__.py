"""Which scenarios come with the product? Four, in Swedish and in English, as YAML beside this.

What all four have in common (groups, capabilities, the feedback form) stands in common.*.yaml.
Keys, times and links are the same in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from scheduler.errors import N_, Refused
from scheduler.exercise.content import Content

LANGUAGES = ("sv", "en")
READY: Mapping[str, Mapping[str, str]] = {
    "A": {"sv": "Lokalbokningen", "en": "The booking of the hall"},
    "B": {"sv": "Oro för en elev", "en": "Worry about a pupil"},
    "C": {"sv": "Rykten i flödet", "en": "Rumours in the feed"},
    "D": {"sv": "Dagen efter", "en": "The day after"},
}


class NoSuchReadyScenario(Refused):
    """There is none of this letter in this language."""

    message = N_(
        "There is no ready scenario %(letter)s in %(language)s. Choose A, B, C or D, in Swedish "
        "(sv) or English (en)."
    )


@cache
def ready(letter: str, language: str) -> Content:
    """Give the ready scenario of a letter (A to D) in a language (sv or en)."""
    if letter not in READY or language not in LANGUAGES:
        raise NoSuchReadyScenario(letter=letter, language=language)
    common = _read(f"common.{language}.yaml")
    return Content.model_validate({**common, **_read(f"{letter.lower()}.{language}.yaml")})


def _read(name: str) -> dict[str, Any]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
