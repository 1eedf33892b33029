"""What can happen to networks, their people and their rhythms?"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.events.base import Event


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
class ZonesRenewed(Event):
    """A new release of the time zones was read; subject: a network that has meetings to come."""
