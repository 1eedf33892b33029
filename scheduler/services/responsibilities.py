"""Who does what in an area: owns it, participates in it, is informed of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import N_, Refused
from scheduler.inputs.actions import OwnerInput
from scheduler.inputs.areas import AreaPatch
from scheduler.model import Area, AreaPart, Network, Organisation
from scheduler.queries import membership
from scheduler.services.actions import NotTheirPerson


class OrganisationTwice(Refused):
    """An organisation has one part in an area."""

    message = N_(
        "%(organisation)s stands here twice. An organisation owns an area, participates in it, "
        "or is informed: choose one."
    )


def divide(session: Session, network: Network, area: Area, *, plan: AreaPatch) -> None:
    """Give organisations the parts that the plan names; parts that it does not name stay."""
    named = {
        name: value
        for name, value in plan
        if name in plan.model_fields_set and name in {"owner", "participates", "informed"}
    }
    after = {one.organisation_id: one.part for one in area.parts if one.part not in named}
    if "owner" in named:
        _own(session, network, area, plan.owner, after)
    for part in ("participates", "informed"):
        for field, house in _houses(session, network, area, part, named.get(part) or []):
            _add(after, house, part, field)
    _write(session, area, after)


def houses(
    session: Session, network: Network, names: Iterable[str], known: Iterable[Organisation] = ()
) -> Iterator[Organisation]:
    """Find organisations by id or name; the `known` may have left the network since."""
    by_key = {key: one for one in known for key in (one.name_key, str(one.id))}
    day = clock.today(network.time_zone)
    for name in names:
        found = by_key.get(name.casefold())
        yield found or membership.organisation(session, network.id, name, day)


def _own(
    session: Session,
    network: Network,
    area: Area,
    owner: OwnerInput | None,
    after: dict[UUID, str],
) -> None:
    before = area.person_id
    area.person_id = None
    if owner is None:
        return
    known = [one.organisation for one in area.parts]
    try:
        house = next(houses(session, network, [owner.organisation], known))
    except Refused as refused:
        refused.field = "owner.organisation"
        raise
    if owner.person not in {None, before}:
        _refuse_stranger(session, network, house, owner, clock.today(network.time_zone))
    area.person_id = owner.person
    _add(after, house, "owner", "owner.organisation")


def _refuse_stranger(
    session: Session, network: Network, house: Organisation, owner: OwnerInput, day: date
) -> None:
    held = membership.of_person(session, network.id, owner.person, day) if owner.person else None
    if held is None or held.organisation_id != house.id:
        raise NotTheirPerson(field="owner.person", organisation=house.name)


def _houses(
    session: Session, network: Network, area: Area, part: str, names: list[str]
) -> Iterator[tuple[str, Organisation]]:
    known = [one.organisation for one in area.parts]
    for place, name in enumerate(names):
        field = f"{part}.{place}"
        try:
            found = next(houses(session, network, [name], known))
        except Refused as refused:
            refused.field = field
            raise
        yield field, found


def _add(after: dict[UUID, str], house: Organisation, part: str, field: str) -> None:
    if house.id in after:
        raise OrganisationTwice(field=field, organisation=house.name)
    after[house.id] = part


def _write(session: Session, area: Area, after: dict[UUID, str]) -> None:
    # In place: a row deleted and written anew in one flush would meet itself.
    for one in list(area.parts):
        if one.organisation_id in after:
            one.part = after.pop(one.organisation_id)
        else:
            area.parts.remove(one)
    for house, part in after.items():
        found = session.get_one(Organisation, house)
        area.parts.append(AreaPart(organisation_id=house, organisation=found, part=part))
