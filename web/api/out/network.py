"""How are networks and those who belong to them shown?"""

from __future__ import annotations

from datetime import date

from scheduler import model
from scheduler.actor import Role
from scheduler.model.people import OrganisationKind
from web.api.out.base import Id, MaybeId, Out


class Network(Out):
    """A network."""

    id: Id
    slug: str
    name: str
    purpose: str
    language: str
    time_zone: str
    countries: list[str]
    proposal_days: int
    brief_days: int
    comment_days: int
    silence_approves: bool
    demo: bool

    @classmethod
    def of(cls, row: model.Network) -> Network:
        """Show a network."""
        return cls.copy_of(row)

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/networks/{self.id}"


class Organisation(Out):
    """An organisation that belongs to a network, in a role."""

    id: Id
    membership: Id
    name: str
    kind: OrganisationKind
    country: str
    role: Role
    since: date
    until: date | None

    @classmethod
    def of(cls, row: model.Membership) -> Organisation:
        """Show an organisation's membership."""
        house = row.organisation
        return cls.copy_of(
            row, id=house and house.id, membership=row.id, **_named(house, "name kind country")
        )


class Person(Out):
    """A person who belongs to a network, in a role.

    A protected person has name, address and unit only for those who may change them.
    """

    id: Id
    membership: Id
    name: str
    email: str | None
    organisation: MaybeId
    organisation_name: str
    unit: str
    title: str
    role: Role
    duty: bool
    language: str
    time_zone: str
    protected: bool
    delivery: str
    since: date
    until: date | None

    @classmethod
    def of(cls, row: model.Membership, *, openly: bool) -> Person:
        """Show a person's membership; `openly`: protected people's particulars too."""
        person = row.person
        shown = _named(person, "id title language time_zone protected delivery")
        return cls.copy_of(
            row,
            membership=row.id,
            organisation=row.organisation_id,
            organisation_name=row.organisation.name if row.organisation else "",
            **shown | called(person, openly=openly),
            unit=person.unit if person and (openly or not person.protected) else "",
        )


class Invitee(Out):
    """The person that an invitation is for."""

    id: Id
    name: str
    email: str | None
    organisation: MaybeId
    organisation_name: str

    @classmethod
    def of(cls, person: model.Person, house: model.Organisation | None, *, openly: bool) -> Invitee:
        """Show who is invited, on behalf of which organisation."""
        return cls.model_validate(
            {
                "id": person.id,
                "organisation": house and house.id,
                "organisation_name": house.name if house else "",
                **called(person, openly=openly),
            }
        )


def called(person: model.Person | None, *, openly: bool) -> dict[str, str | None]:
    """Give the name and address that the asker may see."""
    if person is None or (person.protected and not openly):
        return {"name": person.public_name if person else "", "email": None}
    return {"name": person.name, "email": person.email}


def _named(row: object, names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names.split()}
