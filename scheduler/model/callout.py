"""Call-out exercises (larmövning): how soon can whom be reached?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Organisation, Person


class Callout(Base):
    """One test call to those on duty in a network; `ends_at`: answers after it count as late."""

    __tablename__ = "callout"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    stop_word: Mapped[str]
    called_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    by: Mapped[str]

    calls: Mapped[list[CalloutCall]] = relationship(
        order_by="CalloutCall.position", back_populates="callout"
    )


class CalloutCall(Base):
    """One person who is called; the link is the token of purpose "callout" over `id`."""

    __tablename__ = "callout_call"
    __table_args__ = (UniqueConstraint("callout_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    callout_id: Mapped[UUID] = mapped_column(ForeignKey("callout.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    via: Mapped[str] = mapped_column(default="")  # link | coordinator

    callout: Mapped[Callout] = relationship(back_populates="calls")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
