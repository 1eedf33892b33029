"""What can have happened?

Every fact, in the past tense. Facts hold ids, times and tokens of state, never names or free text
(a reason stands on the meeting's change row, which can be erased). They are stored as JSON for
ever: a field may be added with a default, never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What every fact has: by whom (Actor.name), about what, and in which network."""

    by: str
    subject: UUID
    network_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkCreated(Event):
    """A network began; subject: the network."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkChanged(Event):
    """A network's name, purpose, language or time zone was changed; subject: the network."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonAdded(Event):
    """A person became known; subject: the person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonChanged(Event):
    """A person's particulars changed; subject: the person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MembershipStarted(Event):
    """An organisation or a person joined a network in a role; subject: the membership."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MembershipEnded(Event):
    """A membership was given its end; subject: the membership."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryChosen(Event):
    """A person chose mail, subscription or both; subject: the person."""

    delivery: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesCreated(Event):
    """A rhythm was laid out as preliminary meetings; subject: the series."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesChanged(Event):
    """A preliminary rhythm was laid out anew; subject: the series."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesFixed(Event):
    """A rhythm's dates hold from now on, and it calls itself; subject: the series."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingAdded(Event):
    """A single meeting was planned; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingCalled(Event):
    """The notice of a meeting went out; subject: the meeting."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRemoved(Event):
    """One invitee was removed from a meeting; subject: the invitation."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeResent(Event):
    """One invitee's notice was sent again on request; subject: the invitation."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderSentNow(Event):
    """A planned reminder was sent before its time; subject: the meeting."""

    reminder: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterTriedAgain(Event):
    """Somebody asked for one more try at a letter, at once; subject: the letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationAnswered(Event):
    """An invitee answered, or somebody for them; subject: the invitation."""

    meeting: UUID
    answer: str
    via: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaChanged(Event):
    """A meeting's agenda was written; subject: the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaSent(Event):
    """A called meeting's agenda goes out as an update; subject: the meeting."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedCreated(Event):
    """A calendar address was made; subject: the feed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRotated(Event):
    """A calendar address was replaced, the old one is dead; subject: the feed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRevoked(Event):
    """A calendar address was ended; subject: the feed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPageRequested(Event):
    """A person asked for the link to their own page by mail; subject: the person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountOpened(Event):
    """A person may sign in; subject: the person."""

    administrator: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInLinkRequested(Event):
    """A one-time link to sign in was asked for by mail; subject: the account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn(Event):
    """Somebody signed in; subject: the account."""

    way: str  # password | link


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenMade(Event):
    """An API token was made; subject: the token."""

    role: str


FACTS: tuple[type[Event], ...] = (
    NetworkCreated,
    NetworkChanged,
    PersonAdded,
    PersonChanged,
    MembershipStarted,
    MembershipEnded,
    DeliveryChosen,
    SeriesCreated,
    SeriesChanged,
    SeriesFixed,
    MeetingAdded,
    MeetingCalled,
    MeetingMoved,
    MeetingTextChanged,
    MeetingCancelled,
    MeetingRestored,
    MeetingHeld,
    PersonInvited,
    PersonRemoved,
    NoticeResent,
    ReminderSentNow,
    LetterTriedAgain,
    InvitationAnswered,
    AgendaChanged,
    AgendaSent,
    MinutesSaved,
    MinutesPublished,
    ActionAdded,
    ActionChanged,
    FeedCreated,
    FeedRotated,
    FeedRevoked,
    OwnPageRequested,
    AccountOpened,
    SignInLinkRequested,
    SignedIn,
    TokenMade,
)
