"""Who asks, and may they?

The one file that says what may be done by whom. What is not listed is denied. A route names one
verb of this table; services ask again with the object's own network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from scheduler.errors import N_, NotFound, Refused

Role = Literal["convenor", "coordinator", "secretary", "facilitator", "member", "observer"]
ROLES: tuple[Role, ...] = (
    "convenor",
    "coordinator",
    "secretary",
    "facilitator",
    "member",
    "observer",
)

_PLANS = frozenset({"convenor", "coordinator"})
_WRITES = _PLANS | {"secretary"}
_RUNS = _WRITES | {"facilitator"}
_LEADS = _PLANS | {"facilitator"}  # exercises: who is called to play must not read the script
_TAKES_PART = _RUNS | {"member"}
_ALL = _TAKES_PART | {"observer"}
_NOBODY: frozenset[str] = frozenset()  # administrators alone

POLICY: Mapping[str, frozenset[str]] = {
    "network:create": _NOBODY,
    "network:read": _ALL,
    "network:edit": _PLANS,
    "people:read": _RUNS,
    "people:edit": _PLANS,
    "series:read": _ALL,
    "series:plan": _PLANS,
    "meetings:read": _ALL,
    "meetings:plan": _PLANS,
    "invitations:read": _RUNS,
    "invitations:answer": _WRITES,
    "agenda:read": _ALL,
    "agenda:write": _RUNS,
    "agenda:decide": _WRITES,
    "minutes:read": _TAKES_PART,
    "minutes:write": _WRITES,
    "minutes:comment": _TAKES_PART,
    "actions:read": _TAKES_PART,
    "actions:write": _RUNS,
    "actions:report": _TAKES_PART,
    "areas:read": _TAKES_PART,
    "areas:write": _RUNS,
    "papers:read": _ALL,
    "papers:write": _RUNS,
    "scenarios:read": _LEADS,
    "scenarios:propose": _TAKES_PART,
    "scenarios:write": _LEADS,
    "exercises:read": _TAKES_PART,
    "exercises:plan": _LEADS,
    "exercises:run": _LEADS,
    "exercises:report": _LEADS,
    "search:use": _TAKES_PART,
    "numbers:read": _RUNS,
    "feeds:manage": _PLANS,
    "outbox:read": _PLANS,
    "events:read": _PLANS,
    "accounts:manage": _NOBODY,
    "system:read": _NOBODY,
}


class NotAllowed(Refused):
    """The asker's role does not include this."""

    message = N_(
        "Your role in this network does not include this. Ask the network's coordinator to do it, "
        "or to give you the role."
    )
    status = 403


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who asks: a person with an account, an API token, a personal link, a mail, or the system.

    `id` is the person's or the token's; `roles` are those held today, per network.
    """

    kind: Literal["person", "token", "link", "mail", "system"]
    id: UUID | None = None
    person_id: UUID | None = None
    administrator: bool = False
    roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How facts remember the asker: kind and identity, never a name."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    def may(self, verb: str, network_id: UUID | None = None) -> bool:
        """Tell whether the asker may do `verb` (in a network, or at all)."""
        allowed = POLICY[verb]
        if self.administrator:
            return True
        if network_id is None:
            return any(roles & allowed for roles in self.roles.values())
        return bool(self.roles.get(network_id, frozenset()) & allowed)

    def must(self, verb: str, network_id: UUID | None = None) -> None:
        """Refuse what the asker may not; to strangers the thing does not exist."""
        if self.may(verb, network_id):
            return
        if network_id is not None and not self.roles.get(network_id):
            raise NotFound
        raise NotAllowed


SYSTEM = Actor(kind="system", administrator=True)
