"""What can be done with what a network wants to be able to do? It is written as a whole."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs.scenario import CapabilitiesInput
from scheduler.model import Capability, Network
from scheduler.queries import capabilities as query


class CodeTwice(Refused):
    """Two capabilities would be known by one code."""

    message = N_("The code “%(code)s” stands twice. Give one of the capabilities another.")


def put(
    session: Session, network_id: UUID, *, plan: CapabilitiesInput, by: Actor
) -> list[Capability]:
    """Write a network's capabilities; one whose code is given again stays that one.

    Scenarios keep those that their objectives are tied to in their own versions.
    """
    if session.get(Network, network_id, with_for_update=True) is None:
        raise NotFound
    by.must("scenarios:write", network_id)
    _refuse_twice(plan)
    standing = {one.code: one for one in query.of_network(session, network_id)}
    wanted = {item.code: item for item in plan.items}
    for code, one in standing.items():
        if code not in wanted:
            session.delete(one)
    for code, item in wanted.items():
        one = standing.get(code) or Capability(network_id=network_id, code=code)
        one.name, one.text = item.name, item.text
        session.add(one)
    session.flush()
    return query.of_network(session, network_id)


def _refuse_twice(plan: CapabilitiesInput) -> None:
    codes = [item.code for item in plan.items]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise CodeTwice(field=f"items.{place}.code", code=code)
