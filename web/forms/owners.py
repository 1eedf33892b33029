"""Who may be chosen as the owner of an action: each organisation, and each of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.model import Network
from scheduler.queries import membership


class Choice(NamedTuple):
    """One organisation with its people; values are "<organisation>[/<person>]"."""

    value: str
    name: str
    people: list[tuple[str, str]]


def choices(session: Session, network_id: UUID) -> list[Choice]:
    """Give a network's present organisations and people, by name."""
    network = session.get_one(Network, network_id)
    day = clock.today(network.time_zone)
    people = membership.members(session, network_id, day)
    return [
        Choice(
            value=str(house.organisation_id),
            name=house.organisation.name,
            people=[
                (f"{house.organisation_id}/{one.person_id}", one.person.public_name)
                for one in people
                if one.organisation_id == house.organisation_id and one.person
            ],
        )
        for house in membership.organisations(session, network_id, day)
        if house.organisation
    ]


def parsed(value: str) -> dict[str, Any]:
    """Give a chosen value as the inputs' `owner`."""
    organisation, _, person = value.partition("/")
    return {"organisation": organisation} | ({"person": person} if person else {})


def value(owner: Any) -> str:
    """Give an `owner` as the value of its choice."""
    if not isinstance(owner, Mapping):
        return ""
    return "/".join(str(owner[name]) for name in ("organisation", "person") if owner.get(name))
