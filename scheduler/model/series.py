"""A rhythm that makes single meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.clock import now
from scheduler.database import Base, new_id


class Calling:
    """When a series or a meeting calls itself and chases answers, in whole days.

    `when`: "each" date `notice_days` before, "all_now" when it is fixed, "by_hand" never by itself.
    `reply_days` before the start is the deadline; the silent are reminded `reminder_days` before
    the deadline; the agenda goes out `agenda_days` before the start when all were called at once.
    """

    call_when: Mapped[str] = mapped_column(default="each")
    notice_days: Mapped[int] = mapped_column(default=21)
    agenda_days: Mapped[int] = mapped_column(default=7)
    reply_days: Mapped[int] = mapped_column(default=7)
    reminder_days: Mapped[int] = mapped_column(default=3)


class Series(Calling, Base):
    """What a rhythm is: a rule or explicit dates, a time of day, a place, and how it calls."""

    __tablename__ = "series"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="meeting")
    rule: Mapped[dict[str, Any] | None]  # the contract's form, or None when `dates` holds them
    dates: Mapped[list[str]] = mapped_column(default=list)  # ISO dates
    without: Mapped[list[str]] = mapped_column(default=list)  # ISO dates left out
    first: Mapped[date]
    last: Mapped[date]
    at: Mapped[str]  # "09:00"
    minutes: Mapped[int]
    time_zone: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    place_protected: Mapped[bool] = mapped_column(default=False)
    online_url: Mapped[str] = mapped_column(default="")
    fixed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
