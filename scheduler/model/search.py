"""What can be found: one row for each text, beside the database's own full-text index."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.database import Base

FoundKind = Literal["meeting", "agenda", "round", "note", "decision", "action", "document", "area"]
Shown = Literal["open", "circle", "writers"]


class SearchEntry(Base):
    """One text as it can be found.

    `id` is the row of the full-text index. `ref` is what it is of (with `kind`, unique). `shown`:
    to all who may read the network's minutes, to the circle of the meeting (`audience`:
    organisations, empty: all called), or to those alone who write its minutes.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_ref", "kind", "ref", unique=True),
        Index("ix_search_entry_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    ref: Mapped[UUID]
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[UUID | None]
    at: Mapped[datetime]
    shown: Mapped[str]
    audience: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
