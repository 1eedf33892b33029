"""What is on its way out, what has arrived, and what has not?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from scheduler.model import DueRow, Letter, Meeting, Network

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter as the outbox shows it; a protected person's address is not shown."""

    id: UUID
    kind: str
    state: str
    reason: str
    to: str
    subject: str
    meeting_id: UUID | None
    meeting_title: str
    network: str
    queued_at: datetime
    sent_at: datetime | None
    tries: int
    answer: str
    next_try: datetime | None


def letters(
    session: Session, networks: Collection[UUID] | None, *, state: str = ""
) -> list[LetterLine]:
    """Give the latest letters of these networks (None: all, also those of no network)."""
    wanted = (
        select(Letter, DueRow.due_at)
        .outerjoin(DueRow, (DueRow.letter_id == Letter.id) & (DueRow.state == "waiting"))
        .options(joinedload(Letter.person), joinedload(Letter.meeting).joinedload(Meeting.network))
        .order_by(Letter.queued_at.desc(), Letter.id)
        .limit(MOST)
    )
    if networks is not None:
        wanted = wanted.where(Letter.network_id.in_(networks))
    if state:
        wanted = wanted.where(Letter.state == state)
    names = {row.id: row.name for row in session.execute(select(Network.id, Network.name))}
    return [_line(letter, at, names) for letter, at in session.execute(wanted)]


def counts(session: Session, networks: Collection[UUID] | None) -> dict[str, int]:
    """Count letters by state."""
    wanted = select(Letter.state, func.count()).group_by(Letter.state)
    if networks is not None:
        wanted = wanted.where(Letter.network_id.in_(networks))
    return {state: int(n) for state, n in session.execute(wanted)}


def one(session: Session, letter_id: UUID) -> LetterLine | None:
    """Give one letter."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        return None
    at = session.scalar(
        select(DueRow.due_at).where(DueRow.letter_id == letter_id, DueRow.state == "waiting")
    )
    network = session.get(Network, letter.network_id) if letter.network_id else None
    return _line(letter, at, {network.id: network.name} if network else {})


def _line(letter: Letter, next_try: datetime | None, names: dict[UUID, str]) -> LetterLine:
    meeting = letter.meeting
    return LetterLine(
        id=letter.id,
        kind=letter.kind,
        state=letter.state,
        reason=letter.reason,
        to=letter.person.public_name,
        subject=letter.subject,
        meeting_id=letter.meeting_id,
        meeting_title=meeting.title if meeting else "",
        network=names.get(letter.network_id, "") if letter.network_id else "",
        queued_at=letter.queued_at,
        sent_at=letter.sent_at,
        tries=letter.tries,
        answer=letter.answer,
        next_try=next_try,
    )
