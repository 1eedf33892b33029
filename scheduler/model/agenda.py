"""What a meeting is about, point by point, and where each point comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.clock import now
from scheduler.database import Base, new_id

ItemKind = Literal["information", "discussion", "decision", "round", "exercise"]
ItemClass = Literal["open", "circle", "spoken"]
Outcome = Literal["", "done", "unfinished", "postponed", "dropped"]
ProposalState = Literal["open", "accepted", "postponed", "returned"]
RETURNING: tuple[Outcome, ...] = ("unfinished", "postponed")


class AgendaItem(Base):
    """One point; of a `spoken` one only the title is kept.

    `audience`: ids of the organisations that a point of class `circle` is for; empty: all called.
    `source` says what put it here by itself, so that it is put here once: "" (a person),
    "template:<n>", "returned:<id of the first time>", "proposal:<id>", "minutes:<meeting>",
    "actions", "commission:<id>", "corrective:<action>". `origin_id` is the same point at the
    meeting before.
    `touched`: somebody has changed what came by itself, so that it is no longer renewed nor taken
    off. `outcome` is what the meeting made of it, `outcome_reason` why it comes back or does not.
    """

    __tablename__ = "agenda_item"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="information")
    item_class: Mapped[str] = mapped_column("class", default="open")
    audience: Mapped[list[str]] = mapped_column(default=list)
    minutes: Mapped[int | None]
    presenter: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    source: Mapped[str] = mapped_column(default="")
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    touched: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(default="", index=True)
    outcome_reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime | None]  # the clock of the point, while the meeting is held
    ended_at: Mapped[datetime | None]


class AgendaTemplate(Base):
    """The standing points of a network (`series_id` None) or of a series: AgendaInput items."""

    __tablename__ = "agenda_template"
    __table_args__ = (UniqueConstraint("network_id", "series_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"), index=True)
    items: Mapped[list[Any]] = mapped_column(default=list)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class Proposal(Base):
    """A point that somebody who is called asks for; `answer` is the word given with the decision.

    Accepted, it is the point `item_id`; postponed, it waits for the next meeting (`meeting_id`
    moves there); returned, it stays a no.
    """

    __tablename__ = "proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")


class RoundSlot(Base):
    """What one organisation reports in a situation round; `nothing_to_report` is one too.

    `position` orders the round, None: by name; `version` rises with each writing.
    """

    __tablename__ = "round_slot"
    __table_args__ = (
        UniqueConstraint("item_id", "organisation_id"),
        Index("ix_round_slot_meeting_id", "meeting_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    nothing_to_report: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    via: Mapped[str] = mapped_column(default="")  # link | page
    at: Mapped[datetime] = mapped_column(default=now)
