"""What can be done about signing in: accounts, passwords, one-time links, API tokens.

Passwords are hashed outside of transactions: `try_password` counts the try and gives what to
compare with, the caller compares, `sign_in` begins the session or refuses.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler import passwords, tokens
from scheduler.actor import ROLES, Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import (
    AccountOpened,
    PersonAdded,
    PersonChanged,
    SignedIn,
    SignInLinkRequested,
    TokenMade,
)
from scheduler.inputs.access import AccountInput, OwnInput, PasswordInput
from scheduler.model import Account, ApiToken, Person, SignInLink, WebSession
from scheduler.services import attempts, sessions

MAILED = timedelta(minutes=15)  # how long a mailed link works
BY_HAND = timedelta(days=3)  # how long a link works that an administrator hands over


class WrongCredentials(Refused):
    """An address and a password that do not belong together."""

    message = N_(
        "The address and the password do not belong together. Check both, "
        "or ask for a one-time link by mail."
    )


class LinkIsSpent(Refused):
    """A one-time link that was used, has grown old, or never was."""

    message = N_("This link has been used or has grown too old. Ask for a new one.")
    status = 410


class WrongPassword(Refused):
    """The present password is another one."""

    message = N_("This is not your present password.")


class PasswordsDiffer(Refused):
    """A new password was typed in two ways."""

    message = N_("The two new passwords differ. Type the same one twice.")


class UnknownRole(Refused):
    """A token's role that does not exist."""

    message = N_("There is no such role. Choose administrator, coordinator, facilitator or member.")


class RoleNeedsNetwork(Refused):
    """A role that only means something in a network."""

    message = N_("This role belongs to a network. Say which one.")


class Try(NamedTuple):
    """One counted try to sign in with a password."""

    attempt_id: int
    account_id: UUID | None
    password_hash: str


def anyone(session: Session) -> bool:
    """Tell whether anybody may sign in at all."""
    return session.scalar(select(Account.id).limit(1)) is not None


def open_account(session: Session, *, plan: AccountInput, by: Actor) -> tuple[Account, str]:
    """Let a person sign in; gives the account and a one-time link's token to hand over."""
    by.must("accounts:manage")
    person = session.scalar(select(Person).where(Person.email_key == plan.email.casefold()))
    if person is None:
        person = Person(
            name=plan.name or plan.email, email=plan.email, email_key=plan.email.casefold()
        )
        session.add(person)
        session.flush()
        record(session, PersonAdded(by=by.name, subject=person.id))
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is None or account.closed_at or plan.administrator > account.administrator:
        account = account or Account(person_id=person.id)
        account.person = person
        account.closed_at = None
        account.administrator = account.administrator or plan.administrator
        session.add(account)
        opened = AccountOpened(by=by.name, subject=person.id, administrator=account.administrator)
        record(session, opened)
    return account, mint_link(session, account.id, lasts=BY_HAND)


def try_password(session: Session, *, email: str, origin: str) -> Try:
    """Count a try to sign in; raises TooManyTries. `origin` is a hash of the asker's network."""
    key = email.casefold()
    attempt_id = attempts.count(session, who=tokens.digest(key), origin=origin)
    account = _open_account_of(session, key)
    if account is None:
        return Try(attempt_id, None, "")
    return Try(attempt_id, account.id, account.password_hash)


def sign_in(session: Session, tried: Try, *, proven: bool) -> tuple[WebSession, str]:
    """Begin a session after a proven try; raises WrongCredentials otherwise."""
    account = session.get(Account, tried.account_id) if tried.account_id else None
    if account is None or not proven or account.closed_at is not None:
        raise WrongCredentials(field="password")
    attempts.succeed(session, tried.attempt_id)
    return _begin(session, account, way="password")


def request_link(session: Session, *, email: str, origin: str) -> None:
    """Ask for a one-time link by mail; an unknown address costs the same work and says the same."""
    key = email.casefold()
    attempts.count(
        session,
        who=tokens.digest(f"link:{key}"),
        origin=tokens.digest(f"link:{origin}"),
        budget=attempts.Budget(window=5, day=20),
    )
    account = _open_account_of(session, key)
    with session.begin_nested() as savepoint:
        subject = account.id if account else uuid4()
        record(session, SignInLinkRequested(by="link", subject=subject))
        if account is None:
            savepoint.rollback()


def mint_link(session: Session, account_id: UUID, *, lasts: timedelta = MAILED) -> str:
    """Make a one-time link for an account; gives its token, which is stored as a hash alone."""
    token = tokens.fresh()
    session.add(
        SignInLink(account_id=account_id, token_hash=tokens.digest(token), expires_at=now() + lasts)
    )
    session.flush()
    return token


def link_is_open(session: Session, token: str) -> bool:
    """Tell whether a one-time link can still be used; asking does not use it."""
    return _open_link(session, token) is not None


def redeem_link(session: Session, *, token: str) -> tuple[WebSession, str]:
    """Begin a session with a one-time link, which is then used; raises LinkIsSpent."""
    link = _open_link(session, token)
    account = session.get(Account, link.account_id) if link else None
    if link is None or account is None or account.closed_at is not None:
        raise LinkIsSpent
    link.used_at = now()
    return _begin(session, account, way="link")


def change_own(session: Session, account_id: UUID, *, plan: OwnInput, by: Actor) -> Person:
    """Change one's own name, language and time zone."""
    person = own_account(session, account_id, by=by).person
    wanted = plan.model_dump()
    if any(getattr(person, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(person, name, value)
        record(session, PersonChanged(by=by.name, subject=person.id))
    return person


def check_new_password(account: Account, visit: WebSession, *, plan: PasswordInput) -> None:
    """Refuse a new password that is weak, typed in two ways, or not the owner's to set."""
    if not is_fresh(visit) and not passwords.proves(plan.present, account.password_hash):
        raise WrongPassword(field="present")
    passwords.check(plan.password, about=(account.person.name, account.person.email))
    if plan.password != plan.repeated:
        raise PasswordsDiffer(field="repeated")


def is_fresh(visit: WebSession) -> bool:
    """Tell whether somebody has signed in so recently that no password need be asked for."""
    return now() < visit.created_at + sessions.FRESH


def set_password(
    session: Session, account_id: UUID, *, password_hash: str, by: Actor
) -> tuple[WebSession, str]:
    """Give one's account a new password: all its sessions and links end, a new session begins."""
    account = own_account(session, account_id, by=by)
    account.password_hash = password_hash
    sessions.end_all(session, account_id)
    unused = update(SignInLink).where(
        SignInLink.account_id == account_id, SignInLink.used_at.is_(None)
    )
    session.execute(unused.values(used_at=now()))
    return sessions.begin(session, account)


def own_account(session: Session, account_id: UUID, *, by: Actor) -> Account:
    """Give the asker's own account; another's does not exist."""
    account = session.get(Account, account_id)
    if account is None or account.person_id != by.person_id:
        raise NotFound
    return account


def make_token(
    session: Session, *, role: str, network_id: UUID | None = None, name: str = "", by: Actor
) -> tuple[ApiToken, str]:
    """Make a bearer token of one role, in one network or (administrators) everywhere."""
    by.must("accounts:manage")
    if role != "administrator" and role not in ROLES:
        raise UnknownRole(field="role")
    if role != "administrator" and network_id is None:
        raise RoleNeedsNetwork(field="network")
    token = tokens.fresh()
    made = ApiToken(
        role=role,
        network_id=None if role == "administrator" else network_id,
        name=name,
        token_hash=tokens.digest(token),
    )
    session.add(made)
    session.flush()
    record(
        session,
        TokenMade(by=by.name, subject=made.id, network_id=made.network_id, role=role),
    )
    return made, token


def actor_of_token(session: Session, token: str) -> Actor | None:
    """Give who acts with a bearer token, or None when it is unknown or revoked."""
    made = session.scalar(select(ApiToken).where(ApiToken.token_hash == tokens.digest(token)))
    if made is None or made.revoked_at is not None:
        return None
    roles = {made.network_id: frozenset({made.role})} if made.network_id else {}
    return Actor(kind="token", id=made.id, administrator=made.role == "administrator", roles=roles)


def _begin(session: Session, account: Account, *, way: str) -> tuple[WebSession, str]:
    name = f"person:{account.person_id}"
    record(session, SignedIn(by=name, subject=account.id, way=way))
    return sessions.begin(session, account)


def _open_account_of(session: Session, email_key: str) -> Account | None:
    return session.scalar(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Person.email_key == email_key, Account.closed_at.is_(None))
    )


def _open_link(session: Session, token: str) -> SignInLink | None:
    link = session.scalar(select(SignInLink).where(SignInLink.token_hash == tokens.digest(token)))
    if link is None or link.used_at is not None or link.expires_at <= now():
        return None
    return link
