"""Which papers does a meeting have, and who may open them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.model import AgendaItem, Attachment, AttachmentBody
from scheduler.queries.entitled import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file; `size` in bytes, `point` the title of what it belongs to, "" for the meeting."""

    id: UUID
    meeting_id: UUID
    item_id: UUID | None
    point: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


def of_meeting(session: Session, meeting_id: UUID, reader: Reader) -> list[Paper]:
    """Give a meeting's papers that the reader may open, in the agenda's order, then by name."""
    rows = session.execute(
        select(Attachment, AgendaItem)
        .outerjoin(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(Attachment.meeting_id == meeting_id, Attachment.removed_at.is_(None))
    )
    shown = [(paper, item) for paper, item in rows if _may(reader, paper, item)]
    shown.sort(key=lambda one: (one[1].position if one[1] else 0, one[0].name.casefold()))
    return [_paper(paper, item) for paper, item in shown]


def content(session: Session, attachment_id: UUID, reader: Reader) -> tuple[Paper, bytes]:
    """Give a paper and what is in it; raises NotFound for whoever may not see its point."""
    paper = session.get(Attachment, attachment_id)
    if paper is None or paper.removed_at is not None:
        raise NotFound
    item = session.get(AgendaItem, paper.item_id) if paper.item_id else None
    body = session.get(AttachmentBody, paper.stored)
    if body is None or not _may(reader, paper, item):
        raise NotFound
    return _paper(paper, item), body.content


def _may(reader: Reader, paper: Attachment, item: AgendaItem | None) -> bool:
    if not reader.actor.may("papers:read", paper.network_id):
        return False
    if item is None:
        return paper.item_id is None or reader.keeps(paper.network_id)
    audience = [UUID(one) for one in item.audience]
    return reader.may_read(paper.network_id, paper.meeting_id, item.item_class, audience)


def _paper(paper: Attachment, item: AgendaItem | None) -> Paper:
    return Paper(
        id=paper.id,
        meeting_id=paper.meeting_id,
        item_id=paper.item_id,
        point=item.title if item else "",
        name=paper.name,
        media_type=paper.media_type,
        size=paper.size,
        sha256=paper.sha256,
        at=paper.at,
    )
