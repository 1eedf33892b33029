"""Is the instance fit to serve? Each check gives one line and, where it fails, what mends it.

Nothing is changed and no mail is sent.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Literal

from imapclient import SocketTimeout
from imapclient.exceptions import IMAPClientError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from scheduler.calendar.timezone import tzdata_version
from scheduler.clock import now
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.model import DueRow, Letter
from scheduler.ports import SendFailed
from web import dkim, instance, lock, migrating, relay
from web.documents import pdf
from web.doors import imap
from web.doors.mailbox import NoFolder
from web.outbound import is_loopback
from web.readiness import is_ready

LATE = timedelta(minutes=5)
SHORT = SocketTimeout(connect=5, read=5)  # seconds


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`; `mend` is the command or the step that mends it."""

    name: str
    state: Literal["ok", "warning", "wrong"]
    text: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)


def python() -> Iterator[Check]:
    """Is Python new enough?"""
    good = sys.version_info >= (3, 11)
    mend = "" if good else "Install Python 3.11 or newer, then start ./kallelse again"
    yield Check("python", "ok" if good else "wrong", platform.python_version(), mend)


def tzdata() -> Iterator[Check]:
    """Which time-zone rules are used?"""
    yield Check("tzdata", "ok", f"{tzdata_version()} from the tzdata package, not the system's")


def documents() -> Iterator[Check]:
    """Can PDF files be written?"""
    lacking = pdf.missing()
    text = f"Pango is missing: {lacking}" if lacking else "available"
    yield Check("PDF", "warning" if lacking else "ok", text, pdf.MEND if lacking else "")


def folder(settings: Settings) -> Iterator[Check]:
    """Can the instance folder be written?"""
    path = settings.dir.absolute()
    try:
        with tempfile.TemporaryFile(dir=path):
            yield Check("folder", "ok", str(path))
    except OSError as why:
        yield Check("folder", "wrong", f"{path}: {why.strerror}", f"chown -R $USER {path}")


def secret(settings: Settings) -> Iterator[Check]:
    """Is the secret only its owner's? (That it is strong is asked whenever settings are read.)"""
    path = settings.dir / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        yield Check("secret", "warning", f"{path} is readable by others", f"chmod 600 {path}")
    else:
        yield Check("secret", "ok", f"{len(settings.secret_key)} characters")


def base_url(settings: Settings) -> Iterator[Check]:
    """Will links in letters work for those who get them?"""
    local = settings.base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if settings.secure or settings.demo:
        yield Check("base_url", "ok", settings.base_url)
    else:
        what = "only this machine reaches it" if local else "not encrypted"
        mend = f'Set base_url = "https://…" in {settings.dir / "kallelse.toml"}'
        yield Check("base_url", "warning", f"{settings.base_url}: {what}", mend)


def database(settings: Settings) -> Iterator[Check]:
    """Is the database there, whole and of this version? Then: what waits in it?"""
    path = instance.file_of(settings)
    if path is not None and not path.exists():
        yield Check("database", "wrong", f"{path} does not exist", "kallelse init")
        return
    try:
        with instance.opened(settings) as opened:
            yield from _database(opened)
    except SQLAlchemyError as why:
        text = str(getattr(why, "orig", why)).splitlines()[0]
        yield Check("database", "wrong", text, "kallelse restore FILE")


def smtp(settings: Settings) -> Iterator[Check]:
    """Would the mail relay take a letter, as the settings say? Nothing is sent."""
    place = f"{settings.smtp_host}:{settings.smtp_port} ({settings.smtp_security})"
    file = settings.dir / "kallelse.toml"
    try:
        seen = relay.look(settings)
    except SendFailed as why:
        mend = f"Correct smtp_… in {file}, or start the relay"
        yield Check("smtp", "wrong", f"{place}: {why.answer}", mend)
        return
    if seen.tls or is_loopback(settings.smtp_host):
        yield Check("smtp", "ok", f"{place}: {seen.text}")
    else:
        mend = f'Set smtp_security = "starttls" in {file}'
        yield Check("smtp", "warning", f"{place}: {seen.text}", mend)


def signing(settings: Settings) -> Iterator[Check]:
    """Is the key that letters are signed with long enough?"""
    key = dkim.private_key(settings)
    if key is None:
        return
    text = f"{settings.dkim_selector}, {key.key_size} bits"
    if key.key_size >= dkim.ADVISED_BITS:
        yield Check("dkim", "ok", text)
    else:
        mend = f"openssl genrsa -out FILE {dkim.ADVISED_BITS}, and a new dkim_selector for it"
        yield Check("dkim", "warning", text, mend)


def answers(settings: Settings) -> Iterator[Check]:
    """By which doors do answers come in? The mailbox is opened, and nothing in it is touched."""
    if settings.lmtp_listen:
        yield Check("lmtp", "ok", f"configured: {settings.lmtp_listen}")
    if not settings.imap_host:
        return
    place = f"configured: {settings.imap_host}:{settings.imap_port} ({settings.imap_security})"
    try:
        _look_into_mailbox(settings)
    except (OSError, SendFailed, IMAPClientError, NoFolder) as failure:
        mend = f"Correct imap_… in {settings.dir / 'kallelse.toml'}"
        yield Check("imap", "wrong", f"{place}: {imap.why(failure)}", mend)
    else:
        yield Check("imap", "ok", place)


def service(settings: Settings) -> Iterator[Check]:
    """Does the service run, and is it ready?"""
    if not lock.is_running(settings):
        yield Check("service", "warning", "not running", "kallelse run")
    elif is_ready(settings):
        yield Check("service", "ok", "running and ready")
    else:
        yield Check("service", "wrong", "running, not ready", "Read its log, then start it again")


EARLY: tuple[Callable[[], Iterator[Check]], ...] = (python, tzdata, documents)
CHECKS: tuple[Callable[[Settings], Iterator[Check]], ...] = (
    folder,
    secret,
    base_url,
    database,
    smtp,
    signing,
    answers,
    service,
)


def _database(opened: Database) -> Iterator[Check]:
    level, newest = migrating.level(opened), migrating.newest()
    if level != newest:
        text = f"at revision {level or 'none'}, this version has {newest}"
        yield Check("database", "wrong", text, "kallelse db upgrade")
        return
    if opened.engine.dialect.name == "sqlite":
        with opened.engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            yield Check("database", "wrong", str(found), "kallelse restore FILE --replace")
            return
    yield Check("database", "ok", f"revision {level}")
    yield from _backlog(opened)


def _look_into_mailbox(settings: Settings) -> None:
    with imap.opened(settings, SHORT) as client:
        if not client.folder_exists(settings.imap_folder):
            raise NoFolder


def _backlog(opened: Database) -> Iterator[Check]:
    with opened.reading() as session:
        waiting = DueRow.state == "waiting"
        late = session.scalar(select(func.count()).where(waiting, DueRow.due_at < now() - LATE))
        dead = session.scalar(select(func.count()).where(DueRow.state == "dead"))
        states = select(Letter.state, func.count()).group_by(Letter.state)
        letters = {row[0]: int(row[1]) for row in session.execute(states)}
    mend = "kallelse outbox list" if dead else "kallelse run"
    yield Check(
        "backlog",
        "warning" if late or dead else "ok",
        f"{late} late, {dead} given up",
        mend if late or dead else "",
    )
    stuck = {state: letters.get(state, 0) for state in ("held", "doubt", "dead")}
    text = ", ".join(f"{count} {state}" for state, count in {"sent": 0, **letters}.items())
    bad = any(stuck.values())
    yield Check("letters", "warning" if bad else "ok", text, "kallelse outbox list" if bad else "")
