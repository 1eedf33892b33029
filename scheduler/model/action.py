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
OPEN_STATES: tuple[ActionState, ...] = ("proposed", "accepted", "in_progress", "reopened")


class Action(Base):
    """A promise with an owner organisation, perhaps a person, and a date; overdue is computed."""

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
    state: Mapped[str] = mapped_column(default="proposed")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()

    def overdue(self, today: date) -> bool:
        """Tell whether it is open and its date has passed."""
        return self.due is not None and self.due < today and self.state in OPEN_STATES
