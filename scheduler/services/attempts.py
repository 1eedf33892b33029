"""How often may somebody try to sign in?

Ten failures in five minutes and sixty in a day, for an address and for a network each. Tries from
a network in which the same address signed in before have a budget of their own, so that a stranger
cannot lock somebody out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.model import SignInAttempt

WINDOW = timedelta(minutes=5)
DAY = timedelta(days=1)
KEPT = timedelta(days=30)


class TooManyTries(Refused):
    """Too many tries in a short time."""

    message = N_(
        "There were too many tries. Wait %(minutes)s minutes and try again, "
        "or ask for a one-time link by mail."
    )
    status = 429


class Budget(NamedTuple):
    """How many failures are allowed in the window and in a day."""

    window: int = 10
    day: int = 60


def count(session: Session, *, who: str, origin: str, budget: Budget | None = None) -> int:
    """Write down a try as failed, and give its id; raises TooManyTries when that is enough.

    `who` and `origin` are hashes. Call `succeed` when the try turns out good.
    """
    budget = budget or Budget()
    for failures in _failures(session, who, origin):
        for span, limit in ((WINDOW, budget.window), (DAY, budget.day)):
            if _number(session, failures, span) >= limit:
                raise TooManyTries(minutes=int(WINDOW / timedelta(minutes=1)))
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - KEPT))
    attempt = SignInAttempt(who=who, origin=origin, good=False)
    session.add(attempt)
    session.flush()
    return attempt.id


def succeed(session: Session, attempt_id: int) -> None:
    """Write down that a try was good: it costs nothing, and its network is known from now on."""
    session.get_one(SignInAttempt, attempt_id).good = True


def _failures(session: Session, who: str, origin: str) -> tuple[ColumnElement[bool], ...]:
    known = select(SignInAttempt.origin).where(SignInAttempt.who == who, SignInAttempt.good)
    mine = SignInAttempt.who == who
    here = SignInAttempt.origin == origin
    if session.scalar(select(known.where(here).exists())):
        return (mine & here,)
    return (mine & SignInAttempt.origin.not_in(known), here)


def _number(session: Session, failures: ColumnElement[bool], span: timedelta) -> int:
    tries = select(func.count()).select_from(SignInAttempt)
    recent = tries.where(failures, ~SignInAttempt.good, SignInAttempt.at > now() - span)
    return session.scalar(recent) or 0
