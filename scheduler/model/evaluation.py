"""What an exercise taught: feedback, findings, and the reports about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id

FindingKind = Literal["strength", "improvement"]
ReportState = Literal["draft", "comment", "final"]
Element = Literal["", "planning", "organisation", "equipment", "training", "exercise"]


class Feedback(Base):
    """One filled-in feedback form; it names nobody, and not even when it came."""

    __tablename__ = "feedback"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id"), index=True)
    answers: Mapped[dict[str, Any]]  # question key → text or step of the scale


class Finding(Base):
    """A strength or an area for improvement, with what shows it.

    `evidence`: [{"run": id, "entry": number}], lines of the logs. `objective` and `capability` are
    keys of the scenario. `recurring_of_id`: an earlier exercise found the same.
    """

    __tablename__ = "finding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    exercise_id: Mapped[UUID] = mapped_column(ForeignKey("exercise.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str]
    text: Mapped[str]
    analysis: Mapped[str] = mapped_column(default="")
    root_cause: Mapped[str] = mapped_column(default="")
    objective: Mapped[str] = mapped_column(default="")
    capability: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    recurring_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("finding.id"))
    version: Mapped[int] = mapped_column(default=1)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    recurring_of: Mapped[Finding | None] = relationship(remote_side="Finding.id")


class ExerciseReport(Base):
    """The report about an exercise as it was when it took a state; never changed.

    A draft is computed from the logs and is not kept here. `content` is the report's data
    (scheduler.queries.exercise_report), `hash` SHA-256 over the canonical JSON and `previous`.
    """

    __tablename__ = "exercise_report"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exercise_id: Mapped[UUID] = mapped_column(ForeignKey("exercise.id"))
    number: Mapped[int]
    state: Mapped[str]
    case_number: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
