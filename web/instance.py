"""How are an instance folder's settings, secrets and database opened?"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import scheduler.reactions  # noqa: F401  # reading the table installs it: facts need it
from scheduler import config
from scheduler.config import Settings, SettingsWrong
from scheduler.database import Database
from scheduler.tokens import KeyRing

ONLY_SQLITE = (
    "KALLELSE_DATABASE_URL: this version keeps its data in SQLite; give sqlite:///… or leave it out"
)


def load(folder: Path, **overrides: Any) -> Settings:
    """Read a folder's settings; a demonstration listens to its own file alone."""
    environ: dict[str, str] | None = {} if is_demo(folder) else None
    settings = config.load(folder, environ, **overrides)
    if errors := _wrong(settings):
        raise SettingsWrong(errors)
    return settings


def is_demo(folder: Path) -> bool:
    """Tell whether a folder holds a demonstration."""
    try:
        found = tomllib.loads((folder / "kallelse.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found.get("demo"))


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open a database and let go of it at the end."""
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()


def file_of(settings: Settings) -> Path | None:
    """Give the database's file, or None when it is not in one."""
    scheme, _, path = settings.database.partition(":///")
    return Path(path) if scheme == "sqlite" and path else None


def keys(settings: Settings) -> KeyRing:
    """Give the secrets that sign, the newest first."""
    return KeyRing((settings.secret_key, *settings.secret_key_old.split()))


def _wrong(settings: Settings) -> list[str]:
    """Give what is wrong with settings that are right one by one; imports only what is asked."""
    errors = [ONLY_SQLITE] if file_of(settings) is None else []
    if "xoauth2" in {settings.smtp_auth, settings.imap_auth}:
        errors += importlib.import_module("web.oauth").faults(settings)
    if settings.dkim_selector or settings.dkim_key_file:
        errors += importlib.import_module("web.dkim").faults(settings)
    return errors
