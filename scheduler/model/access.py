"""Who may sign in, and with what: accounts, sessions, one-time links, API tokens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.clock import now
from scheduler.database import Base, new_id
from scheduler.model.people import Person


class Account(Base):
    """A person who may sign in. Rights in networks come from memberships."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    administrator: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(default="")  # empty: signs in by mail link only
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class WebSession(Base):
    """One signed-in browser; the cookie holds the token, this row its hash and its life."""

    __tablename__ = "web_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInLink(Base):
    """A one-time link; opened by GET, used by POST."""

    __tablename__ = "sign_in_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One try to sign in, for limits per account and per network; `who` and `origin` are hashes."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_who", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(default=now)
    who: Mapped[str]
    origin: Mapped[str]
    good: Mapped[bool]


class ApiToken(Base):
    """A bearer token of one role, in one network or (administrators) everywhere."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    network_id: Mapped[UUID | None] = mapped_column(ForeignKey("network.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_on: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
