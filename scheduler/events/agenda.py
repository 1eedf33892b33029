"""What can happen to agendas, proposed points and situation rounds?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaChanged(Event):
    """A meeting's agenda was written; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaSent(Event):
    """A called meeting's agenda goes out as an update; subject: the meeting."""

    change: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateChanged(Event):
    """A network's or a series' standing points changed; subject: the template."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PointProposed(Event):
    """Somebody who is called asked for a point; subject: the proposal."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalDecided(Event):
    """A proposed point was accepted, postponed or returned; subject: the proposal."""

    meeting: UUID
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PointSettled(Event):
    """A meeting said what it made of a point; subject: the meeting."""

    item: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundAnswered(Event):
    """An organisation filled its slot of a situation round; subject: the meeting."""

    slot: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundOrdered(Event):
    """Somebody set in which order the organisations speak in a round; subject: the meeting."""

    item: UUID
