"""What can be done with the links by which people take part in a run: they are mailed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import PlayLinksSent
from scheduler.exercise.refusals import IsClosed
from scheduler.model import Run, RunRole


class NobodyToSendTo(Refused):
    """A link is somebody's place."""

    message = N_("Nobody has a place in this run yet. Seat its people first.")


def send(
    session: Session, run_id: UUID, *, by: Actor, roles: Sequence[UUID] | None = None
) -> list[RunRole]:
    """Mail these people of a run (None: all) the link to their own place; gives who they are.

    Raises IsClosed or NobodyToSendTo.
    """
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound
    by.must("exercises:run", run.network_id)
    if run.state in {"closed", "aborted"}:
        raise IsClosed
    here = {one.id: one for one in run.roles if one.left_at is None}
    if roles is not None and set(roles) - here.keys():
        raise NotFound
    chosen = [one for one in here.values() if roles is None or one.id in roles]
    if not chosen:
        raise NobodyToSendTo
    fact = PlayLinksSent(
        by=by.name,
        subject=run.id,
        network_id=run.network_id,
        roles=tuple(one.id for one in chosen),
        request=new_id(),
    )
    record(session, fact)
    return chosen
