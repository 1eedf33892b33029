"""What may be asked for while minutes are taken: one piece at a time, and what its writer saw?"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from scheduler.inputs.types import Input, Line, Number, OptionalLine, Sentence, Text, clock_time

Presence = Literal["present", "absent", "late"]
Keep = Literal["mine", "theirs", "both"]
Version = Annotated[Number, Field(ge=0)]


def _time_or_none(value: str) -> str:
    return clock_time(value.strip()) if value.strip() else ""


class NoteInput(Input):
    """Notes (Markdown) on one point, or without `item` on the whole meeting; "" takes them away.

    `seen` is the version that the writer saw (0: none); `settles` a text kept after a clash that
    this one has taken in.
    """

    item: UUID | None = None
    text: Text
    seen: Version = 0
    settles: UUID | None = None


class SettleInput(Input):
    """What becomes of a text that was kept after a clash; `text`: as its writer has it by now."""

    clash: UUID
    keep: Keep
    seen: Version = 0
    text: Text | None = None


class PresenceInput(Input):
    """Whether somebody was there: a person, or the `guest` of a line; `for`: the person sat for.

    `arrived` (09:20) of whoever came late; without it the time is now. `seen` is the state that
    the writer saw ("": they do not say).
    """

    person: UUID | None = None
    guest: UUID | None = None
    state: Presence
    arrived: Annotated[str, AfterValidator(_time_or_none)] = ""
    represents: Annotated[UUID | None, Field(alias="for")] = None
    seen: Presence | Literal[""] = ""


class GuestInput(Input):
    """Somebody who came and is no person here."""

    name: Line
    organisation: OptionalLine = ""


class DecidedInput(Input):
    """One decision; with an `id` that one, of which the writer saw version `seen`."""

    id: UUID | None = None
    item: UUID | None = None
    text: Sentence
    seen: Version = 0
