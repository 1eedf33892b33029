"""What may be asked about who is called, and about calendar addresses?"""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from scheduler.errors import N_
from scheduler.inputs.leaving import LeavingInput
from scheduler.inputs.parsing import wrong
from scheduler.inputs.types import Address, Input, OptionalLine
from scheduler.model.feed import FeedKind, Level


class InviteInput(LeavingInput):
    """Whom to invite besides those who are invited already: people of the network, by id."""

    people: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class SubstituteInput(LeavingInput):
    """Who goes instead: a person of the network by id, or anybody by name and address."""

    person: UUID | None = None
    name: OptionalLine = ""
    email: Address | None = None

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.person is None and self.email is None:
            raise wrong(N_("Give the person's id, or a name and a mail address."), field="person")
        if self.person is not None and (self.name or self.email):
            raise wrong(N_("Give the person's id, or a name and a mail address."), field="person")
        if self.person is None and not self.name:
            raise wrong(N_("This is needed."), field="name")
        return self


class FeedInput(Input):
    """A calendar address of the network, or (`person`) of one of its people.

    `language` is that of its words; empty: the network's, or the person's.
    """

    kind: FeedKind
    person: UUID | None = None
    level: Level = "full"
    language: Literal["", "sv", "nb", "da", "en"] = ""

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.kind == "person" and self.person is None:
            raise wrong(N_("Say whose calendar it is."), field="person")
        if self.kind == "network" and self.person is not None:
            raise wrong(N_("A network's calendar belongs to no single person."), field="person")
        return self
