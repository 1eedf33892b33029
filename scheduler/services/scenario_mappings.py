"""What can be done with mappings of columns: one is kept by name, all are written, one goes?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs.scenario_import import MappingInput, MappingsInput
from scheduler.model import ImportMapping, Network
from scheduler.queries import scenario_mappings as query

MOST = 100


class NameTwice(Refused):
    """Two mappings would be known by one name."""

    message = N_("“%(name)s” stands twice. Give one of the mappings another name.")


class TooManyMappings(Refused):
    """A network's mappings are bounded."""

    message = N_("The network has %(most)s mappings already. Take one away first.")


def keep(session: Session, network_id: UUID, *, plan: MappingInput, by: Actor) -> ImportMapping:
    """Keep what columns are taken for; one of the same name is put in its place."""
    _lock(session, network_id, by)
    if len(query.of_network(session, network_id)) >= MOST:
        raise TooManyMappings(field="name", most=MOST)
    made = _written(session, network_id, plan, by)
    session.flush()
    return made


def put(
    session: Session, network_id: UUID, *, plan: MappingsInput, by: Actor
) -> list[ImportMapping]:
    """Write all mappings of a network; what is left out is taken away."""
    _lock(session, network_id, by)
    names = [item.name for item in plan.items]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise NameTwice(field=f"items.{place}.name", name=name)
    for one in query.of_network(session, network_id):
        if one.name not in names:
            session.delete(one)
    for item in plan.items:
        _written(session, network_id, item, by)
    session.flush()
    return query.of_network(session, network_id)


def remove(session: Session, network_id: UUID, name: str, *, by: Actor) -> None:
    """Take a mapping away, if it is still there."""
    _lock(session, network_id, by)
    known = query.named(session, network_id, name)
    if known is not None:
        session.delete(known)


def _lock(session: Session, network_id: UUID, by: Actor) -> None:
    if session.get(Network, network_id, with_for_update=True) is None:
        raise NotFound
    by.must("scenarios:write", network_id)


def _written(session: Session, network_id: UUID, plan: MappingInput, by: Actor) -> ImportMapping:
    known = query.named(session, network_id, plan.name)
    made = known or ImportMapping(network_id=network_id, name=plan.name, columns={}, by=by.name)
    if made.columns != plan.columns or known is None:
        made.columns, made.by, made.at = dict(plan.columns), by.name, now()
    session.add(made)
    return made
