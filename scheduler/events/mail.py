"""What can happen to letters, and to mails that come?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterTriedAgain(Event):
    """Somebody asked for one more try at a letter, at once; subject: the letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersHeld(Event):
    """A change's letters were held back; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersLetGo(Event):
    """A change's letters were let go at once; subject: the meeting."""

    change: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialSent(Event):
    """Somebody had a mail sent to themselves that others would get; subject: the letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingTaken(Event):
    """A mail came that somebody must look at; subject: the incoming mail."""

    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingDealtWith(Event):
    """Somebody decided about a mail that had come; subject: the incoming mail."""

    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterDeclined(Event):
    """A proposal of another time was declined; subject: the invitation."""

    meeting: UUID
    incoming: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressBounced(Event):
    """A person's address was found to take no mail; subject: the person."""

    letter: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressTriedAgain(Event):
    """Mail to a person's address is tried again; subject: the person."""
