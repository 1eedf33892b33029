"""What can programs do with networks and with those who belong to them?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from scheduler import clock
from scheduler.inputs import NetworkInput, OrganisationInput, PersonInput
from scheduler.model import Membership
from scheduler.model import Network as NetworkRow
from scheduler.queries import membership
from scheduler.queries.membership import alphabetical
from scheduler.queries.paging import part_of
from scheduler.services import networks, particulars, people
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint("GET", "/networks", rule="network:read", query=Listing, returns=out.Page[out.Network])
def list_networks(call: Call[Listing]) -> out.Page[out.Network]:
    """List the networks that the token may see, by name."""
    found = part_of(
        membership.networks_of(call.session, call.actor),
        key=lambda row: (alphabetical(row.name), str(row.id)),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    return out.Page[out.Network](items=[out.Network.of(row) for row in found.rows], next=found.next)


@endpoint(
    "POST",
    "/networks",
    rule="network:create",
    body=NetworkInput,
    returns=out.Network,
    status=201,
)
def create_network(call: Call[NetworkInput]) -> out.Network:
    """Begin a network."""
    return out.Network.of(networks.create(call.session, plan=call.asked, by=call.actor))


@endpoint("GET", "/networks/<network>", rule="network:read", returns=out.Network)
def get_network(call: Call[Nothing], network: UUID) -> out.Network:
    """Show a network, by id or short name."""
    return out.Network.of(call.session.get_one(NetworkRow, network))


@endpoint(
    "GET",
    "/networks/<network>/organisations",
    rule="people:read",
    query=Listing,
    returns=out.Page[out.Organisation],
)
def list_organisations(call: Call[Listing], network: UUID) -> out.Page[out.Organisation]:
    """List the organisations that belong to a network today, by name."""
    found = part_of(
        membership.organisations(call.session, network, _today(call, network)),
        key=_organisation_key,
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.Organisation.of(row) for row in found.rows]
    return out.Page[out.Organisation](items=items, next=found.next)


@endpoint(
    "POST",
    "/networks/<network>/organisations",
    rule="people:edit",
    body=OrganisationInput,
    returns=out.Organisation,
    status=201,
)
def add_organisation(call: Call[OrganisationInput], network: UUID) -> out.Organisation:
    """Let an organisation belong to a network; one that is known elsewhere is that one."""
    row = people.join_organisation(call.session, network, plan=call.asked, by=call.actor)
    return out.Organisation.of(row)


@endpoint(
    "GET",
    "/networks/<network>/people",
    rule="people:read",
    query=Listing,
    returns=out.Page[out.Person],
)
def list_people(call: Call[Listing], network: UUID) -> out.Page[out.Person]:
    """List the people who belong to a network today, by organisation and name."""
    found = part_of(
        membership.members(call.session, network, _today(call, network)),
        key=_person_key,
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [_shown(call, row) for row in found.rows]
    return out.Page[out.Person](items=items, next=found.next)


@endpoint(
    "POST",
    "/networks/<network>/people",
    rule="people:edit",
    body=PersonInput,
    returns=out.Person,
    status=201,
)
def add_person(call: Call[PersonInput], network: UUID) -> out.Person:
    """Let a person belong to a network; one who is known elsewhere by the address is that one."""
    row = people.add(call.session, network, plan=call.asked, by=call.actor)
    return _shown(call, row)


def _shown(call: Call[Any], row: Membership) -> out.Person:
    person = row.person
    openly = person is not None and particulars.may_name(call.session, person, call.actor)
    return out.Person.of(row, openly=openly)


def _today(call: Call[Listing], network: UUID) -> date:
    return clock.today(call.session.get_one(NetworkRow, network).time_zone)


def _organisation_key(row: Membership) -> tuple[str, ...]:
    return (alphabetical(row.organisation.name) if row.organisation else "", str(row.id))


def _person_key(row: Membership) -> tuple[str, ...]:
    name = row.person.public_name if row.person else ""
    return (*_organisation_key(row)[:1], alphabetical(name), str(row.id))
