"""What hangs on a point of an agenda, and what becomes of it when the point goes?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, union_all, update
from sqlalchemy.orm import Session

from scheduler.model import (
    Action,
    AgendaItem,
    Attachment,
    Decision,
    Minutes,
    MinutesComment,
    MinutesEntry,
    NoteClash,
    Proposal,
    RoundSlot,
)


def noted(session: Session, meeting_id: UUID) -> set[UUID | None]:
    """Give the points of a meeting on which something was noted, decided, promised or said."""
    of_minutes = [
        select(kind.item_id)
        .join(Minutes, Minutes.id == kind.minutes_id)
        .where(Minutes.meeting_id == meeting_id)
        for kind in (MinutesEntry, NoteClash, MinutesComment)
    ]
    decisions = select(Decision.item_id).where(Decision.meeting_id == meeting_id)
    actions = select(Action.item_id).where(Action.meeting_id == meeting_id)
    return set(session.scalars(union_all(*of_minutes, decisions, actions)))


def filled(session: Session, meeting_id: UUID) -> set[UUID | None]:
    """Give the points of a meeting that have papers, or reports in a situation round."""
    papers = select(Attachment.item_id).where(Attachment.meeting_id == meeting_id)
    reports = select(RoundSlot.item_id).where(
        RoundSlot.meeting_id == meeting_id, RoundSlot.version > 0
    )
    return set(session.scalars(union_all(papers, reports)))


def let_go(session: Session, item: AgendaItem) -> None:
    """Let nothing point to an item that is about to go: its history passes to its later self."""
    later = update(AgendaItem).where(AgendaItem.origin_id == item.id)
    session.execute(later.values(origin_id=item.origin_id))
    session.execute(update(Proposal).where(Proposal.item_id == item.id).values(item_id=None))
    session.execute(delete(RoundSlot).where(RoundSlot.item_id == item.id, RoundSlot.version == 0))
