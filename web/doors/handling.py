"""What do all doors share? Where a mail is handed to, what is too big, and how servers are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from scheduler import inbox
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.tokens import KeyRing

MOST_BYTES = 11 * 1024 * 1024  # a little more than the inbox reads, so that it can refuse
REPLIES = {  # RFC 5321 4.2, RFC 3463
    Outcome.TAKEN: "250 2.0.0 Taken",
    Outcome.LATER: "451 4.3.0 Try later",
    Outcome.UNKNOWN: "550 5.1.1 Nobody has this address",
}


class Door(Protocol):
    """Something that mail comes in by, from `start` to `stop`."""

    def start(self) -> None:
        """Open."""

    def stop(self) -> None:
        """Close, within two seconds or so; what is not yet taken stays where it is."""


@dataclass(frozen=True)
class Inbox:
    """Where every door hands over what came."""

    database: Database
    keys: KeyRing
    settings: Settings

    def take(self, raw: bytes, recipient: str) -> Outcome:
        """Take one mail; `recipient` is the envelope's, "" if the door does not know it."""
        return inbox.take(self.database, self.keys, self.settings, raw, recipient)

    def knows(self, recipient: str) -> bool:
        """Tell whether somebody has this address."""
        return inbox.knows(self.database, self.keys, self.settings, recipient)
