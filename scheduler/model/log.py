"""What has happened (facts, append-only) and what will (work with a time)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.clock import now
from scheduler.database import Base

Lane = Literal["reactions", "exercises", "network", "housekeeping"]
DueState = Literal["waiting", "claimed", "done", "dead", "cancelled"]


class EventRow(Base):
    """One fact; `id` is its place in the order of all facts."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str]
    subject: Mapped[UUID] = mapped_column(index=True)
    network_id: Mapped[UUID | None] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]


class Known(Base):
    """What the installation last knew of the world, such as the release of the time zones."""

    __tablename__ = "known"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class DueRow(Base):
    """Work with a time. `key` is its meaning: writing it twice is a no-op."""

    __tablename__ = "due"
    __table_args__ = (
        Index(
            "ix_due_waiting",
            "lane",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_due_claimed",
            "lease_until",
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
        Index("ix_due_meeting", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    lane: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    network_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    claim_id: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
