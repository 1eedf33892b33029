"""How long does a signed-in browser stay signed in?

Twelve hours at most, thirty minutes without a page. The cookie holds a random token, the row its
hash; ending the row ends the session at the next request.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler import tokens
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.model import Account, WebSession

LIFE = timedelta(hours=12)
IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=5)  # how old `seen_at` may grow before a page writes it
FRESH = timedelta(minutes=15)  # how long after signing in a new password needs no old one


def begin(session: Session, account: Account) -> tuple[WebSession, str]:
    """Start a session for an account; gives its row and the token for the cookie."""
    token = tokens.fresh()
    visit = WebSession(
        account_id=account.id, token_hash=tokens.digest(token), expires_at=now() + LIFE
    )
    session.add(visit)
    session.flush()
    return visit, token


def find(session: Session, token: str) -> tuple[WebSession, Account] | None:
    """Find the living session of a token, with its open account."""
    row = session.execute(
        select(WebSession, Account)
        .join(Account, Account.id == WebSession.account_id)
        .where(WebSession.token_hash == tokens.digest(token), Account.closed_at.is_(None))
    ).one_or_none()
    if row is None or not is_alive(row.WebSession, now()):
        return None
    return row.WebSession, row.Account


def is_alive(visit: WebSession, at: datetime) -> bool:
    """Tell whether a session holds at `at`."""
    return visit.ended_at is None and at < visit.expires_at and at < visit.seen_at + IDLE


def is_stale(visit: WebSession, at: datetime) -> bool:
    """Tell whether it is time to write down that the browser was seen."""
    return at >= visit.seen_at + TOUCH


def touch(session: Session, session_id: UUID) -> None:
    """Write down that the browser was seen now."""
    session.execute(update(WebSession).where(WebSession.id == session_id).values(seen_at=now()))


def actor(account: Account, roles: Mapping[UUID, frozenset[str]]) -> Actor:
    """Give who acts through an account, with the roles held today."""
    return Actor(
        kind="person",
        id=account.person_id,
        person_id=account.person_id,
        administrator=account.administrator,
        roles=roles,
    )


def living(session: Session, account_id: UUID) -> list[WebSession]:
    """Give an account's living sessions, the latest seen first."""
    rows = session.scalars(
        select(WebSession)
        .where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
        .order_by(WebSession.seen_at.desc())
    )
    return [visit for visit in rows if is_alive(visit, now())]


def end(session: Session, session_id: UUID, *, account_id: UUID) -> None:
    """End one of an account's own sessions; another's does not exist."""
    visit = session.get(WebSession, session_id)
    if visit is None or visit.account_id != account_id:
        raise NotFound
    visit.ended_at = visit.ended_at or now()


def end_all(session: Session, account_id: UUID, *, keep: UUID | None = None) -> None:
    """End all of an account's sessions, except perhaps one."""
    ending = update(WebSession).where(
        WebSession.account_id == account_id, WebSession.ended_at.is_(None)
    )
    if keep is not None:
        ending = ending.where(WebSession.id != keep)
    session.execute(ending.values(ended_at=now()))
