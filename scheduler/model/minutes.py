"""What a meeting came to: who was there, what was said, decided."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person

MinutesState = Literal["draft", "circulated", "adjusted", "approved", "published"]


class Minutes(Base):
    """The minutes of one meeting; `version` rises with each save (two writers meet there)."""

    __tablename__ = "minutes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)
    generation: Mapped[int] = mapped_column(default=0)  # revokes the links that mails carry
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(default="")

    attendance: Mapped[list[Attendance]] = relationship(
        order_by="Attendance.position", cascade="all, delete-orphan"
    )
    entries: Mapped[list[MinutesEntry]] = relationship(
        order_by="MinutesEntry.position", cascade="all, delete-orphan"
    )
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.number")


class Attendance(Base):
    """Whether somebody was there; `represents_id`: sat for that person."""

    __tablename__ = "attendance"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    position: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    represents_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(default="")  # of a guest who is no person here
    organisation_name: Mapped[str] = mapped_column(default="")  # of a guest from elsewhere
    present: Mapped[bool]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    represents: Mapped[Person | None] = relationship(foreign_keys=[represents_id])
    organisation: Mapped[Organisation | None] = relationship()


class MinutesEntry(Base):
    """Notes on one point (Markdown); `item_id` None: notes on the meeting as a whole."""

    __tablename__ = "minutes_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int]
    text: Mapped[str]


class Decision(Base):
    """A decision, numbered within network and year: 7/2027."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("network_id", "year", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str]
