"""What may be said beside a file that is imported as a scenario?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from scheduler.errors import N_, wrong
from scheduler.exercise.msel.headings import FIELDS
from scheduler.inputs.types import Input, Line, LocalTime, OptionalLine


def _field(name: str) -> str:
    if name and name not in FIELDS:
        raise wrong(N_("“%(name)s” is no field that a column can feed."), name=name[:60])
    return name


FieldName = Annotated[
    OptionalLine, AfterValidator(_field), Field(json_schema_extra={"enum": ["", *FIELDS]})
]
Columns = Annotated[dict[OptionalLine, FieldName], Field(max_length=1_000)]


class ImportInput(Input):
    """How a file shall be understood.

    `start` is the exercise's, for lists with times of day; `scenario` the one that the file goes
    into, matched by control number (without it a new one is made); `mapping` from heading to
    field, "" to keep a column as it is, `saved` the name of one that is kept; `without` the
    audiences that shall not come to be.
    """

    start: LocalTime | None = None
    scenario: UUID | None = None
    title: OptionalLine = ""
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = ""
    mapping: Columns = {}
    saved: OptionalLine = ""
    without: Annotated[list[Line], Field(max_length=500)] = []


class MappingInput(Input):
    """What columns are taken for, under a name: from heading to field, "" to keep one as it is."""

    name: Line
    columns: Columns


class MappingsInput(Input):
    """All mappings of a network; what is left out is taken away."""

    items: Annotated[list[MappingInput], Field(max_length=100)]
