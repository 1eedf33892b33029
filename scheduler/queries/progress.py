"""How far has the sending of a meeting's latest letters come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.model import DueRow, EventRow, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Letters of one change, or of one kind and SEQUENCE: all of them, and how many in which place.

    `writing`: letters are still being written, so `total` may grow. `waiting`: tried at least once
    and to be tried again. `later`: held, or to leave at a time to come.
    """

    total: int
    sent: int
    under_way: int
    waiting: int
    later: int
    writing: bool

    @property
    def running(self) -> bool:
        """Whether it will be further in a moment."""
        return self.writing or self.under_way > 0


def of_meeting(session: Session, meeting_id: UUID) -> Progress:
    """Count the latest letters of a meeting."""
    newest = session.execute(
        select(Letter.change_id, Letter.kind, Letter.sequence)
        .where(Letter.meeting_id == meeting_id)
        .order_by(Letter.queued_at.desc(), Letter.sequence.desc())
        .limit(1)
    ).first()
    states = _states(session, meeting_id, *newest) if newest else []
    return Progress(
        total=len(states),
        sent=states.count("sent"),
        under_way=states.count("sending"),
        waiting=states.count("waiting"),
        later=states.count("later"),
        writing=_writing(session, meeting_id),
    )


def _states(
    session: Session, meeting_id: UUID, change_id: UUID | None, kind: str, sequence: int
) -> list[str]:
    same = Letter.change_id == change_id
    if change_id is None:
        same = and_(Letter.kind == kind, Letter.sequence == sequence)
    rows = session.execute(
        select(Letter.state, Letter.tries, DueRow.due_at)
        .outerjoin(DueRow, (DueRow.letter_id == Letter.id) & (DueRow.state == "waiting"))
        .where(
            Letter.meeting_id == meeting_id,
            same,
            Letter.state != "withdrawn",
        )
    )
    moment = now()
    return [_place(state, tries, due_at, moment) for state, tries, due_at in rows]


def _place(state: str, tries: int, due_at: datetime | None, moment: datetime) -> str:
    """Tell how far one letter has come: sent | sending | waiting | later | its other state."""
    if state == "held":
        return "later"
    if state not in {"queued", "doubt"}:
        return state
    if tries > 0:
        return "waiting"
    return "later" if due_at is not None and due_at > moment else "sending"


def _writing(session: Session, meeting_id: UUID) -> bool:
    rows = session.scalars(
        select(DueRow.body)
        .join(EventRow, EventRow.id == DueRow.event_id)
        .where(EventRow.subject == meeting_id, DueRow.state.in_(("waiting", "claimed")))
    )
    return any(str(body.get("handler", "")).startswith("mail.") for body in rows)
