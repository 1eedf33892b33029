"""What can happen to calendar addresses and accounts?"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.events.base import Event


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
