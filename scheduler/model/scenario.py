"""What can be exercised: scenarios, their versions, and what members suggest for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id

VersionState = Literal["draft", "review", "approved", "locked", "retired"]
UNCHANGING: tuple[VersionState, ...] = ("approved", "locked", "retired")
SuggestionState = Literal["open", "taken", "declined"]
FileAudience = Literal["all", "facilitators", "evaluators"]


class Capability(Base):
    """What a network wants to be able to do, by its code; objectives are tied to it."""

    __tablename__ = "capability"
    __table_args__ = (UniqueConstraint("network_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    code: Mapped[str]
    name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")


class Scenario(Base):
    """A story that can be exercised; what it says stands in its versions.

    `title` is that of its newest version. `source` is "ready:<letter>" for one that came with the
    product, "import" or "" (written here). `proposed_by` is a member's person id: theirs to write
    until it is approved.
    """

    __tablename__ = "scenario"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    title: Mapped[str]
    language: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]

    versions: Mapped[list[ScenarioVersion]] = relationship(
        order_by="ScenarioVersion.number", back_populates="scenario"
    )
    suggestions: Mapped[list[Suggestion]] = relationship(order_by="Suggestion.at")


class ScenarioVersion(Base):
    """One wording of a scenario: `content` is a scheduler.exercise.content.Content as JSON.

    Only a draft or one in review is written in (`edited` counts the writings); an approved one
    never changes again, the first run locks it. `hash` is SHA-256 of the canonical JSON.
    """

    __tablename__ = "scenario_version"
    __table_args__ = (UniqueConstraint("scenario_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    scenario_id: Mapped[UUID] = mapped_column(ForeignKey("scenario.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    content: Mapped[dict[str, Any]]
    hash: Mapped[str]
    edited: Mapped[int] = mapped_column(default=1)
    change_note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]

    scenario: Mapped[Scenario] = relationship(back_populates="versions")


class ScenarioFile(Base):
    """A paper of a scenario, found by what is in it (SHA-256): versions share it unchanged."""

    __tablename__ = "scenario_file"
    __table_args__ = (UniqueConstraint("scenario_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    scenario_id: Mapped[UUID] = mapped_column(ForeignKey("scenario.id"))
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    content: Mapped[bytes] = mapped_column(deferred=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class ScenarioUpload(Base):
    """A file to be imported, kept between its preview and the import: a day, by its uploader."""

    __tablename__ = "scenario_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    by: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class ImportMapping(Base):
    """What columns of a kind of list are taken for, under a name: heading → field, "": kept."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("network_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str]
    columns: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Suggestion(Base):
    """An inject that somebody suggests for a scenario: title, text, to whom; a facilitator decides.

    `inject_key`: where it stands in the draft once it is taken.
    """

    __tablename__ = "suggestion"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    scenario_id: Mapped[UUID] = mapped_column(ForeignKey("scenario.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    inject_key: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
