"""What does a view need of the application and of the request?

The database (`transaction()`, `reading()`), the settings and keys (`parts()`), and who asks
(`current_actor()`, `visitor()`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now, today
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.errors import N_, Refused
from scheduler.queries import membership
from scheduler.services import accounts, sessions
from scheduler.tokens import KeyRing


class NotSignedIn(Refused):
    """Nobody is signed in, or no longer."""

    message = N_("You are not signed in, or have been signed out. Sign in and try again.")
    status = 401


@dataclass(kw_only=True)
class Parts:
    """What the application is made of; `heartbeat` tells when the clock last looked."""

    settings: Settings
    database: Database
    keys: KeyRing
    heartbeat: Callable[[], datetime | None] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    """Who is signed in, as every page needs it; `networks` are (slug, name), by name."""

    actor: Actor
    account_id: UUID
    session_id: UUID
    person_id: UUID
    name: str
    email: str
    language: str
    time_zone: str
    networks: tuple[tuple[str, str], ...]


def parts() -> Parts:
    """Give what the application is made of."""
    return cast("Parts", current_app.extensions["kallelse"])


def transaction() -> AbstractContextManager[Session]:
    """Open the one visible transaction of a change."""
    return parts().database.transaction()


def reading() -> AbstractContextManager[Session]:
    """Open one snapshot to read from."""
    return parts().database.reading()


def current_actor() -> Actor:
    """Give who asks; raises NotSignedIn."""
    actor = asker()
    if actor is None:
        raise NotSignedIn
    return actor


def asker() -> Actor | None:
    """Give who asks, by session or (under /api) by bearer token; None for a stranger."""
    if "asker" not in g:
        if is_api():
            g.asker = _bearer()
        else:
            someone = visitor()
            g.asker = someone.actor if someone else None
    return cast("Actor | None", g.asker)


def visitor() -> Visitor | None:
    """Give who is signed in, or None; a session cookie means nothing to the API."""
    if "visitor" not in g:
        token = "" if is_api() else request.cookies.get(cookie_name(), "")
        g.visitor = _known(token) if token else None
    return cast("Visitor | None", g.visitor)


def is_api() -> bool:
    """Tell whether the request is to the API."""
    return request.path.startswith("/api/")


def cookie_name() -> str:
    """Name the session cookie; over https its prefix forbids any other host or path to set it."""
    return "__Host-kallelse" if parts().settings.secure else "kallelse"


def _bearer() -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    with reading() as session:
        return accounts.actor_of_token(session, token.strip())


def _known(token: str) -> Visitor | None:
    with reading() as session:
        found = sessions.find(session, token)
        if found is None:
            return None
        visit, account = found
        person = account.person
        roles = membership.roles_of(session, person.id, today(person.time_zone))
        actor = sessions.actor(account, roles)
        someone = Visitor(
            actor=actor,
            account_id=account.id,
            session_id=visit.id,
            person_id=person.id,
            name=person.name,
            email=person.email,
            language=person.language,
            time_zone=person.time_zone,
            networks=tuple((n.slug, n.name) for n in membership.networks_of(session, actor)),
        )
        stale = sessions.is_stale(visit, now())
    if stale:  # beside a calendar's fetch all that a GET writes (ADR 28): never domain data
        with transaction() as session:
            sessions.touch(session, someone.session_id)
    return someone
