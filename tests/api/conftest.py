"""What do the API's tests share? The application on a fresh database, and programs with tokens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from scheduler.config import Settings
from scheduler.database import Database
from tests.api.client import Api, a_token
from tests.conftest import Clock
from tests.factories import a_network
from web.application import create_app

Program = Callable[..., Api]


@pytest.fixture
def app(settings: Settings, database: Database, time: Clock) -> Flask:
    return create_app(settings, database)


@pytest.fixture
def program(app: Flask, database: Database) -> Program:
    """Make a program with a token of a role, in a network if it has one."""

    def made(role: str = "administrator", network_id: UUID | None = None) -> Api:
        return Api(app, a_token(database, role, network_id))

    return made


@pytest.fixture
def network(database: Database) -> UUID:
    """The network `lan` with a convenor and two members."""
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def api(program: Program, network: UUID) -> Api:
    """The network's coordinator."""
    return program("coordinator", network)
