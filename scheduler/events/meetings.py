"""What can happen to a meeting and to one person's call?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingAdded(Event):
    """A single meeting was planned; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingCalled(Event):
    """The notice of a meeting went out; subject: the meeting."""

    change: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingMoved(Event):
    """A meeting got a new time; subject: the meeting.

    The old time is kept here because the meeting itself has forgotten it.
    """

    change: UUID
    old_start: datetime  # wall time in the meeting's zone
    old_minutes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingTextChanged(Event):
    """A meeting's title, place, link or text changed, its time did not; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingCancelled(Event):
    """A meeting was cancelled; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingRestored(Event):
    """A cancelled meeting will be held after all; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingHeld(Event):
    """A meeting's end has passed; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonInvited(Event):
    """One more was invited to a meeting; subject: the invitation."""

    meeting: UUID
    change: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRemoved(Event):
    """One invitee was removed from a meeting; subject: the invitation."""

    meeting: UUID
    change: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeResent(Event):
    """One invitee's notice was sent again on request; subject: the invitation."""

    meeting: UUID
    change: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderSentNow(Event):
    """A planned reminder was sent before its time; subject: the meeting."""

    reminder: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationAnswered(Event):
    """An invitee answered, or somebody for them; subject: the invitation."""

    meeting: UUID
    answer: str
    via: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeUndone(Event):
    """A change was taken back before its letters had left; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneLawChanged(Event):
    """A new release of the time zones gave a meeting's wall time another instant.

    Subject: the meeting.
    """

    change: UUID
    old_starts_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerConfirmed(Event):
    """A person's calendar is told of the answer that they gave by the link.

    Subject: the invitation.
    """

    meeting: UUID
