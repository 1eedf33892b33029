"""What can happen to agendas, minutes and actions?"""

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
class MinutesSaved(Event):
    """Minutes were written; subject: the meeting."""

    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesPublished(Event):
    """Minutes were published to all who were called; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionAdded(Event):
    """Somebody took on an action; subject: the action."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionChanged(Event):
    """An action's state, owner, date or words changed; subject: the action."""

    state: str
