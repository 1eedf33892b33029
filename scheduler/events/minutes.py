"""What can happen to minutes, from the first note to the last correction?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesSaved(Event):
    """Minutes were written; subject: the meeting."""

    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesCirculated(Event):
    """Minutes went out for comments to those who were there; subject: the meeting."""

    version: int
    round: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesCommented(Event):
    """Somebody who was there commented on minutes; subject: the meeting."""

    comment: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentSettled(Event):
    """A comment on minutes was taken or declined; subject: the meeting."""

    comment: UUID
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesAdjusted(Event):
    """An adjuster found minutes right; subject: the meeting; `whole`: the last one did."""

    person: UUID | None = None
    whole: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesApproved(Event):
    """Minutes were approved; subject: the meeting; `silence`: nobody had objected."""

    version: int
    silence: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesPublished(Event):
    """Minutes were published to all who were called; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesCorrected(Event):
    """Approved minutes got a new version, with a reason; subject: the meeting."""

    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionSuperseded(Event):
    """A later decision takes the place of one, or none does any more; subject: the earlier."""

    by_decision: UUID | None = None
