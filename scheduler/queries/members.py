"""Who belongs to a network, organisation by organisation, and where does a person belong?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import (
    Attendance,
    Invitation,
    Meeting,
    Membership,
    Minutes,
    Network,
    Organisation,
    Person,
)
from scheduler.queries import membership
from scheduler.queries.membership import alphabetical


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person's membership as lists show it; a protected person by role and nothing else."""

    membership_id: UUID
    person_id: UUID
    name: str
    email: str
    unit: str
    title: str
    role: str
    duty: bool
    protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One organisation with its people; without `membership_id` it does not itself belong.

    `attended`: the day of the last meeting at which it was present, as minutes have it.
    """

    membership_id: UUID | None
    organisation_id: UUID | None
    name: str
    kind: str
    country: str
    role: str
    people: list[Member]
    attended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    """A network's members by organisation: the convenor first, then by name."""

    network: Network
    houses: list[House]

    @property
    def people(self) -> int:
        """How many people belong."""
        return sum(len(house.people) for house in self.houses)

    @property
    def organisations(self) -> int:
        """How many organisations belong."""
        return sum(house.membership_id is not None for house in self.houses)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person, and where they belong today as far as the asker may see."""

    person: Person
    memberships: list[Membership]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What ends with a membership: the people who go, and their calls to meetings to come."""

    network: Network
    membership: Membership
    name: str
    people: list[str]
    called: list[Meeting]


def page(session: Session, network_id: UUID) -> MembersPage:
    """Give a network's members of today; raises NotFound."""
    network = _network(session, network_id)
    today = clock.today(network.time_zone)
    attended = _attended(session, network_id)
    found = {
        house.organisation_id: _house(house.organisation, house, attended)
        for house in membership.organisations(session, network_id, today)
    }
    for one in membership.members(session, network_id, today):
        if one.organisation_id not in found:
            found[one.organisation_id] = _house(one.organisation, None, attended)
        found[one.organisation_id].people.append(_member(one))
    houses = sorted(found.values(), key=_place)
    return MembersPage(network=network, houses=houses)


def organisation(session: Session, network_id: UUID, organisation_id: UUID) -> Membership:
    """Give an organisation's membership of a network; raises NotFound."""
    today = clock.today(_network(session, network_id).time_zone)
    found = membership.of_organisation(session, network_id, organisation_id, today)
    if found is None:
        raise NotFound
    return found


def person_in(session: Session, network_id: UUID, person_id: UUID) -> Membership:
    """Give a person's membership of a network; raises NotFound."""
    today = clock.today(_network(session, network_id).time_zone)
    found = membership.of_person(session, network_id, person_id, today)
    if found is None:
        raise NotFound
    return found


def person(session: Session, person_id: UUID, asker: Actor) -> PersonPage:
    """Give a person and the memberships that the asker may see; raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    rows = session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(joinedload(Membership.network), joinedload(Membership.organisation))
    )
    held = [
        one
        for one in rows
        if one.holds(clock.today(one.network.time_zone))
        and asker.may("people:read", one.network_id)
    ]
    held.sort(key=lambda one: alphabetical(one.network.name))
    return PersonPage(person=found, memberships=held)


def leaving(session: Session, network_id: UUID, membership_id: UUID) -> Leaving:
    """Say what ends today with a membership of this network; raises NotFound."""
    network = _network(session, network_id)
    today = clock.today(network.time_zone)
    chosen = session.get(Membership, membership_id)
    if chosen is None or chosen.network_id != network_id or not _lasts(chosen, today):
        raise NotFound
    going = [chosen] if chosen.person_id else membership.people_of(session, chosen, today)
    people = [one.person for one in going if one.person]
    house = chosen.organisation.name if chosen.organisation else ""
    return Leaving(
        network=network,
        membership=chosen,
        name=people[0].public_name if chosen.person_id else house,
        people=[one.public_name for one in people],
        called=_called(session, network_id, [one.id for one in people]),
    )


def _network(session: Session, network_id: UUID) -> Network:
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    return network


def _lasts(one: Membership, today: date) -> bool:
    return one.until is None or one.until > today


def _attended(session: Session, network_id: UUID) -> dict[UUID | None, datetime]:
    rows = session.execute(
        select(Attendance.organisation_id, func.max(Meeting.start).label("last"))
        .join(Minutes, Minutes.id == Attendance.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Meeting.network_id == network_id, Attendance.present)
        .group_by(Attendance.organisation_id)
    )
    return {row.organisation_id: row.last for row in rows}


def _house(
    place: Organisation | None, own: Membership | None, attended: Mapping[UUID | None, datetime]
) -> House:
    return House(
        membership_id=own.id if own else None,
        organisation_id=place.id if place else None,
        name=place.name if place else "",
        kind=place.kind if place else "",
        country=place.country if place else "",
        role=own.role if own else "",
        people=[],
        attended=attended.get(place.id) if place else None,
    )


def _member(one: Membership) -> Member:
    who = one.person
    if who is None:
        raise ValueError("an organisation's own membership is no person")
    return Member(
        membership_id=one.id,
        person_id=who.id,
        name=who.public_name,
        email="" if who.protected else who.email,
        unit="" if who.protected else who.unit,
        title=who.title,
        role=one.role,
        duty=one.duty,
        protected=who.protected,
    )


def _place(house: House) -> tuple[bool, bool, str]:
    return house.role != "convenor", not house.name, alphabetical(house.name)


def _called(session: Session, network_id: UUID, people: list[UUID]) -> list[Meeting]:
    rows = session.scalars(
        select(Meeting)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            Meeting.network_id == network_id,
            Meeting.starts_at > clock.now(),
            Meeting.status == "called",
            Invitation.person_id.in_(people),
            Invitation.removed_at.is_(None),
        )
        .order_by(Meeting.starts_at)
        .distinct()
    )
    return list(rows)
