"""What a network works on: its action areas, and the commissions it was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person

Part = Literal["owner", "participates", "informed"]
CommissionState = Literal["open", "reported", "closed"]


class Area(Base):
    """One of a network's action areas (insatsområden), in the network's own order."""

    __tablename__ = "area"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who answers for it
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
    parts: Mapped[list[AreaPart]] = relationship(cascade="all, delete-orphan")


class AreaPart(Base):
    """What an organisation has to do with an area: a row of the responsibility table."""

    __tablename__ = "area_part"
    __table_args__ = (UniqueConstraint("area_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    part: Mapped[str]

    organisation: Mapped[Organisation] = relationship()


class Commission(Base):
    """A commission (uppdrag): who gave it, in which document, to whom, and when to report back."""

    __tablename__ = "commission"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    giver: Mapped[str]
    document: Mapped[str] = mapped_column(default="")  # title, number or link of its origin
    bodies: Mapped[list[str]] = mapped_column(default=list)  # ids of the organisations involved
    report_back: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="open")
    outcome: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
