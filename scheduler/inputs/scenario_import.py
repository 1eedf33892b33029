"""What may be said beside a file that is imported as a scenario?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from scheduler.inputs.types import Input, Line, LocalTime, OptionalLine


class ImportInput(Input):
    """How a file shall be understood.

    `start` is the exercise's, for lists with times of day; `scenario` the one that the file goes
    into, matched by control number (without it a new one is made); `mapping` from heading to
    field, "" to keep a column as it is; `without` the audiences that shall not come to be.
    """

    start: LocalTime | None = None
    scenario: UUID | None = None
    title: OptionalLine = ""
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = ""
    mapping: Annotated[dict[OptionalLine, OptionalLine], Field(max_length=1_000)] = {}
    without: Annotated[list[Line], Field(max_length=500)] = []
