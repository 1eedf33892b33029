"""How does a mail server hand over mail on a line? LMTP (RFC 2033), or SMTP (RFC 5321).

LMTP gives one reply per recipient after the mail; SMTP has one for all, the worst. An address that
nobody has is refused at RCPT. It speaks without TLS or sign-in: for our own mail server, beside us.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread
from typing import Any, AnyStr
from weakref import WeakSet

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler.errors import places
from scheduler.inbox import Outcome
from web.doors.handling import MOST_BYTES, REPLIES, Inbox
from web.doors.place import Place

log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.ERROR)  # below, aiosmtpd names recipients

MOST_LINE = 1024 * 1024
MOST_RECIPIENTS = 20
MOST_CONNECTIONS = 50
PATIENCE = 60.0  # seconds for each command, and for a whole mail
THREADS = 4
TOO_MANY = "452 4.5.3 Too many recipients in one mail"
FULL = b"421 4.3.2 Too many connections, try later\r\n"
AFTER_THE_MAIL = ("552 ", "500 Line")  # how aiosmtpd refuses what it has read to its end


class Handler:
    """Answers a conversation; what waits for the database runs on a thread."""

    def __init__(self, inbox: Inbox, *, one_each: bool) -> None:
        self._inbox = inbox
        self._one_each = one_each

    async def handle_EHLO(  # noqa: N802  # aiosmtpd calls it so
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Greet; RFC 2033 4 wants PIPELINING."""
        del server, envelope
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd calls it so
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take a recipient that somebody is."""
        del server, session, options
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        if not await asyncio.to_thread(self._inbox.knows, address):
            return REPLIES[Outcome.UNKNOWN]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Go on"

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail, once for each recipient."""
        del server, session
        raw = envelope.original_content or b""
        take = self._inbox.take
        outcomes = [await asyncio.to_thread(take, raw, name) for name in envelope.rcpt_tos]
        told = outcomes if self._one_each else [max(outcomes)]
        return "\r\n".join(REPLIES[outcome] for outcome in told)

    async def handle_exception(self, error: Exception) -> str:
        """Let the mail wait, whatever is wrong: a busy database, or a fault of ours."""
        log.warning("a mail could not be taken now: %s\n%s", type(error).__name__, places(error))
        return REPLIES[Outcome.LATER]


class Conversation(SMTP):
    """One connection; `open_ones` holds it while it lasts."""

    line_length_limit = MOST_LINE

    def __init__(self, handler: Handler, open_ones: WeakSet[SMTP], timeout: float) -> None:
        super().__init__(
            handler,
            hostname="kallelse",
            ident="Kallelse",
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            timeout=timeout,
        )
        self._open_ones = open_ones
        open_ones.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next."""
        self._open_ones.discard(self)
        super().connection_lost(error)


class LocalConversation(Conversation, LMTP):
    """One connection that speaks LMTP."""

    async def push(self, status: AnyStr) -> None:
        """Say it; a refusal of a whole mail once for each recipient, which aiosmtpd forgets."""
        recipients = len(self.envelope.rcpt_tos) if self.envelope else 0
        if isinstance(status, str) and status.startswith(AFTER_THE_MAIL):
            await super().push("\r\n".join([status] * max(1, recipients)))
        else:
            await super().push(status)


class Full(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: Any) -> None:
        """Say so and hang up."""
        transport.write(FULL)
        transport.close()


class Listener:
    """Listens on a thread of its own from start to stop."""

    def __init__(self, inbox: Inbox, place: Place, patience: float = PATIENCE) -> None:
        local = place.speaks == "lmtp"
        self._place = place
        self._patience = patience
        self._speaks = LocalConversation if local else Conversation
        self._handler = Handler(inbox, one_each=local)
        self._open: WeakSet[SMTP] = WeakSet()
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        self._ready = Event()

    def start(self) -> None:
        """Listen; raises ListenerTaken."""
        self._socket = self._place.bind()
        self._thread.start()
        self._ready.wait()
        log.info("mail is taken at %s (%s)", self._place, self._place.speaks)

    def stop(self) -> None:
        """Listen no more; what is being written to the database ends by itself."""
        with suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(2)
        self._place.leave()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_default_executor(ThreadPoolExecutor(THREADS, "listener"))
        make = self._loop.create_unix_server if self._place.path else self._loop.create_server
        server = await make(self._greet, sock=self._socket)
        self._ready.set()
        await self._ended.wait()
        server.close()
        for one in tuple(self._open):
            if one.transport is not None:
                one.transport.close()

    def _greet(self) -> asyncio.BaseProtocol:
        if len(self._open) >= MOST_CONNECTIONS:
            return Full()
        return self._speaks(self._handler, self._open, self._patience)
