"""What somebody promised to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person

ActionState = Literal[
    "proposed", "accepted", "in_progress", "done", "verified", "reopened", "declined"
]
Horizon = Literal["", "short", "long"]
Origin = Literal["meeting", "exercise", "commission", "other"]
OPEN_STATES: tuple[ActionState, ...] = ("proposed", "accepted", "in_progress", "reopened")


class Action(Base):
    """A promise with an owner organisation, perhaps a person, and a date; overdue is computed.

    It stays the organisation's when its person leaves (`left_at`: since when somebody else must
    be found). `generation` revokes the links by which its owner reports. A corrective action has
    the `finding_id` it answers; `verified_by_id` is the later exercise that showed it works.
    """

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_network_due", "network_id", "due"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date | None]
    horizon: Mapped[str] = mapped_column(default="")
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    commission_id: Mapped[UUID | None] = mapped_column(ForeignKey("commission.id"))
    origin: Mapped[str] = mapped_column(default="meeting")
    finding_id: Mapped[UUID | None] = mapped_column(ForeignKey("finding.id"), index=True)
    element: Mapped[str] = mapped_column(default="")  # of the capability: see model.evaluation
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("exercise.id"))
    state: Mapped[str] = mapped_column(default="proposed")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]  # since when nothing is left to do
    left_at: Mapped[datetime | None]
    generation: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()
    reports: Mapped[list[ActionReport]] = relationship(order_by="ActionReport.at")

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN_STATES

    def overdue(self, today: date) -> bool:
        """Tell whether it is open and its date has passed."""
        return self.due is not None and self.due < today and self.open


class ActionReport(Base):
    """What an owner reports about an action, and the state it takes with that ("": none new)."""

    __tablename__ = "action_report"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    via: Mapped[str] = mapped_column(default="page")  # page | link | mail
    by: Mapped[str]
    key: Mapped[str] = mapped_column(default="")  # of a mail: the same twice is one report
    at: Mapped[datetime] = mapped_column(default=now)
