"""What is a service that only sends? A process of its own, to be killed (test_kill.py)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from flask import Flask

from scheduler.config import Settings
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import SECRET
from web.mailer import FlaskMailSender


def work(folder: Path, port: int) -> None:
    """Recover from whoever was killed before, then send all that is due."""
    settings = Settings(
        dir=folder,
        secret_key=SECRET,
        mail_domain="kallelse.example",
        smtp_security="none",
        smtp_port=port,
    )
    database = Database(settings.database)
    app = Flask("sending")
    app.extensions["kallelse"] = SimpleNamespace(settings=settings)
    renderer = Renderer(settings, KeyRing((SECRET,)))
    engine = LocalEngine(Post(database, renderer, FlaskMailSender(app)))
    engine.recover()
    engine.settle()
    database.close()
