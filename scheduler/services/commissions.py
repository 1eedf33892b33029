"""What can be done with commissions: they are written down, reported and closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import CommissionChanged
from scheduler.inputs.areas import CommissionInput, CommissionPatch
from scheduler.model import Area, Commission, Network, Organisation
from scheduler.services import responsibilities

PLAIN = ("title", "text", "giver", "document", "state", "outcome")  # never none
WRITTEN = (*PLAIN, "bodies", "report_back", "area_id")


class OutcomeMissing(Refused):
    """A closed commission says what came of it."""

    message = N_("Write what came of the commission before you close it.")


class NotThisNetworksArea(Refused):
    """The area is of another network, or of none."""

    message = N_("This area is not one of the network's. Reload the page and choose again.")


def add(session: Session, network_id: UUID, *, plan: CommissionInput, by: Actor) -> Commission:
    """Write down a commission that the network was given."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("areas:write", network.id)
    commission = Commission(network_id=network.id, bodies=[], state="open", outcome="")
    _write(session, network, commission, CommissionPatch(**dict(plan)))
    session.add(commission)
    session.flush()
    _record(session, commission, by)
    return commission


def change(
    session: Session,
    commission_id: UUID,
    *,
    plan: CommissionPatch,
    by: Actor,
    version: int | None = None,
) -> Commission:
    """Change what the plan names (null: no date, no area); the rest stays."""
    commission = session.get(Commission, commission_id, with_for_update=True)
    if commission is None:
        raise NotFound
    by.must("areas:write", commission.network_id)
    if version not in {None, commission.version}:
        raise Conflict
    before = _values(commission)
    _write(session, session.get_one(Network, commission.network_id), commission, plan)
    if _values(commission) != before:
        commission.version += 1
        _record(session, commission, by)
    return commission


def _write(
    session: Session, network: Network, commission: Commission, plan: CommissionPatch
) -> None:
    for name in PLAIN:
        value = getattr(plan, name)
        if value is not None:
            setattr(commission, name, value)
    if plan.bodies is not None:
        commission.bodies = _bodies(session, network, commission, plan.bodies)
    if "report_back" in plan.model_fields_set:
        commission.report_back = plan.report_back
    if "area" in plan.model_fields_set:
        commission.area_id = _area(session, network, plan.area)
    if commission.state != "closed":
        commission.closed_at = None
    elif not commission.outcome:
        raise OutcomeMissing(field="outcome")
    else:
        commission.closed_at = commission.closed_at or clock.now()


def _bodies(
    session: Session, network: Network, commission: Commission, names: list[str]
) -> list[str]:
    ids = [UUID(one) for one in commission.bodies]
    known = session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all()
    try:
        found = list(responsibilities.houses(session, network, names, known))
    except Refused as refused:
        refused.field = "bodies"
        raise
    return list(dict.fromkeys(str(one.id) for one in found))


def _area(session: Session, network: Network, area_id: UUID | None) -> UUID | None:
    if area_id is None:
        return None
    area = session.get(Area, area_id)
    if area is None or area.network_id != network.id:
        raise NotThisNetworksArea(field="area")
    return area.id


def _values(commission: Commission) -> list[object]:
    return [getattr(commission, name) for name in WRITTEN]


def _record(session: Session, commission: Commission, by: Actor) -> None:
    record(
        session,
        CommissionChanged(
            by=by.name,
            subject=commission.id,
            network_id=commission.network_id,
            state=commission.state,
        ),
    )
