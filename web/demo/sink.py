"""Where do a demonstration's mails go?

To an SMTP server of its own on loopback: each mail becomes one file under `DIR/mail/new`, its bytes
as received; what is sent to `svar+…` goes to the inbox instead (and under `DIR/mail/replies`).
Nothing leaves the machine. Some of the invented people answer what they get.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler import inbox
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.tokens import KeyRing
from web.demo import HOST
from web.demo.maildir import MailDir
from web.demo.replies import Reply, is_ours, reply_to
from web.doors.handling import REPLIES

log = logging.getLogger("kallelse")

SIZE_LIMIT = 20 * 1024 * 1024
THINKING_SECONDS = 0.2  # an answer comes after the letter's receipt has been written


class Lenient(SMTP):
    """A server that also takes lines without CR, as many programs send and most servers take."""

    line_length_limit = SIZE_LIMIT


class Listener(Controller):
    """Listens with the lenient server."""

    def factory(self) -> SMTP:
        """Make one conversation's server."""
        return Lenient(self.handler, **self.SMTP_kwargs)


class Handler:
    """Takes what is sent: letters become files, answers go to the inbox."""

    def __init__(self, settings: Settings, database: Database, keys: KeyRing) -> None:
        self._settings = settings
        self._database = database
        self._keys = keys
        self._answering: set[asyncio.Task[None]] = set()
        self.mails = MailDir(settings.dir / "mail")

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take one mail."""
        del server, session
        raw = envelope.original_content or b""
        answers = [name for name in envelope.rcpt_tos if self._is_answer(name)]
        if len(answers) < len(envelope.rcpt_tos):
            await self._take_letter(raw)
        if not answers:
            return REPLIES[Outcome.TAKEN]
        self.mails.show(await asyncio.to_thread(self.mails.write, raw), "replies")
        return REPLIES[max([await asyncio.to_thread(self._take, raw, name) for name in answers])]

    async def _take_letter(self, raw: bytes) -> None:
        mail = await asyncio.to_thread(self.mails.write, raw)
        reply = await asyncio.to_thread(self._reply, raw)
        if reply is None:
            self.mails.show(mail)
            return
        task = asyncio.get_running_loop().create_task(self._answer(mail, reply))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, mail: Path, reply: Reply) -> None:
        """Answer as its reader, then show the letter: whoever finds it there has the last word."""
        try:
            await asyncio.sleep(THINKING_SECONDS)
            await asyncio.to_thread(self._take, reply.raw, reply.recipient)
        finally:
            self.mails.show(mail)

    def _reply(self, raw: bytes) -> Reply | None:
        try:
            reply = reply_to(raw)
        except (KeyError, ValueError, TypeError) as wrong:  # a letter that is no plain invitation
            log.info("the demonstration does not answer a letter: %s", type(wrong).__name__)
            return None
        if reply is None:
            return None
        with self._database.reading() as session:
            return reply if is_ours(session, reply.uid) else None

    def _take(self, raw: bytes, recipient: str) -> Outcome:
        return inbox.take(self._database, self._keys, self._settings, raw, recipient)

    def _is_answer(self, address: str) -> bool:
        local, _, domain = address.casefold().rpartition("@")
        prefix = f"{self._settings.reply_local_part}{self._settings.reply_delimiter}"
        return local.startswith(prefix) and domain == self._settings.mail_domain.casefold()


class Sink:
    """The demonstration's mail server: runs on a thread of its own from start to stop."""

    def __init__(self, settings: Settings, database: Database, keys: KeyRing) -> None:
        self._controller = Listener(
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
