"""An exercise is a meeting with a scenario; each run of it has its people and its log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.meeting import Meeting
from scheduler.model.people import Organisation, Person
from scheduler.model.scenario import ScenarioVersion

RunState = Literal["prepared", "running", "paused", "ended", "hotwash", "closed", "aborted"]
RoleKind = Literal["director", "facilitator", "evaluator", "recorder", "observer", "player"]
LIVE: tuple[RunState, ...] = ("running", "paused")


class Exercise(Base):
    """What a meeting exercises: one version of a scenario, in words of its own where they differ.

    `variables` re-skin the scenario (name → text). `stop_word` stops play for a real event.
    `gap`: what happens after the service was away for over 30 s ("ask": it comes back paused,
    "count": the clock has gone on). `grace_seconds`: what is due by more is held, not sent.
    `sub_objectives`: [{"organisation": id, "text": …}], each actor's own.
    """

    __tablename__ = "exercise"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("scenario_version.id"))
    director_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    artificialities: Mapped[str] = mapped_column(default="")
    privacy_note: Mapped[str] = mapped_column(default="")
    stop_word: Mapped[str]
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sub_objectives: Mapped[list[Any]] = mapped_column(default=list)
    gap: Mapped[str] = mapped_column(default="ask")
    grace_seconds: Mapped[int] = mapped_column(default=60)
    evaluator_days: Mapped[int] = mapped_column(default=3)
    feedback_days: Mapped[int] = mapped_column(default=7)
    edited: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str]

    meeting: Mapped[Meeting] = relationship()
    version: Mapped[ScenarioVersion] = relationship()
    director: Mapped[Person | None] = relationship()
    runs: Mapped[list[Run]] = relationship(order_by="Run.number", back_populates="exercise")


class Run(Base):
    """One time an exercise is run: a table of a parallel exercise, or one actor's own.

    All that happens stands in its log (RunEntry); `state` and `entries` only repeat what the log
    says, for lists and for the clock. `heartbeat_at`: when the clock last looked at a run that is
    going on. `screen_generation` revokes the address of the screen in the room.
    """

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    exercise_id: Mapped[UUID] = mapped_column(ForeignKey("exercise.id"))
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    number: Mapped[int]
    label: Mapped[str]
    state: Mapped[str] = mapped_column(default="prepared")
    entries: Mapped[int] = mapped_column(default=0)  # how many the log has
    heartbeat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    evaluators_until: Mapped[datetime | None]
    feedback_until: Mapped[datetime | None]
    screen_generation: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    exercise: Mapped[Exercise] = relationship(back_populates="runs")
    roles: Mapped[list[RunRole]] = relationship(order_by="RunRole.position", back_populates="run")


class RunRole(Base):
    """Who is what in a run; `group` is the key of an audience ("": none, or all).

    Its personal link is the token of purpose "play" over `id` and `generation`. `left_at`: it
    holds no longer. `stands_in_for_id`: whose place it is.
    """

    __tablename__ = "run_role"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    group: Mapped[str] = mapped_column("group_key", default="")
    position: Mapped[int] = mapped_column(default=0)
    stands_in_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    generation: Mapped[int] = mapped_column(default=0)
    fed_back: Mapped[bool] = mapped_column(
        default=False
    )  # not when: that would tell which is whose
    left_at: Mapped[datetime | None]

    run: Mapped[Run] = relationship(back_populates="roles")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()


class RunEntry(Base):
    """One line of a run's log: append-only; the state of the run is the replay of its lines.

    `ticks` is exercise time (scheduler.exercise.clock), `verb` and `body` are those of
    scheduler.exercise.entries.
    """

    __tablename__ = "run_entry"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    ticks: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str]
    verb: Mapped[str]
    body: Mapped[dict[str, Any]]
