"""What may be asked about networks, organisations and people?"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from scheduler.actor import Role
from scheduler.errors import N_
from scheduler.inputs.parsing import wrong
from scheduler.inputs.types import (
    Address,
    Country,
    Input,
    Language,
    Line,
    Number,
    OptionalLine,
    Text,
    Zone,
)
from scheduler.model.people import OrganisationKind

MembershipRole = Role


def _slug(value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", value):
        raise wrong(N_("A short name has small letters a–z, digits and hyphens, at most 60."))
    return value


class NetworkInput(Input):
    """A network; without a `slug` one is made from the name.

    Points are proposed until `proposal_days` before a meeting, notes commented on for
    `comment_days`; each organisation gets its brief `brief_days` before (0: none).
    """

    name: Line
    slug: Annotated[OptionalLine, AfterValidator(_slug)] = ""
    purpose: Text = ""
    language: Language = "sv"
    time_zone: Zone = "Europe/Stockholm"
    countries: Annotated[list[Country], Field(min_length=1, max_length=20)] = ["SE"]
    proposal_days: Annotated[Number, Field(ge=0, le=60)] = 10
    brief_days: Annotated[Number, Field(ge=0, le=30)] = 3
    comment_days: Annotated[Number, Field(ge=1, le=90)] = 14
    silence_approves: bool = False


class OrganisationInput(Input):
    """An organisation that joins a network in a role."""

    name: Line
    kind: OrganisationKind
    country: Country = "SE"
    role: Role = "member"


class PersonInput(Input):
    """A person who joins a network; `organisation` is its id or its name in this network.

    `duty`: is called in a call-out exercise.
    """

    name: Line
    email: Address
    organisation: OptionalLine = ""
    role: Role = "member"
    unit: OptionalLine = ""
    title: OptionalLine = ""
    language: Language | None = None  # None: the network's
    time_zone: Zone | None = None  # None: the network's
    protected: bool = False
    duty: bool = False
