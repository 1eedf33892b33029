"""What do all tests share? A fresh database, a clock that stands, a mail server that is none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from scheduler import clock
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.fakes import FakeSender

SECRET = "a-secret-for-tests-0123456789-abcdefgh"
MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)  # 10:00 in Stockholm, week 1

# How patiently do the property tests look? The machine may be busy with other things.
hypothesis.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("calm")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        """Move on by a timedelta's arguments."""
        self.at += timedelta(**span)
        return self.at

    def to(self, at: datetime) -> datetime:
        """Move to an instant."""
        self.at = at
        return at


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """Commands keep their files to themselves; the next test's are everybody's again."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def time() -> Iterator[Clock]:
    """Monday 4 January 2027 at ten in Stockholm, until the test moves it."""
    standing = Clock(MONDAY)
    with clock.told_by(standing):
        yield standing


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        dir=tmp_path,
        secret_key=SECRET,
        base_url="http://127.0.0.1:8000",
        mail_domain="kallelse.example",
        smtp_security="none",
    )


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing((SECRET,))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings.database)
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def post(database: Database, settings: Settings, keys: KeyRing, sender: FakeSender) -> Post:
    return Post(database, Renderer(settings, keys), sender)


@pytest.fixture
def engine(post: Post) -> LocalEngine:
    return LocalEngine(post)


@pytest.fixture
def settle(engine: LocalEngine) -> Callable[[], None]:
    """Run all that is due by the test's clock, to quiet."""
    return engine.settle
