"""Real mail servers on loopback: one that takes, one that misbehaves at a stage of our choice."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Any, BinaryIO, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler.ports import InDoubt, Permanent, SendFailed, Temporary
from tests.certificates import Certificates, certificates
from web.mailer import FlaskMailSender

__all__ = ["Certificates", "certificates"]

HOST = "127.0.0.1"
DROP = b""  # hang up instead of answering
SILENCE = None  # never answer, and keep the line open
DRIP = b"one letter at a time"  # begin an answer that never ends

FROM, TO = "svar+abc@kallelse.example", "anna@kumla.example"
RAW = (
    b"Message-ID: <1@kallelse.example>\r\nFrom: x <svar+abc@kallelse.example>\r\n"
    b"Subject: =?utf-8?q?L=C3=A4nsn=C3=A4tverket?=\r\n\r\nHej\r\n.en punkt\r\n..\r\n"
)

SenderTo = Callable[..., FlaskMailSender]
Words = bytes | None
Says = Mapping[str, Words | list[Words]]
POLITE: Mapping[str, bytes] = {
    "banner": b"220 rude.example ready",
    "ehlo": b"250-rude.example\r\n250-STARTTLS\r\n250 AUTH PLAIN",
    "starttls": b"220 go ahead",
    "auth": b"235 2.7.0 welcome",
    "more": b"235 2.7.0 welcome",
    "mail": b"250 2.1.0 sender taken",
    "rcpt": b"250 2.1.5 recipient taken",
    "data": b"354 go on",
    "dot": b"250 2.0.0 taken",
    "rset": b"250 2.0.0 forgotten",
    "quit": b"221 2.0.0 bye",
}


def free_port() -> int:
    """A port on loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def outcome(sender: FlaskMailSender) -> tuple[type[SendFailed] | None, str]:
    """What sending one mail gives: the kind of failure (None: sent) and the words."""
    try:
        return None, sender.send(FROM, TO, RAW)
    except SendFailed as failed:
        kinds = (Temporary, Permanent, InDoubt)
        return next(kind for kind in kinds if isinstance(failed, kind)), failed.answer


@dataclass
class Box:
    """What a taking server took, and from which connection."""

    seconds: float = 0.0  # how long it thinks about each mail
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)  # from, to, bytes
    peers: list[Any] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server
        [recipient] = envelope.rcpt_tos
        self.mails.append((envelope.mail_from or "", recipient, envelope.original_content or b""))
        self.peers.append(session.peer)
        self.encrypted.append(session.ssl is not None)
        await asyncio.sleep(self.seconds)
        return "250 2.0.0 taken"


@contextmanager
def taking(box: Box, port: int, **options: Any) -> Iterator[None]:
    """Run a server that takes all mail into `box`; `options` are aiosmtpd's."""
    controller = Controller(box, hostname=HOST, port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class Rude:
    """A server that answers as `says` has it, stage by stage; use it in a `with`.

    A list is answered one by one, its last for ever; "more" is what follows a 334. `heard` are
    the commands' first words, `lines` whole; `mails` is what came before each final dot.
    """

    def __init__(self, **says: Words | list[Words]) -> None:
        self.says: dict[str, Words | list[Words]] = {**POLITE, **says}
        self.heard: list[str] = []
        self.lines: list[str] = []
        self.mails: list[bytes] = []
        self._ended = Event()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._threads = [Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._sockets:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self._sockets)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._sockets.append(line)
                talk = Thread(target=self._talk, args=(line,), daemon=True)
                self._threads.append(talk)
                talk.start()

    def _talk(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as words, suppress(OSError):
            said = self._say(line, "banner")
            while said is not None and (heard := words.readline()):
                stage = "more" if said.startswith(b"334") else self._stage(heard)
                said = self._say(line, stage)
                if stage == "quit":
                    said = None
                if stage == "data" and said is not None and said.startswith(b"354"):
                    said = self._say(line, "dot") if self._take(words) else None

    def _stage(self, heard: bytes) -> str:
        self.lines.append(heard.decode("ascii", "replace").strip())
        stage = self.lines[-1][:4].lower()
        self.heard.append({"star": "starttls"}.get(stage, stage))
        return self.heard[-1]

    def _take(self, words: BinaryIO) -> bool:
        lines: list[bytes] = []
        for heard in words:
            if heard == b".\r\n":
                self.mails.append(b"".join(lines))
                return True
            lines.append(heard)
        return False

    def _say(self, line: socket.socket, stage: str) -> bytes | None:
        """Answer; None when the conversation is over."""
        words = self.says.get(stage, b"500 what?")
        if isinstance(words, list):
            words = words.pop(0) if len(words) > 1 else words[0]
        if words is SILENCE:
            self._ended.wait(30)
            return None
        while words == DRIP and not self._ended.wait(0.05):
            line.sendall(b"2")
        if words in {DROP, DRIP}:
            return None
        line.sendall(words + b"\r\n")
        return words
