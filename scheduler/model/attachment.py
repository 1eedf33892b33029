"""Papers that belong to a meeting or one of its points."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.clock import now
from scheduler.database import Base, new_id


class Attachment(Base):
    """A file, seen by whoever may see its point (`item_id` None: by all who may see the agenda).

    `name` is what people call it; it is kept under `stored`, a random name, in AttachmentBody.
    """

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    stored: Mapped[str] = mapped_column(unique=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class AttachmentBody(Base):
    """What is in a file: in the database, so that a backup has it and every process reaches it."""

    __tablename__ = "attachment_body"

    stored: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
