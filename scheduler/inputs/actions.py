"""What may be asked about actions: what somebody has promised?"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from scheduler.inputs.types import Day, Input, Line, Sentence, Text
from scheduler.model.action import ActionState, Horizon, Origin

ReportText = Annotated[Text, Field(max_length=4_000)]


class OwnerInput(Input):
    """Who answers for an action: an organisation (id or name), perhaps one person of it (id)."""

    shown = frozenset({"organisation_name", "person_name"})

    organisation: Line
    person: UUID | None = None


class ActionInput(Input):
    """What is to be done, by whom, until when."""

    item: UUID | None = None
    text: Sentence
    owner: OwnerInput
    due: Day | None = None
    horizon: Horizon = ""
    area: UUID | None = None
    commission: UUID | None = None
    origin: Origin = "meeting"


class ActionPatch(Input):
    """What changes about an action; what is left out stays."""

    text: Sentence | None = None
    owner: OwnerInput | None = None
    due: Day | None = None
    state: ActionState | None = None
    horizon: Horizon | None = None
    area: UUID | None = None


class ListedActionInput(ActionInput):
    """An action as the minutes hold it; with the `id` of an existing one it stays that one."""

    shown = frozenset(
        {
            "network",
            "meeting",
            "finding",
            "element",
            "verified_by",
            "state",
            "overdue",
            "stale",
            "created_at",
            "changed_at",
            "closed_at",
        }
    )

    id: UUID | None = None


class ReportInput(Input):
    """What an owner reports about an action."""

    state: Literal["accepted", "in_progress", "done", "declined"] | None = None
    text: ReportText = ""
