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
    """One letter as the outbox shows it; a protected person's address is not shown.

    `next_try`: when it leaves, or is tried again. `dead_address`: the person's takes no mail.
    """

    id: UUID
    kind: str
    state: str
    reason: str
    to: str
    person_id: UUID
    subject: str
    meeting_id: UUID | None
    meeting_title: str
    network: str
    change_id: UUID | None
    dead_address: bool
    protected: bool
    queued_at: datetime
    sent_at: datetime | None
    tries: int
    answer: str
    next_try: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Letters that were tried and wait: how many, since when, when next, the server's last word."""

    count: int
    since: datetime
    next_try: datetime | None
    answer: str


def letters(
    session: Session,
    networks: Collection[UUID] | None,
    *,
    state: str = "",
    meeting_id: UUID | None = None,
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
    if meeting_id is not None:
        wanted = wanted.where(Letter.meeting_id == meeting_id)
    names = {row.id: row.name for row in session.execute(select(Network.id, Network.name))}
    return [_line(letter, at, names) for letter, at in session.execute(wanted)]


def times(session: Session, letters: Collection[UUID]) -> dict[UUID, datetime]:
    """Give when those of these letters leave, or are tried again, that will be."""
    rows = session.execute(
        select(DueRow.letter_id, DueRow.due_at).where(
            DueRow.letter_id.in_(letters), DueRow.state == "waiting"
        )
    )
    return {letter: at for letter, at in rows if letter}


def counts(
    session: Session, networks: Collection[UUID] | None, *, meeting_id: UUID | None = None
) -> dict[str, int]:
    """Count letters by state."""
    wanted = select(Letter.state, func.count()).group_by(Letter.state)
    if networks is not None:
        wanted = wanted.where(Letter.network_id.in_(networks))
    if meeting_id is not None:
        wanted = wanted.where(Letter.meeting_id == meeting_id)
    return {state: int(n) for state, n in session.execute(wanted)}


def trouble(session: Session, networks: Collection[UUID] | None) -> Trouble | None:
    """Tell of letters that the mail server has not taken at their first try."""
    wanted = (
        select(Letter.queued_at, Letter.answer, DueRow.due_at)
        .outerjoin(DueRow, (DueRow.letter_id == Letter.id) & (DueRow.state == "waiting"))
        .where(Letter.state.in_(("queued", "doubt")), Letter.tries > 0)
        .order_by(Letter.queued_at)
    )
    if networks is not None:
        wanted = wanted.where(Letter.network_id.in_(networks))
    rows = session.execute(wanted).all()
    if not rows:
        return None
    times = [due_at for _, _, due_at in rows if due_at is not None]
    return Trouble(
        count=len(rows),
        since=rows[0].queued_at,
        next_try=min(times, default=None),
        answer=next((answer for _, answer, _ in reversed(rows) if answer), ""),
    )


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
        person_id=letter.person_id,
        subject=letter.subject,
        meeting_id=letter.meeting_id,
        meeting_title=meeting.title if meeting else "",
        change_id=letter.change_id,
        dead_address=letter.person.bounced_at is not None,
        protected=letter.person.protected,
        network=names.get(letter.network_id, "") if letter.network_id else "",
        queued_at=letter.queued_at,
        sent_at=letter.sent_at,
        tries=letter.tries,
        answer=letter.answer,
        next_try=next_try,
    )
