"""Calendar subscriptions and the rendered entries that they serve."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.network import Network
from scheduler.model.people import Person

FeedKind = Literal["network", "person"]
Level = Literal["busy", "title", "full"]


class Feed(Base):
    """A secret calendar address: of a network, or of a person (all their networks).

    Only the address's hash is kept: it is shown once, replaced by rotation, dead when revoked.
    `fetched_at` and `fetched_by` (a program's name) tell of the last fetch.
    """

    __tablename__ = "feed"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    level: Mapped[str] = mapped_column(default="full")
    language: Mapped[str] = mapped_column(default="")  # "": the network's, or the person's
    network_id: Mapped[UUID | None] = mapped_column(ForeignKey("network.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str] = mapped_column(default="")

    network: Mapped[Network | None] = relationship()
    person: Mapped[Person | None] = relationship()


class RenderedEntry(Base):
    """A meeting's VEVENT as feeds serve it, written when the meeting changes.

    `variant` is "<level>" with "-free" for a TRANSPARENT one.
    """

    __tablename__ = "rendered_entry"
    __table_args__ = (UniqueConstraint("meeting_id", "variant"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    variant: Mapped[str]
    body: Mapped[bytes]
    rendered_at: Mapped[datetime] = mapped_column(default=now)
