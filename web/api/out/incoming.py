"""How is a mail shown that waits for somebody to decide?"""

from __future__ import annotations

from scheduler import model
from scheduler.inputs.types import LocalTime
from scheduler.model.incoming import IncomingKind, IncomingState
from scheduler.model.invitation import AnswerWord
from scheduler.queries import incoming
from web.api.out.base import Id, Instant, MaybeId, Out
from web.api.out.log import Recipient
from web.api.out.network import called


class Incoming(Out):
    """A mail that waits for somebody to decide; `start` and `minutes` are a proposed time.

    `start` is wall time in `time_zone`, the meeting's. Of a protected person's address only those
    who may change it see more than the domain. What was written is gone once it is dealt with.
    """

    id: Id
    kind: IncomingKind
    state: IncomingState
    network: Id
    meeting: MaybeId
    invitation: MaybeId
    person: Recipient
    at: Instant
    sender: str
    subject: str
    text: str
    answer: AnswerWord | None
    comment: str
    start: LocalTime | None
    minutes: int | None
    time_zone: str | None
    dealt_at: Instant | None

    @classmethod
    def of(cls, row: model.Incoming, *, openly: bool) -> Incoming:
        """Show a mail; `openly`: a protected person's name and address too."""
        return cls.copy_of(
            row,
            network=row.network_id,
            meeting=row.meeting_id,
            invitation=row.invitation_id,
            person=Recipient.model_validate(
                {"id": row.person_id, **called(row.person, openly=openly)}
            ),
            sender=incoming.sender_of(row, openly=openly),
            answer=row.answer or None,
            time_zone=row.meeting.time_zone if row.meeting else None,
        )
