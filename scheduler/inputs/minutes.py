"""What may be asked about minutes: attendance, notes, decisions, comments, adjusting?"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from scheduler.inputs.actions import ListedActionInput
from scheduler.inputs.types import (
    Comment,
    Input,
    LocalTime,
    OptionalLine,
    Reason,
    Sentence,
    Text,
    clock_time,
)


def _time_or_none(value: str) -> str:
    return clock_time(value.strip()) if value.strip() else ""


class AttendanceInput(Input):
    """Whether somebody was there: a person by id, or a guest by name; `for`: the person sat for.

    `arrived`: the time of day (09:20) of whoever came late.
    """

    person: UUID | None = None
    name: OptionalLine = ""
    organisation: OptionalLine = ""
    present: bool = True
    represents: Annotated[UUID | None, Field(alias="for")] = None
    arrived: Annotated[str, AfterValidator(_time_or_none)] = ""

    @model_validator(mode="before")
    @classmethod
    def _take_the_name_where_there_is_no_id(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "organisation_name" not in data:
            return data
        name = data["organisation_name"]
        rest = {key: value for key, value in data.items() if key != "organisation_name"}
        return rest | {"organisation": rest.get("organisation") or name}


class EntryInput(Input):
    """Notes (Markdown) on one point, or without `item` on the whole meeting."""

    item: UUID | None = None
    text: Text


class DecisionInput(Input):
    """One decision; with the `id` of an existing one it stays that one."""

    shown = frozenset({"year", "number", "superseded_by"})

    id: UUID | None = None
    item: UUID | None = None
    text: Sentence


class MinutesInput(Input):
    """The whole minutes of a meeting; approved ones change with a `reason` only."""

    shown = frozenset(
        {
            "id",
            "meeting",
            "state",
            "version",
            "saved_at",
            "circulated_at",
            "comments_until",
            "adjusted_at",
            "approved_at",
            "published_at",
            "organisations",
            "adjusters",
            "hash",
        }
    )

    attendance: Annotated[list[AttendanceInput], Field(max_length=500)] = []
    entries: Annotated[list[EntryInput], Field(max_length=200)] = []
    decisions: Annotated[list[DecisionInput], Field(max_length=200)] = []
    actions: Annotated[list[ListedActionInput], Field(max_length=200)] = []
    case_number: OptionalLine = ""
    reason: Reason = ""


class CirculateInput(Input):
    """Until when comments are taken (local time; None: as the network has it), who adjusts."""

    comments_until: LocalTime | None = None
    adjusters: Annotated[list[UUID], Field(max_length=20)] = []
    silence_approves: bool | None = None  # None: as the network has it


class AdjustInput(Input):
    """Who found the minutes right: an adjuster (None: who asks)."""

    person: UUID | None = None


class CommentInput(Input):
    """What somebody who was there says about circulated minutes."""

    item: UUID | None = None
    text: Sentence


class CommentDecisionInput(Input):
    """What became of a comment, with a word to its writer."""

    state: Literal["taken", "declined"]
    answer: Comment = ""


class SupersedeInput(Input):
    """Which later decision takes the place of this one (None: none does)."""

    superseded_by: UUID | None = None
