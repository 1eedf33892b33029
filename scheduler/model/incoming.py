"""Mails that somebody must look at: what machines must not decide."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, LocalDateTime, new_id
from scheduler.model.invitation import Invitation
from scheduler.model.meeting import Meeting
from scheduler.model.people import Person

IncomingKind = Literal[
    "other_address",  # an answer from an address that is not the person's
    "unconfirmed",  # an answer whose sender our own mail server could not vouch for
    "counter",  # another time is proposed (RFC 5546 3.2.7)
    "bounce",  # the address takes no mail (RFC 3464)
    "unknown_meeting",  # an answer to something that we have not sent this person
    "automatic",  # out of office and the like
    "mail",  # words for people
]
IncomingState = Literal["open", "accepted", "declined", "dismissed"]


class Incoming(Base):
    """One mail, or one answer in it, that waits for the coordinator.

    `sender` is the address that it came from, or that answered; the proposal is a wall time in the
    meeting's zone. `answer`, `sequence` and `stamp` are the reply's, should it be confirmed. The
    words are kept only until somebody has dealt with it.
    """

    __tablename__ = "incoming"
    __table_args__ = (Index("ix_incoming_open", "network_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    key: Mapped[str] = mapped_column(unique=True)  # the same mail twice is one
    sender: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int | None]
    stamp: Mapped[datetime | None]
    start: Mapped[datetime | None] = mapped_column(LocalDateTime)
    minutes: Mapped[int | None]
    dealt_at: Mapped[datetime | None]
    dealt_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
