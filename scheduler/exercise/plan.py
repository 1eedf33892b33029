"""What does a run follow? The scenario's version in the words of this exercise, with its rules.

A run's log begins with its plan, so that the log alone tells all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from scheduler.exercise.content import Content
from scheduler.exercise.parts import Part

_NAME = re.compile(r"\{([a-zà-ÿ][0-9a-zà-ÿ_]{0,39})\}")


class Plan(Part):
    """A run's content (no {names} left), what follows a gap, and the grace for what is late."""

    content: Content
    gap: Literal["ask", "count"] = "ask"
    grace_seconds: Annotated[int, Field(ge=0, le=600)] = 60


def skinned(content: Content, values: Mapping[str, str]) -> Content:
    """Give a content with its {names} put in words: `values`, else the scenario's own."""
    own = {one.key: one.value for one in content.variables}
    known = {**own, **{name: text for name, text in values.items() if text}}
    kept = content.model_dump(mode="json", include={"variables", "papers"})
    put = _put(content.model_dump(mode="json", exclude={"variables", "papers"}), known)
    return Content.model_validate({**put, **kept})


def names_in(text: str) -> list[str]:
    """Give the {names} of a text in their order."""
    return _NAME.findall(text)


def _put(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _NAME.sub(lambda found: known.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_put(one, known) for one in value]
    if isinstance(value, dict):
        return {name: _put(one, known) for name, one in value.items()}
    return value
