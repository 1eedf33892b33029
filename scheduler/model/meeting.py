"""One meeting: when and where, and what its calendar entry has been told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, LocalDateTime, new_id
from scheduler.model.agenda import AgendaItem
from scheduler.model.invitation import Invitation
from scheduler.model.network import Network
from scheduler.model.series import Calling

if TYPE_CHECKING:
    from scheduler.model.exercise import Exercise

Status = Literal["preliminary", "planned", "called", "held", "cancelled"]
MeetingKind = Literal["meeting", "exercise", "training", "other"]


class Meeting(Calling, Base):
    """One meeting is one UID (RFC 5545 3.8.4.7).

    The truth of its time is `start` (wall time) in `time_zone`; `starts_at` is derived from it.
    `sequence` rises with every change and every single resend (RFC 5546 2.1.4); `time_sequence` is
    its value at the last time change: a letter or a reply below it is about an earlier time.
    `stamp` is the last DTSTAMP given; the next is later (RFC 5545 3.8.7.2).
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_network_start", "network_id", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"), index=True)
    kind: Mapped[str] = mapped_column(default="meeting")
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    start: Mapped[datetime] = mapped_column(LocalDateTime)
    fold: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    time_zone: Mapped[str]
    starts_at: Mapped[datetime]
    original_start: Mapped[datetime] = mapped_column(LocalDateTime)
    place: Mapped[str] = mapped_column(default="")
    place_protected: Mapped[bool] = mapped_column(default=False)  # in no calendar, only in letters
    online_url: Mapped[str] = mapped_column(default="")
    extra: Mapped[bool] = mapped_column(default=False)
    everyone: Mapped[bool] = mapped_column(default=True)  # the network's members, as they change
    status: Mapped[str] = mapped_column(default="planned")
    status_before: Mapped[str] = mapped_column(default="")  # what a restore gives back
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    time_sequence: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    agenda_without: Mapped[list[str]] = mapped_column(default=list)  # sources taken off by hand
    changed_at: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)

    network: Mapped[Network] = relationship()
    invitations: Mapped[list[Invitation]] = relationship(back_populates="meeting")
    agenda: Mapped[list[AgendaItem]] = relationship(order_by=AgendaItem.position)
    changes: Mapped[list[MeetingChange]] = relationship(order_by="MeetingChange.at")
    exercise: Mapped[Exercise | None] = relationship("Exercise", viewonly=True, uselist=False)

    @property
    def end(self) -> datetime:
        """The wall time at which it ends (as the clock on the wall counts)."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def cancelled(self) -> bool:
        """Whether it has been cancelled."""
        return self.status == "cancelled"


class MeetingChange(Base):
    """What was changed when, by whom and why; the reason can be erased, the fact log has none.

    Its letters leave at `leave_at`, or when somebody lets them go (`held`); until the first has
    been tried it can be undone, and `before` holds what that gives back.
    """

    __tablename__ = "meeting_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str]  # called | moved | text | cancelled | restored | invited | removed
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    old_start: Mapped[datetime | None] = mapped_column(LocalDateTime)
    old_minutes: Mapped[int | None]
    old_place: Mapped[str | None]
    new_start: Mapped[datetime | None] = mapped_column(LocalDateTime)
    new_minutes: Mapped[int | None]
    new_place: Mapped[str | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    leave_at: Mapped[datetime | None]
    held: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[datetime | None]
