"""What can be done with decisions that stand? A later one may take the place of one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import DecisionSuperseded
from scheduler.inputs.minutes import SupersedeInput
from scheduler.model import Decision


class NoSuchDecision(Refused):
    """The decision that would take the place is of another network, or of none."""

    message = N_("There is no such decision in this network. Choose one of its later decisions.")


class NotLater(Refused):
    """Only what was decided later can take the place of a decision."""

    message = N_(
        "Decision %(later)s is not later than decision %(number)s. Choose one that came after it."
    )


def supersede(session: Session, decision_id: UUID, *, plan: SupersedeInput, by: Actor) -> Decision:
    """Say which later decision takes the place of one (None: none does, it holds again).

    Only a later number can, so no two can ever take each other's place.
    """
    decision = session.get(Decision, decision_id, with_for_update=True)
    if decision is None:
        raise NotFound
    by.must("minutes:write", decision.network_id)
    if plan.superseded_by is not None:
        _check(session, decision, plan.superseded_by)
    if decision.superseded_by_id != plan.superseded_by:
        decision.superseded_by_id = plan.superseded_by
        record(
            session,
            DecisionSuperseded(
                by=by.name,
                subject=decision.id,
                network_id=decision.network_id,
                by_decision=plan.superseded_by,
            ),
        )
    return decision


def _check(session: Session, decision: Decision, later_id: UUID) -> None:
    later = session.get(Decision, later_id)
    if later is None or later.network_id != decision.network_id:
        raise NoSuchDecision(field="superseded_by")
    if (later.year, later.number) <= (decision.year, decision.number):
        raise NotLater(
            field="superseded_by",
            later=f"{later.number}/{later.year}",
            number=f"{decision.number}/{decision.year}",
        )
