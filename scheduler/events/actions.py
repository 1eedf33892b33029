"""What can happen to actions, areas and commissions?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionAdded(Event):
    """Somebody took on an action; subject: the action."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionChanged(Event):
    """An action's state, owner, date or words changed; subject: the action."""

    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionReported(Event):
    """An owner reported about an action; subject: the action."""

    report: UUID
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionLeft(Event):
    """The person who answered for an action has left; its organisation has it; subject: it."""

    person: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaChanged(Event):
    """An action area was written, moved or closed; subject: the area."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommissionChanged(Event):
    """A commission was written, reported or closed; subject: the commission."""

    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachmentAdded(Event):
    """A paper was added to a meeting; subject: the attachment."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachmentRemoved(Event):
    """A paper was taken away; subject: the attachment."""

    meeting: UUID
