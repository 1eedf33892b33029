"""What do page tests share? The application on a fresh database, and signed-in browsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

import scheduler.reactions  # noqa: F401  # facts need their table
from scheduler.actor import SYSTEM
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts, sessions
from tests.conftest import Clock
from tests.factories import a_network, a_person, a_series
from tests.web.browser import Browser
from tests.web.eva import settle_in
from web.application import create_app

SignIn = Callable[..., Browser]


@pytest.fixture
def app(settings: Settings, database: Database, time: Clock) -> Flask:
    made = create_app(settings, database)
    made.testing = True
    made.test_client_class = Browser
    return made


@pytest.fixture
def client(app: Flask) -> Browser:
    """A stranger's browser."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


@pytest.fixture
def sign_in(app: Flask, database: Database) -> SignIn:
    """Give a browser that is signed in.

    `sign_in("anna@kumla.example")` for somebody who is a member somewhere already,
    `sign_in("eva@lan.example", role="coordinator", network=network.id)` for somebody new,
    `sign_in(administrator=True)` for an administrator.
    """

    def enter(
        email: str = "admin@lan.example",
        *,
        role: str = "",
        network: UUID | None = None,
        administrator: bool = False,
    ) -> Browser:
        with database.transaction() as session:
            if network is not None:
                a_person(session, network, email, role=role or "member")
            plan = AccountInput(email=email, administrator=administrator)
            account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
            _, token = sessions.begin(session, account)
        browser = app.test_client()
        assert isinstance(browser, Browser)
        browser.set_cookie("kallelse", token)
        return browser

    return enter


@pytest.fixture
def link(database: Database, time: Clock) -> str:
    """A one-time link of Eva, who has a password too."""
    return settle_in(database)


@pytest.fixture
def network(database: Database, time: Clock) -> UUID:
    """A network with two members."""
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def enter(sign_in: SignIn, network: UUID) -> SignIn:
    """Sign in and read English; by default the network's coordinator."""

    def enter_(role: str = "coordinator", **how: Any) -> Browser:
        who = how or {"role": role, "network": network}
        browser = sign_in(f"{role}@lan.example", **who)
        browser.set_cookie("kallelse-language", "en")
        return browser

    return enter_


@pytest.fixture
def laid(database: Database, network: UUID) -> UUID:
    """A preliminary series of the network."""
    with database.transaction() as session:
        return a_series(session, network).id
