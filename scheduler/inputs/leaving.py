"""What may be asked about when a change's letters leave?"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.errors import N_
from scheduler.inputs.parsing import wrong
from scheduler.inputs.types import Input, LocalTime, Number
from scheduler.leaving import AT_ONCE, Leaving


class LeavingInput(Input):
    """At once; or after `undo_seconds`; or at `send_at` (the meeting's own clock); or held."""

    undo_seconds: Annotated[Number, Field(ge=0, le=3_600)] | None = None
    send_at: LocalTime | None = None
    hold: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.hold and self.send_at is not None:
            raise wrong(
                N_("Letters are either held or sent at a time: choose one."), field="send_at"
            )
        return self

    def leaving(self, zone: str) -> Leaving:
        """Give when the letters leave; `zone` is the meeting's.

        Raises what a wall time that does not exist raises (scheduler.calendar.timezone.resolve).
        """
        if self.hold:
            return Leaving(held=True)
        if self.send_at is not None:
            return Leaving(at=timezone.resolve(self.send_at, zone, field="send_at"), chosen=True)
        if self.undo_seconds:
            return Leaving(at=now() + timedelta(seconds=self.undo_seconds))
        return AT_ONCE
