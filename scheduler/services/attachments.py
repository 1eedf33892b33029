"""What can be done with the papers of a meeting: add one, take one away."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import tokens
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import AttachmentAdded, AttachmentRemoved
from scheduler.model import AgendaItem, Attachment, AttachmentBody, Meeting
from scheduler.sniffing import Kind, kind_of
from scheduler.text import clean_line

MOST_FILES = 50
LONGEST_NAME = 120


class TooLarge(Refused):
    """The file is larger than the installation takes."""

    message = N_(
        "The file is larger than %(most)s MB. Make it smaller, for example by saving it as PDF."
    )
    status = 413


class NothingInIt(Refused):
    """An empty file."""

    message = N_("The file is empty. Choose the file once more.")


class NotTaken(Refused):
    """The kind of file is not one that meetings need, or it holds macros."""

    message = N_(
        "This kind of file is not taken. Take PDF, Word, Excel, PowerPoint or OpenDocument "
        "without macros, PNG, JPEG or plain text."
    )


class TooManyFiles(Refused):
    """A meeting's papers are bounded."""

    message = N_("The meeting has %(most)s papers already. Take one away first.")


class OnlySpoken(Refused):
    """What is only spoken leaves no more than its title."""

    message = N_("“%(title)s” is only spoken about: no paper is kept with it.")


def add(
    session: Session,
    meeting_id: UUID,
    *,
    name: str,
    content: bytes,
    item: UUID | None = None,
    megabytes: int,
    by: Actor,
) -> Attachment:
    """Keep a file with a meeting or one of its points; what is in it decides what it is."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("papers:write", meeting.network_id)
    kind = checked(content, megabytes)
    _refuse_more(session, meeting, item)
    body = AttachmentBody(stored=tokens.fresh(), content=content)
    paper = Attachment(
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        item_id=item,
        name=safe_name(name, kind),
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored=body.stored,
        by=by.name,
    )
    session.add_all([body, paper])
    session.flush()
    record(
        session,
        AttachmentAdded(
            by=by.name, subject=paper.id, network_id=paper.network_id, meeting=meeting.id
        ),
    )
    return paper


def remove(session: Session, attachment_id: UUID, *, by: Actor) -> None:
    """Take a paper away: its content is gone, that it was there stays."""
    paper = session.get(Attachment, attachment_id, with_for_update=True)
    if paper is None or paper.removed_at is not None:
        raise NotFound
    by.must("papers:write", paper.network_id)
    paper.removed_at = now()
    body = session.get(AttachmentBody, paper.stored)
    if body is not None:
        session.delete(body)
    record(
        session,
        AttachmentRemoved(
            by=by.name, subject=paper.id, network_id=paper.network_id, meeting=paper.meeting_id
        ),
    )


def safe_name(name: str, kind: Kind) -> str:
    """Give a file's name without folders and odd signs, with the ending of what it is."""
    last = re.split(r"[/\\]", clean_line(name))[-1]
    stem = re.sub(r"[<>:\"|?*\x00-\x1f]", "", last).strip(" .")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)[:LONGEST_NAME].strip(" .")
    return f"{stem or 'file'}{kind.ending}"


def checked(content: bytes, megabytes: int) -> Kind:
    """Say what kind of file this is; refuses what is empty, too large or not taken."""
    if not content:
        raise NothingInIt(field="file")
    if len(content) > megabytes * 1024 * 1024:
        raise TooLarge(field="file", most=megabytes)
    kind = kind_of(content)
    if kind is None:
        raise NotTaken(field="file")
    return kind


def _refuse_more(session: Session, meeting: Meeting, item_id: UUID | None) -> None:
    kept = select(func.count()).where(
        Attachment.meeting_id == meeting.id, Attachment.removed_at.is_(None)
    )
    if (session.scalar(kept) or 0) >= MOST_FILES:
        raise TooManyFiles(field="file", most=MOST_FILES)
    if item_id is None:
        return
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id:
        raise NotFound
    if item.item_class == "spoken":
        raise OnlySpoken(field="item", title=item.title)
