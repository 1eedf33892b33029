"""Who is called to a meeting, and what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, LocalDateTime, new_id
from scheduler.model.people import Organisation, Person

if TYPE_CHECKING:
    from scheduler.model.meeting import Meeting

AnswerWord = Literal["needs-action", "accepted", "declined", "tentative"]
Via = Literal["link", "mail", "coordinator"]


class Invitation(Base):
    """One person's call to one meeting: their answer, and what their calendar was last told.

    `told_sequence` is the SEQUENCE of the last calendar part that the person's server took
    (None: none yet), `told_answer` the answer that their calendar shows. A mailed REPLY counts if
    its (`replied_sequence`, `replied_stamp`) is not behind the last. `generation` revokes the reply
    link. `removed_at`: no longer invited.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    optional: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(default="needs-action")
    comment: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_via: Mapped[str | None]
    answered_late: Mapped[bool] = mapped_column(default=False)
    replied_sequence: Mapped[int | None]
    replied_stamp: Mapped[datetime | None]  # DTSTAMP of the last REPLY taken
    told_sequence: Mapped[int | None]
    told_at: Mapped[datetime | None]
    told_answer: Mapped[str | None]
    generation: Mapped[int] = mapped_column(default=0)
    substitute_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    replies: Mapped[list[Reply]] = relationship(order_by="Reply.at")

    @property
    def active(self) -> bool:
        """Whether the person is (still) called."""
        return self.removed_at is None


class Reply(Base):
    """One answer as it was given; the invitation holds the latest.

    `earlier_time`: to a time that the meeting no longer has; `outdone`: a newer one was here first.
    """

    __tablename__ = "reply"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)
    answer: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    via: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    sequence: Mapped[int]  # the SEQUENCE that was answered
    earlier_time: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    outdone: Mapped[bool] = mapped_column(default=False)
    start: Mapped[datetime | None] = mapped_column(LocalDateTime)  # the time that was answered
    minutes: Mapped[int | None]
