"""What can be done with the papers of an exercise? They are mailed to those they are for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import packs
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import PackSent
from scheduler.model import Exercise
from scheduler.packs import READERS, PackKind


class IsNotMailed(Refused):
    """Some papers are printed by whoever leads, and mailed to nobody."""

    message = N_("This paper is for those who print it. Save it as a file instead.")


class NobodyToSendTo(Refused):
    """A paper goes to those who have the part that it is for."""

    message = N_(
        "Nobody has a part in a coming run that this paper is for. Seat somebody, then send it."
    )
    status = 409


def send(session: Session, exercise_id: UUID, kind: PackKind, *, by: Actor) -> int:
    """Mail a paper to those it is for; gives how many. Who has it as it stands gets it once."""
    exercise = session.get(Exercise, exercise_id)
    if exercise is None:
        raise NotFound
    by.must("exercises:run", exercise.network_id)
    if kind not in READERS:
        raise IsNotMailed
    if exercise.meeting.cancelled or not packs.readers(exercise, kind):
        raise NobodyToSendTo
    fact = PackSent(by=by.name, subject=exercise.id, network_id=exercise.network_id, pack=kind)
    record(session, fact)
    return len(packs.readers(exercise, kind))
