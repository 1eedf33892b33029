"""What a meeting is about, point by point."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.database import Base, new_id

ItemKind = Literal["information", "discussion", "decision", "round", "exercise"]
ItemClass = Literal["open", "circle", "spoken"]


class AgendaItem(Base):
    """One point; of a `spoken` one only the title is kept."""

    __tablename__ = "agenda_item"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="information")
    item_class: Mapped[str] = mapped_column("class", default="open")
    minutes: Mapped[int | None]
    presenter: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
