"""A mail to one person: what it says, and whether it has arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.invitation import Invitation
from scheduler.model.meeting import Meeting
from scheduler.model.people import Person

LetterState = Literal["queued", "held", "sending", "sent", "doubt", "dead", "withdrawn"]
UNSETTLED: tuple[LetterState, ...] = ("queued", "held", "sending", "doubt")


class Letter(Base):
    """One letter, always in exactly one state; its key makes writing it twice a no-op.

    Rendered at the first try and stored until the receipt: every retry has the same bytes,
    Message-ID, UID, SEQUENCE and DTSTAMP (RFC 5321 6.1: a repeat must be the same mail).
    `kind` names the folder under templates/mail; `method` is REQUEST, CANCEL, DECLINECOUNTER or
    "". `tells` is what it says of its meeting (scheduler.told.Told), written with its bytes.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_invitation", "invitation_id", "sequence"),
        Index("ix_letter_meeting", "meeting_id", "queued_at"),
        Index("ix_letter_state", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    reason: Mapped[str] = mapped_column(default="")  # msgid: why it was withdrawn, held or died
    network_id: Mapped[UUID | None] = mapped_column(ForeignKey("network.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_change.id"))
    method: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int] = mapped_column(default=0)
    time_sequence: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[datetime | None]  # DTSTAMP of its calendar part
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)  # ids that the words need
    tells: Mapped[dict[str, Any] | None]

    message_id: Mapped[str] = mapped_column(default="")
    recipient: Mapped[str] = mapped_column(default="")  # as it was addressed
    subject: Mapped[str] = mapped_column(default="")
    raw: Mapped[bytes | None]
    raw_sha256: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(default="")  # what the mail server said last
    queued_at: Mapped[datetime] = mapped_column(default=now)
    tried_at: Mapped[datetime | None]  # the first try: the days of trying are counted from it
    sent_at: Mapped[datetime | None]

    meeting: Mapped[Meeting | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    person: Mapped[Person] = relationship()
