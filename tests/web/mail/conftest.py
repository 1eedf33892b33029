"""What do the tests of sending share? Senders that are closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from scheduler.config import Settings
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import Clock
from tests.smtp import HOST, SenderTo
from web import dkim
from web.mailer import FlaskMailSender


@pytest.fixture
def sender_to(settings: Settings) -> Iterator[SenderTo]:
    """Make senders to a port; closed at the end."""
    made: list[FlaskMailSender] = []

    def make(
        port: int,
        *,
        testing: bool = False,
        clock: Callable[[], float] = monotonic,
        **more: Any,
    ) -> FlaskMailSender:
        wanted = {"smtp_host": HOST, "smtp_port": port, "smtp_timeout": 5.0, **more}
        app = Flask("test")
        app.testing = testing
        app.extensions["kallelse"] = SimpleNamespace(settings=settings.model_copy(update=wanted))
        made.append(FlaskMailSender(app, clock))
        return made[-1]

    yield make
    for sender in made:
        sender.close()


@pytest.fixture
def engine_with(
    database: Database, settings: Settings, keys: KeyRing, time: Clock, sender_to: SenderTo
) -> Callable[..., LocalEngine]:
    """Make an engine whose letters leave to a port; the door's clock is the test's."""

    def make(port: int, **more: Any) -> LocalEngine:
        sender = sender_to(port, clock=lambda: time().timestamp(), **more)
        sign = dkim.signer(settings.model_copy(update=more)) or bytes
        return LocalEngine(Post(database, Renderer(settings, keys), sender, sign))

    return make
