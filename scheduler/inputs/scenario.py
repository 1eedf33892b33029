"""What may be asked about scenarios: one is begun, sent round, approved; an inject is suggested?"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from scheduler.errors import N_, wrong
from scheduler.exercise.content import Content
from scheduler.exercise.parts import Key
from scheduler.inputs.types import Input, Line, OptionalLine, Reason, Text

Ready = Literal["A", "B", "C", "D"]


class ScenarioInput(Input):
    """A new scenario: whole (`content`), one that comes with the product (`ready`), or a title."""

    content: Content | None = None
    ready: Ready | None = None
    language: Literal["sv", "en"] | None = None
    title: OptionalLine = ""
    change_note: OptionalLine = ""

    @model_validator(mode="after")
    def _one_beginning(self) -> ScenarioInput:
        if sum((self.content is not None, self.ready is not None, bool(self.title))) != 1:
            raise wrong(
                N_("Give either a whole scenario, the letter of a ready one, or a title."),
                field="content",
            )
        return self


class ScenarioPatch(Input):
    """The whole content of a draft, as it shall be from now on; a scenario can be sent back."""

    shown: ClassVar[frozenset[str]] = frozenset(
        {"id", "network", "title", "language", "source", "proposed"}
        | {"version", "state", "hash", "edited", "retired", "created_at", "versions"}
    )

    content: Content
    change_note: OptionalLine = ""


class ApprovalInput(Input):
    """A version goes on: to review, approved, back to draft, out of use."""

    state: Literal["draft", "review", "approved", "retired"]
    note: Reason = ""


class SuggestionInput(Input):
    """An inject that somebody suggests."""

    title: Line
    text: Text = ""


class SuggestionDecisionInput(Input):
    """What becomes of a suggestion; declined with a word to the one who made it."""

    state: Literal["taken", "declined"]
    answer: Reason = ""


class CapabilityInput(Input):
    """What a network wants to be able to do, by its code."""

    code: Key
    name: Line
    text: Text = ""


class CapabilitiesInput(Input):
    """All that a network wants to be able to do; what is left out is taken away."""

    items: Annotated[list[CapabilityInput], Field(max_length=200)]
