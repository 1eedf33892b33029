"""Networks and who belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person


class Network(Base):
    """A group of organisations that meets; everything else belongs to one.

    `silence_approves`: circulated minutes hold when nobody has objected within `comment_days`.
    `proposal_days` before a meeting its points can no longer be proposed; `brief_days` before it
    each organisation gets its brief (0: none).
    """

    __tablename__ = "network"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    time_zone: Mapped[str]
    countries: Mapped[list[str]]
    demo: Mapped[bool] = mapped_column(default=False)
    silence_approves: Mapped[bool] = mapped_column(default=False)
    comment_days: Mapped[int] = mapped_column(default=14)
    proposal_days: Mapped[int] = mapped_column(default=10)
    brief_days: Mapped[int] = mapped_column(default=3)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Membership(Base):
    """From when to when an organisation, or a person of it, belongs and in which role.

    `person_id` None: the organisation itself belongs (the convenor is one). `until` is the first
    day on which it no longer holds.
    """

    __tablename__ = "membership"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    duty: Mapped[bool] = mapped_column(default=False)  # is called in a call-out exercise
    since: Mapped[date]
    until: Mapped[date | None]

    network: Mapped[Network] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()

    def holds(self, day: date) -> bool:
        """Tell whether it holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)
