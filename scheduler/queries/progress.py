"""How far has the sending of a meeting's latest letters come?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import DueRow, EventRow, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Letters of one kind and SEQUENCE: all of them, and how many in which place.

    `writing`: letters are still being written, so `total` may grow. `waiting`: tried at least once
    and to be tried again.
    """

    total: int
    sent: int
    under_way: int
    waiting: int
    writing: bool

    @property
    def running(self) -> bool:
        """Whether it will be further in a moment."""
        return self.writing or self.under_way > 0


def of_meeting(session: Session, meeting_id: UUID) -> Progress:
    """Count the latest letters of a meeting."""
    newest = session.execute(
        select(Letter.kind, Letter.sequence)
        .where(Letter.meeting_id == meeting_id)
        .order_by(Letter.queued_at.desc(), Letter.sequence.desc())
        .limit(1)
    ).first()
    states = _states(session, meeting_id, *newest) if newest else []
    return Progress(
        total=len(states),
        sent=sum(state == "sent" for state, _ in states),
        under_way=sum(_under_way(state, tries) for state, tries in states),
        waiting=sum(state in {"queued", "doubt"} and tries > 0 for state, tries in states),
        writing=_writing(session, meeting_id),
    )


def _states(session: Session, meeting_id: UUID, kind: str, sequence: int) -> list[tuple[str, int]]:
    rows = session.execute(
        select(Letter.state, Letter.tries).where(
            Letter.meeting_id == meeting_id,
            Letter.kind == kind,
            Letter.sequence == sequence,
            Letter.state != "withdrawn",
        )
    )
    return [(state, tries) for state, tries in rows]


def _under_way(state: str, tries: int) -> bool:
    return state == "sending" or (state == "queued" and tries == 0)


def _writing(session: Session, meeting_id: UUID) -> bool:
    rows = session.scalars(
        select(DueRow.body)
        .join(EventRow, EventRow.id == DueRow.event_id)
        .where(EventRow.subject == meeting_id, DueRow.state.in_(("waiting", "claimed")))
    )
    return any(str(body.get("handler", "")).startswith("mail.") for body in rows)
