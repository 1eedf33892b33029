"""Of what kinds of text, key and number is a scenario made?"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from scheduler.errors import N_, wrong
from scheduler.text import clean_line, clean_text

LONGEST_OFFSET = 366 * 24 * 3600  # seconds: lists have letters sent "J-60", before the day


def _cleaned_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _cleaned_text(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _key(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-zÀ-ÿ][0-9A-Za-zÀ-ÿ._-]{0,39}", value):
        raise wrong(N_("A number or key has letters, digits, points and hyphens: C1, 2.4, media."))
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[a-zà-ÿ][0-9a-zà-ÿ_]{0,39}", value):
        raise wrong(N_("The name of a variable has small letters, digits and low lines: kommun."))
    return value


_IS_KEY = Field(json_schema_extra={"format": "key"})  # so that no program takes it for any text
Key = Annotated[str, BeforeValidator(_cleaned_line), AfterValidator(_key), _IS_KEY]
AnyKey = Annotated[str, StringConstraints(max_length=40), BeforeValidator(_cleaned_line), _IS_KEY]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_cleaned_line)
]
OptionalLine = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_cleaned_line)]
Words = Annotated[str, StringConstraints(max_length=20_000), BeforeValidator(_cleaned_text)]
VariableName = Annotated[str, BeforeValidator(_cleaned_line), AfterValidator(_variable), _IS_KEY]
Sentence = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1_000),
    BeforeValidator(_cleaned_text),
]
Seconds = Annotated[int, Field(ge=-LONGEST_OFFSET, le=LONGEST_OFFSET)]
Minutes = Annotated[int, Field(ge=0, le=30 * 24 * 60)]


class Part(BaseModel):
    """The root of all parts: frozen, no unknown field, a null is as good as an empty text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _pass_over_nothing(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        empty = {n for n, field in cls.model_fields.items() if field.default in ("", (), None)}
        return {
            name: value for name, value in data.items() if not (value is None and name in empty)
        }
