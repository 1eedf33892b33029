"""What a meeting came to: who was there, what was said, decided; and how that came to hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person

MinutesState = Literal["draft", "circulated", "adjusted", "approved", "published"]
CommentState = Literal["open", "taken", "declined"]
FIXED: tuple[MinutesState, ...] = ("approved", "published")  # the text changes with a reason only


class Minutes(Base):
    """The minutes of one meeting; `version` rises with each save (two writers meet there).

    `comments_until` is the instant at which comments close; `silence_approves`: then they are
    approved by themselves, if nobody has objected. `round` counts how often they were circulated.
    """

    __tablename__ = "minutes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)
    generation: Mapped[int] = mapped_column(default=0)  # revokes the links that mails carry
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by: Mapped[str] = mapped_column(default="")
    case_number: Mapped[str] = mapped_column(default="")  # of the registry, the diarium
    round: Mapped[int] = mapped_column(default=0)
    comments_until: Mapped[datetime | None]
    silence_approves: Mapped[bool] = mapped_column(default=False)
    circulated_at: Mapped[datetime | None]
    circulated_by: Mapped[str] = mapped_column(default="")
    adjusted_at: Mapped[datetime | None]
    adjusted_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(default="")

    attendance: Mapped[list[Attendance]] = relationship(
        order_by="Attendance.position", cascade="all, delete-orphan"
    )
    entries: Mapped[list[MinutesEntry]] = relationship(
        order_by="MinutesEntry.position", cascade="all, delete-orphan"
    )
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.number")
    adjusters: Mapped[list[Adjuster]] = relationship(cascade="all, delete-orphan")
    comments: Mapped[list[MinutesComment]] = relationship(order_by="MinutesComment.at")
    versions: Mapped[list[MinutesVersion]] = relationship(order_by="MinutesVersion.number")


class Attendance(Base):
    """Whether somebody was there; `represents_id`: sat for that person.

    `arrived`: the wall time (09:20) at which somebody came late, else empty.
    """

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
    arrived: Mapped[str] = mapped_column(default="")

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
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime | None] = mapped_column(default=now)
    saved_by: Mapped[str] = mapped_column(default="")


class NoteClash(Base):
    """What one of two writers wrote on a point while the other saved: kept until it is settled."""

    __tablename__ = "note_clash"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]


class Decision(Base):
    """A decision, numbered within network and year: 7/2027; a later one may take its place."""

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
    version: Mapped[int] = mapped_column(default=1)
    superseded_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("decision.id", ondelete="SET NULL")
    )


class Adjuster(Base):
    """Somebody chosen to adjust minutes; `adjusted_version` is the version they found right."""

    __tablename__ = "adjuster"
    __table_args__ = (UniqueConstraint("minutes_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    adjusted_version: Mapped[int | None]
    adjusted_at: Mapped[datetime | None]
    adjusted_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class MinutesComment(Base):
    """What somebody who was there says about circulated minutes, on one point or the whole.

    `answer` is the word given when it is `taken` or `declined`; an open one is an objection.
    """

    __tablename__ = "minutes_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    round: Mapped[int]
    text: Mapped[str]
    via: Mapped[str] = mapped_column(default="page")  # page | link
    at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class MinutesVersion(Base):
    """Minutes as they were when they took a state; never changed.

    `content` is all that they said (scheduler.services.versions); `hash` is SHA-256, hexadecimal,
    over `previous` (64 zeros for the first) and the canonical JSON of the row, so that none can be
    altered or taken away unseen. `reason`: why a fixed text was corrected.
    """

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    state: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]
