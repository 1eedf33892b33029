"""What can be done with organisations and people, and with who belongs to which network?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import DeliveryChosen, PersonAdded, PersonChanged
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import Membership, Network, Organisation, Person
from scheduler.model.people import Delivery
from scheduler.queries import membership as memberships
from scheduler.queries import people
from scheduler.services import belonging, particulars


class AlreadyMember(Refused):
    """In a network one address is one person, and an organisation belongs once."""

    message = N_(
        "“%(name)s” belongs to this network already. Change what stands there, "
        "or give the other one a name or address of its own."
    )


class EndsBeforeItBegan(Refused):
    """A membership ends on its first day at the earliest."""

    message = N_("The membership began on %(since)s. Choose that day or a later one.")


def join_organisation(
    session: Session,
    network_id: UUID,
    *,
    plan: OrganisationInput,
    by: Actor,
    since: date | None = None,
) -> Membership:
    """Let an organisation belong to a network; a new convenor takes over from the former one."""
    network = _network(session, network_id, by)
    day = since or clock.today(network.time_zone)
    organisation = people.organisation(session, plan.name, plan.country)
    if organisation is None:
        organisation = Organisation(kind=plan.kind, country=plan.country)
        organisation.name, organisation.name_key = plan.name, plan.name.casefold()
    elif memberships.of_organisation(session, network_id, organisation.id, day):
        raise AlreadyMember(field="name", name=plan.name)
    elif particulars.may_describe_organisation(session, organisation, by):
        particulars.describe_organisation(session, organisation, plan, by)
    if plan.role == "convenor":
        belonging.hand_over(session, network_id, day=day, by=by)
    joined = Membership(network_id=network_id, organisation=organisation, role=plan.role, since=day)
    return belonging.start(session, joined, by=by)


def change_organisation(
    session: Session, organisation_id: UUID, *, network_id: UUID, plan: OrganisationInput, by: Actor
) -> Organisation:
    """Change what the plan names about an organisation of the network; the rest stays."""
    network = _network(session, network_id, by)
    day = clock.today(network.time_zone)
    membership = memberships.of_organisation(session, network_id, organisation_id, day)
    if membership is None or membership.organisation is None:
        raise NotFound
    organisation = membership.organisation
    particulars.describe_organisation(session, organisation, plan, by)
    if "role" in plan.model_fields_set and plan.role != membership.role:
        if plan.role == "convenor":
            belonging.hand_over(session, network_id, day=day, by=by)
        belonging.change(
            session, membership, role=plan.role, organisation=organisation, day=day, by=by
        )
    return organisation


def add(
    session: Session,
    network_id: UUID,
    *,
    plan: PersonInput,
    by: Actor,
    since: date | None = None,
) -> Membership:
    """Let a person belong to a network; somebody known by the address elsewhere is that person."""
    network = _network(session, network_id, by)
    day = since or clock.today(network.time_zone)
    organisation = _represented(session, network_id, plan, day)
    person = people.find(session, plan.email)
    if person is None:
        person = _new_person(session, network, plan, organisation, by)
    elif memberships.of_person(session, network_id, person.id, day):
        raise AlreadyMember(field="email", name=plan.email)
    elif particulars.may_describe(session, person, by):
        particulars.describe(session, network_id, person, plan, by)
    joined = Membership(
        network_id=network_id,
        person=person,
        organisation=organisation,
        role=plan.role,
        duty=plan.duty,
        since=day,
    )
    return belonging.start(session, joined, by=by)


def change(
    session: Session, person_id: UUID, *, network_id: UUID, plan: PersonInput, by: Actor
) -> Person:
    """Change what the plan names about a person of the network; what it leaves out stays."""
    network = _network(session, network_id, by)
    day = clock.today(network.time_zone)
    membership = memberships.of_person(session, network_id, person_id, day)
    if membership is None or membership.person is None:
        raise NotFound
    person, organisation = membership.person, membership.organisation
    particulars.check(session, person, plan, by)
    particulars.describe(session, network_id, person, plan, by)
    if "organisation" in plan.model_fields_set:
        organisation = _represented(session, network_id, plan, day)
        if person.organisation_id == membership.organisation_id:
            person.organisation = organisation
    role = plan.role if "role" in plan.model_fields_set else membership.role
    held = belonging.change(
        session, membership, role=role, organisation=organisation, day=day, by=by
    )
    if "duty" in plan.model_fields_set and plan.duty != held.duty:
        held.duty = plan.duty
        record(session, PersonChanged(by=by.name, subject=person.id, network_id=network_id))
    return person


def leave(
    session: Session, membership_id: UUID, *, by: Actor, until: date | None = None
) -> Membership:
    """End a membership, by default today, and the calls to meetings from that day on.

    `until` is the first day on which it no longer holds. An organisation takes its people with it.
    """
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NotFound
    network = _network(session, membership.network_id, by)
    day = until or max(clock.today(network.time_zone), membership.since)
    if day < membership.since:
        raise EndsBeforeItBegan(field="until", since=membership.since)
    for person in memberships.people_of(session, membership, day):
        belonging.end(session, person, day=max(day, person.since), by=by)
    belonging.end(session, membership, day=day, by=by)
    return membership


def choose_delivery(session: Session, person_id: UUID, *, delivery: Delivery, by: Actor) -> Person:
    """Let a person have their meetings by mail, by subscription or both."""
    person = session.get(Person, person_id)
    if person is None or not particulars.may_describe(session, person, by):
        raise NotFound
    if person.delivery != delivery:
        person.delivery = delivery
        record(session, DeliveryChosen(by=by.name, subject=person.id, delivery=delivery))
    return person


def _network(session: Session, network_id: UUID, by: Actor) -> Network:
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("people:edit", network_id)
    return network


def _represented(
    session: Session, network_id: UUID, plan: PersonInput, day: date
) -> Organisation | None:
    if not plan.organisation:
        return None
    return memberships.organisation(session, network_id, plan.organisation, day)


def _new_person(
    session: Session,
    network: Network,
    plan: PersonInput,
    organisation: Organisation | None,
    by: Actor,
) -> Person:
    values = {name: getattr(plan, name) for name in particulars.PARTICULARS}
    values["language"] = plan.language or network.language
    values["time_zone"] = plan.time_zone or network.time_zone
    person = Person(**values, email_key=people.key_of(plan.email), organisation=organisation)
    session.add(person)
    session.flush()
    record(session, PersonAdded(by=by.name, subject=person.id, network_id=network.id))
    return person
