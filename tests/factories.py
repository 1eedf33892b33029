"""Networks, people and meetings with good defaults, made by the real services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM, Actor
from scheduler.database import Database
from scheduler.inputs import MeetingInput, NetworkInput, OrganisationInput, PersonInput, SeriesInput
from scheduler.model import Invitation, Meeting, Network, Organisation, Person, Series
from scheduler.services import meetings, networks, people, series

PEOPLE = ("anna@kumla.example", "bo@nora.example")


def a_network(
    session: Session, *, slug: str = "lan", people_: Sequence[str] = PEOPLE, **plan: Any
) -> Network:
    """A network with a convenor, and members named after their addresses."""
    values = {"name": "Länsnätverket", "slug": slug, **plan}
    network = networks.create(session, plan=NetworkInput(**values), by=SYSTEM)
    people.join_organisation(
        session,
        network.id,
        plan=OrganisationInput(name=f"Länsstyrelsen {slug}", kind="county_board", role="convenor"),
        by=SYSTEM,
    )
    for email in people_:
        a_person(session, network.id, email)
    return network


def a_person(session: Session, network_id: UUID, email: str, **plan: Any) -> Person:
    """A member of the network from the municipality that the address names."""
    place = email.partition("@")[2].partition(".")[0].capitalize()
    name = f"{place} kommun"
    if session.scalar(select(Organisation.id).where(Organisation.name == name)) is None:
        people.join_organisation(
            session,
            network_id,
            plan=OrganisationInput(name=name, kind="municipality"),
            by=SYSTEM,
        )
    values = {"name": email.partition("@")[0].capitalize(), "email": email, "organisation": name}
    membership = people.add(session, network_id, plan=PersonInput(**(values | plan)), by=SYSTEM)
    return session.get_one(Person, membership.person_id)


def a_meeting(session: Session, network_id: UUID, **plan: Any) -> Meeting:
    """A planned meeting on Thursday 4 February 2027, 09:00–12:00 in Stockholm."""
    values = {
        "title": "Länsnätverket",
        "start": "2027-02-04T09:00",
        "minutes": 180,
        "place": "Residenset",
        **plan,
    }
    return meetings.add(session, network_id, plan=MeetingInput(**values), by=SYSTEM)


def a_series(session: Session, network_id: UUID, **plan: Any) -> Series:
    """A preliminary series: the fourth Thursday of every third month of 2027."""
    values = {
        "title": "Länsnätverket",
        "rule": {"every": 3, "unit": "month", "nth": 4, "weekdays": ["th"]},
        "at": "09:00",
        "minutes": 180,
        "from": "2027-01-01",
        "until": "2027-12-31",
        "place": "Residenset",
        **plan,
    }
    return series.create(session, network_id, plan=SeriesInput.model_validate(values), by=SYSTEM)


def a_called_meeting(database: Database, **plan: Any) -> UUID:
    """A network with two members and a called meeting; gives the meeting's id."""
    with database.transaction() as session:
        network = a_network(session)
        meeting = a_meeting(session, network.id, **plan)
        meetings.call(session, meeting.id, by=SYSTEM)
    return meeting.id


def invitation_of(session: Session, meeting_id: UUID, email: str) -> Invitation:
    """One person's call to a meeting."""
    return session.scalars(
        select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.meeting_id == meeting_id, Person.email == email)
    ).one()


def an_actor(network_id: UUID, *roles: str) -> Actor:
    """Somebody with roles in one network."""
    return Actor(kind="person", roles={network_id: frozenset(roles)})
