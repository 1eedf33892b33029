"""Organisations, the people in them, and the address at which each is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id

OrganisationKind = Literal[
    "municipality",
    "police",
    "county_board",
    "region",
    "school",
    "social_services",
    "correctional",
    "agency",
    "ngo",
    "faith",
    "housing",
    "university",
    "funder",
    "network",
    "other",
]
Delivery = Literal["mail", "subscription", "both"]


class Organisation(Base):
    """A body that sends people to networks; one row for the whole installation."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("name_key", "country"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    name_key: Mapped[str]  # casefolded, for finding it again
    kind: Mapped[str]
    country: Mapped[str]  # ISO 3166-1 alpha-2
    created_at: Mapped[datetime] = mapped_column(default=now)


class Person(Base):
    """Somebody who is called; needs no account.

    A protected person is shown to others by role alone. The generations revoke derived tokens.
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)  # casefolded
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    unit: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    time_zone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    protected: Mapped[bool] = mapped_column(default=False)
    delivery: Mapped[str] = mapped_column(default="mail")
    me_generation: Mapped[int] = mapped_column(default=0)
    bounced_at: Mapped[datetime | None]  # the address takes no mail: letters to it are held
    bounce: Mapped[str] = mapped_column(default="")  # what its mail server said
    created_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def public_name(self) -> str:
        """The name that others may see: a protected person's role, else the name."""
        if not self.protected:
            return self.name
        place = self.organisation.name if self.organisation else ""
        return ", ".join(part for part in (self.title or "—", place) if part)


class Alias(Base):
    """Another address from which a person answers, once somebody has confirmed it."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("person_id", "address_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    address_key: Mapped[str]  # casefolded
    created_at: Mapped[datetime] = mapped_column(default=now)


class ReplyAddress(Base):
    """`svar+<token>@`: one per person and network, ORGANIZER and From of all that they are sent.

    `number`, `generation` and `key` make the token (scheduler.tokens.KeyRing.svar).
    """

    __tablename__ = "reply_address"
    __table_args__ = (UniqueConstraint("person_id", "network_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    generation: Mapped[int] = mapped_column(default=0)
    key: Mapped[int | None]  # None until its first letter is rendered
