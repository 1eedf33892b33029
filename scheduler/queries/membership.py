"""Who belongs to which network, when and in which role?"""

from __future__ import annotations

import difflib
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.model import Membership, Network, Organisation

_LAST_LETTERS = str.maketrans({"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"})


class UnknownOrganisation(Refused):
    """No organisation of the network is called so."""

    message = N_("No organisation called “%(name)s” belongs to this network. Add it first.")


class MisspeltOrganisation(Refused):
    """No organisation of the network is called so, but one nearly is."""

    message = N_(
        "No organisation called “%(name)s” belongs to this network. Did you mean “%(nearest)s”?"
    )


class TwoOrganisations(Refused):
    """A name that does not say which."""

    message = N_("Two organisations here are called “%(name)s”. Give one of them its own name.")


def members(session: Session, network_id: UUID, day: date) -> list[Membership]:
    """Give the people who belong on `day`, by organisation, then name."""
    held = _held(network_id, day).where(Membership.person_id.is_not(None))
    return sorted(session.scalars(held), key=_place)


def organisations(session: Session, network_id: UUID, day: date) -> list[Membership]:
    """Give the organisations that belong on `day`, by name."""
    held = _held(network_id, day).where(Membership.person_id.is_(None))
    return sorted(session.scalars(held), key=_place)


def convenor(session: Session, network_id: UUID, day: date) -> Organisation | None:
    """Give the organisation that convenes on `day`."""
    held = _held(network_id, day).where(
        Membership.person_id.is_(None), Membership.role == "convenor"
    )
    membership = session.scalars(held.order_by(Membership.since.desc())).first()
    return membership.organisation if membership else None


def of_person(session: Session, network_id: UUID, person_id: UUID, day: date) -> Membership | None:
    """Give a person's membership that holds on `day` or begins later."""
    coming = _lasting(network_id, day).where(Membership.person_id == person_id)
    return session.scalars(coming).first()


def of_organisation(
    session: Session, network_id: UUID, organisation_id: UUID, day: date
) -> Membership | None:
    """Give an organisation's own membership that holds on `day` or begins later."""
    coming = _lasting(network_id, day).where(
        Membership.person_id.is_(None), Membership.organisation_id == organisation_id
    )
    return session.scalars(coming).first()


def organisation(session: Session, network_id: UUID, name_or_id: str, day: date) -> Organisation:
    """Find an organisation of the network by its name, in any case, or its id.

    Raises UnknownOrganisation, MisspeltOrganisation or TwoOrganisations (field "organisation").
    """
    lasting = _lasting(network_id, day).where(Membership.person_id.is_(None))
    found = {m.organisation.id: m.organisation for m in session.scalars(lasting) if m.organisation}
    return _pick(list(found.values()), name_or_id)


def people_of(session: Session, house: Membership, day: date) -> list[Membership]:
    """Give the people's memberships that an organisation's own one carries on `day` or later."""
    if house.person_id is not None:
        return []
    carried = _lasting(house.network_id, day).where(
        Membership.person_id.is_not(None), Membership.organisation_id == house.organisation_id
    )
    return list(session.scalars(carried))


def networks_lasting(
    session: Session,
    day: date,
    *,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> set[UUID]:
    """Give the networks that a person, or an organisation, belongs to on `day` or later."""
    lasting = or_(Membership.until.is_(None), Membership.until > day)
    networks = select(Membership.network_id).where(lasting, Membership.person_id == person_id)
    if organisation_id is not None:
        networks = networks.where(Membership.organisation_id == organisation_id)
    return set(session.scalars(networks))


def roles_of(session: Session, person_id: UUID, day: date) -> dict[UUID, frozenset[str]]:
    """Give a person's roles on `day` per network.

    The convenor is an organisation; those of its people who belong to the network act for it.
    """
    own, house = aliased(Membership), aliased(Membership)
    convenes = and_(
        house.network_id == own.network_id,
        house.organisation_id == own.organisation_id,
        house.person_id.is_(None),
        house.role == "convenor",
        _holds(house, day),
    )
    rows = session.execute(
        select(own.network_id, own.role, house.role)
        .outerjoin(house, convenes)
        .where(own.person_id == person_id, _holds(own, day))
    )
    roles: dict[UUID, frozenset[str]] = {}
    for network_id, role, houses in rows:
        roles[network_id] = roles.get(network_id, frozenset()) | {role} | ({houses} - {None})
    return roles


def networks_of(session: Session, actor: Actor) -> list[Network]:
    """Give the networks that the asker may see, by name."""
    chosen = select(Network)
    if not actor.administrator:
        chosen = chosen.where(Network.id.in_(list(actor.roles)))
    return sorted(session.scalars(chosen), key=lambda network: alphabetical(network.name))


def alphabetical(name: str) -> str:
    """Give what sorts a name as Nordic lists do: å, ä and ö after z."""
    return name.casefold().translate(_LAST_LETTERS)


def _held(network_id: UUID, day: date) -> Select[Membership]:
    return _whole().where(Membership.network_id == network_id, _holds(Membership, day))


def _lasting(network_id: UUID, day: date) -> Select[Membership]:
    lasting = or_(Membership.until.is_(None), Membership.until > day)
    return _whole().where(Membership.network_id == network_id, lasting).order_by(Membership.since)


def _whole() -> Select[Membership]:
    return select(Membership).options(
        joinedload(Membership.person), joinedload(Membership.organisation)
    )


def _holds(table: type[Membership], day: date) -> ColumnElement[bool]:
    return and_(table.since <= day, or_(table.until.is_(None), table.until > day))


def _place(membership: Membership) -> tuple[str, str]:
    organisation_, person = membership.organisation, membership.person
    return (
        alphabetical(organisation_.name) if organisation_ else "",
        alphabetical(person.public_name) if person else "",
    )


def _pick(found: list[Organisation], name_or_id: str) -> Organisation:
    key = name_or_id.casefold()
    matching = [one for one in found if key in {one.name_key, str(one.id)}]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise TwoOrganisations(field="organisation", name=name_or_id)
    near = difflib.get_close_matches(key, [one.name_key for one in found], n=1)
    if not near:
        raise UnknownOrganisation(field="organisation", name=name_or_id)
    nearest = next(one.name for one in found if one.name_key == near[0])
    raise MisspeltOrganisation(field="organisation", name=name_or_id, nearest=nearest)
