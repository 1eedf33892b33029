"""What is kept of a meeting, for the registry that files it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler import entries
from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import Attachment, AttachmentBody, Meeting, Minutes, MinutesVersion
from scheduler.queries import head, papers
from scheduler.queries.papers import AgendaPaper, MinutesPaper


class Attached(NamedTuple):
    """One paper of the meeting: what people call it, and where it is kept."""

    name: str
    stored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All that is kept of a meeting, but for what is in its papers (`body`)."""

    minutes: MinutesPaper
    agenda: AgendaPaper
    calendar: bytes
    versions: list[dict[str, Any]]
    attachments: list[Attached]


def of_meeting(session: Session, meeting_id: UUID, *, base_url: str, by: Actor) -> Records:
    """Gather a meeting's records, all of them; only for who keeps the network's records."""
    meeting = head.load(session, meeting_id)
    by.must("minutes:write", meeting.network_id)
    return Records(
        minutes=papers.minutes(session, meeting_id, edition="full", by=by),
        agenda=papers.agenda(session, meeting_id, by=by),
        calendar=entries.file(meeting, url=f"{base_url}/meetings/{meeting.id}"),
        versions=_versions(session, meeting),
        attachments=_attachments(session, meeting),
    )


def body(session: Session, stored: str) -> bytes:
    """Give what is in a paper; raises NotFound."""
    kept = session.get(AttachmentBody, stored, options=[undefer(AttachmentBody.content)])
    if kept is None:
        raise NotFound
    return kept.content


def _versions(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    # Without their text: it may name somebody who has been protected since.
    rows = session.scalars(
        select(MinutesVersion)
        .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        .where(Minutes.meeting_id == meeting.id)
        .order_by(MinutesVersion.number)
    )
    return [
        {
            "number": one.number,
            "state": one.state,
            "at": one.at.isoformat(),
            "by": one.by,
            "reason": one.reason,
            "previous": one.previous,
            "hash": one.hash,
        }
        for one in rows
    ]


def _attachments(session: Session, meeting: Meeting) -> list[Attached]:
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.meeting_id == meeting.id, Attachment.removed_at.is_(None))
        .order_by(Attachment.at, Attachment.name, Attachment.sha256)
    )
    return [Attached(one.name, one.stored) for one in rows]
