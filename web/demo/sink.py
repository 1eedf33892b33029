"""Where do a demonstration's mails go?

To an SMTP server of its own on loopback: each mail becomes one file under `DIR/mail/new`, its bytes
as received; what is sent to `svar+…` goes into the inbox instead (and under `DIR/mail/replies`).
Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler import inbox
from scheduler.clock import now
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.tokens import KeyRing
from web.demo import HOST

SIZE_LIMIT = 20 * 1024 * 1024


class MailFolder:
    """A maildir: files are written under `tmp` and appear under `new` whole, named by time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        for name in ("tmp", "new", "replies"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for left in sorted((folder / "tmp").iterdir()):  # what a crash kept back
            if left.name.startswith("."):
                left.unlink()
            else:
                left.rename(folder / "new" / left.name)

    def write(self, raw: bytes) -> Path:
        """Write one mail under `tmp`; gives its path."""
        name = f"{now():%Y%m%dT%H%M%S.%f}-{next(self._numbers):06d}.eml"
        part = self.folder / "tmp" / f".{name}"
        part.write_bytes(raw)
        return part.rename(self.folder / "tmp" / name)

    def show(self, mail: Path, where: str = "new") -> None:
        """Let a written mail appear under `where`."""
        mail.rename(self.folder / where / mail.name)


class Handler:
    """Takes what is sent: letters become files, answers go to the inbox."""

    def __init__(self, settings: Settings, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys
        self._prefix = f"{settings.reply_local_part}{settings.reply_delimiter}"
        self._domain = settings.mail_domain.casefold()
        self.folder = MailFolder(settings.dir / "mail")

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take one mail."""
        del server, session
        raw = envelope.original_content or b""
        answers = [name for name in envelope.rcpt_tos if self._is_answer(name)]
        mail = await asyncio.to_thread(self.folder.write, raw)
        if len(answers) < len(envelope.rcpt_tos):
            self.folder.show(mail)
            mail = self.folder.write(raw) if answers else mail
        if not answers:
            return f"250 2.0.0 Taken as {mail.name}"
        self.folder.show(mail, "replies")
        taken = [await asyncio.to_thread(self.take, raw, name) for name in answers]
        return min(taken)

    def take(self, raw: bytes, recipient: str) -> str:
        """Give an answer to the inbox; gives the SMTP reply."""
        outcome = inbox.take(self._database, self._keys, raw, recipient)
        return f"250 2.0.0 {outcome}"

    def _is_answer(self, address: str) -> bool:
        local, _, domain = address.casefold().rpartition("@")
        return local.startswith(self._prefix) and domain == self._domain


class Sink:
    """The demonstration's mail server: runs on a thread of its own from start to stop."""

    def __init__(self, settings: Settings, database: Database, keys: KeyRing) -> None:
        self._controller = Controller(
            Handler(settings, database, keys),
            hostname=HOST,
            port=settings.smtp_port,
            data_size_limit=SIZE_LIMIT,
            ident="Kallelse demonstration",
        )

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop(no_assert=True)
