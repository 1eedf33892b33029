"""What may be asked about agendas, proposed points and situation rounds?"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from scheduler.inputs.types import Comment, Input, Line, Number, OptionalLine, Text
from scheduler.model.agenda import ItemClass, ItemKind, Outcome


class AgendaItemInput(Input):
    """One point; with the `id` of an existing one it stays that one.

    `audience`: the organisations that a point of class `circle` is for; empty: all who are called.
    """

    shown = frozenset(
        {
            "source",
            "origin",
            "outcome",
            "outcome_reason",
            "started_at",
            "ended_at",
            "number",
            "hidden",
        }
    )

    id: UUID | None = None
    title: Line
    kind: ItemKind = "information"
    item_class: Annotated[ItemClass, Field(alias="class")] = "open"
    minutes: Annotated[Number, Field(ge=0, le=1_440)] | None = None
    presenter: OptionalLine = ""
    text: Text = ""
    area: UUID | None = None
    audience: Annotated[list[UUID], Field(max_length=100)] = []


class AgendaInput(Input):
    """The whole agenda, in order."""

    items: Annotated[list[AgendaItemInput], Field(max_length=100)]


class TemplateInput(Input):
    """Standing points: of a network, or with `series` of that series alone."""

    series: UUID | None = None
    items: Annotated[list[AgendaItemInput], Field(max_length=100)]


class ProposalInput(Input):
    """A point that somebody asks for."""

    title: Line
    text: Text = ""
    minutes: Annotated[Number, Field(ge=0, le=480)] | None = None


class ProposalDecisionInput(Input):
    """What becomes of a proposed point, with a word to whoever proposed it."""

    state: Literal["accepted", "postponed", "returned"]
    answer: Comment = ""


class OutcomeInput(Input):
    """What a meeting made of a point; `unfinished` and `postponed` come back by themselves."""

    outcome: Outcome
    reason: Comment = ""


class RoundInput(Input):
    """What an organisation reports; without text it says that it has nothing to report."""

    text: Text = ""
    nothing_to_report: bool = False
