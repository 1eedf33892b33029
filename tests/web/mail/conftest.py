"""What do the tests of sending share? Senders that are closed at the end, a key, a verifier."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from scheduler.config import Settings
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import Clock
from tests.run import SYSTEM_PYTHON
from tests.smtp import HOST, SenderTo
from web import dkim
from web.mailer import FlaskMailSender

VERIFY = """
import sys, dkim
name, record = (word.encode() for word in sys.argv[1:])
look_up = lambda asked, timeout=5: record if asked == name else None
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=look_up))
"""


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


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(rsa.generate_private_key(65537, 2048), tmp_path_factory.mktemp("key") / "a.pem")


@pytest.fixture
def signing(settings: Settings, key: Path) -> Settings:
    wanted = {"dkim_selector": "k1", "dkim_key_file": str(key)}
    return settings.model_copy(update=wanted)


@pytest.fixture
def verified(signing: Settings) -> Callable[[bytes], bool]:
    """What Debian's dkim finds of a mail, by the record that we would publish."""
    found = dkim.private_key(signing)
    assert found is not None
    record = f"v=DKIM1; k=rsa; p={dkim.public_text(found)}"

    def ask(raw: bytes) -> bool:
        name = "k1._domainkey.kallelse.example."
        command = [SYSTEM_PYTHON, "-c", VERIFY, name, record]
        done = subprocess.run(command, input=raw, capture_output=True, check=False)
        assert not done.returncode, f"install python3-dkim: {done.stderr.decode()}"
        return done.stdout == b"True\n"

    return ask


def written(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, path: Path) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path
