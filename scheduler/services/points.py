"""What does a meeting make of its points: done, to be taken up again, or dropped?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import PointSettled
from scheduler.inputs import OutcomeInput
from scheduler.model import AgendaItem, Meeting
from scheduler.services.agenda import refuse_if_fixed


class OnlySpoken(Refused):
    """What is only spoken leaves no more than its title."""

    message = N_(
        "“%(title)s” is only spoken about: nothing is written down, no reason either. "
        "Take the reason away."
    )


def settle(session: Session, item_id: UUID, *, plan: OutcomeInput, by: Actor) -> AgendaItem:
    """Say what a meeting made of a point; `unfinished` and `postponed` come back by themselves."""
    item = session.get(AgendaItem, item_id, with_for_update=True)
    if item is None:
        raise NotFound
    meeting = session.get_one(Meeting, item.meeting_id)
    by.must("minutes:write", meeting.network_id)
    refuse_if_fixed(session, meeting.id)
    if plan.reason and item.item_class == "spoken":
        raise OnlySpoken(field="reason", title=item.title)
    reason = plan.reason if plan.outcome else ""
    if (item.outcome, item.outcome_reason) != (plan.outcome, reason):
        item.outcome, item.outcome_reason = plan.outcome, reason
        _record(session, meeting, item, by)
    return item


def _record(session: Session, meeting: Meeting, item: AgendaItem, by: Actor) -> None:
    session.flush()
    record(
        session,
        PointSettled(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            item=item.id,
            outcome=item.outcome,
        ),
    )
