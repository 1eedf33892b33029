"""Real mail servers on loopback: one that takes, one that misbehaves at a stage of our choice."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, BinaryIO, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler.ports import InDoubt, Permanent, SendFailed, Temporary
from web.mailer import FlaskMailSender

HOST = "127.0.0.1"
DROP = b""  # hang up instead of answering
SILENCE = None  # never answer, and keep the line open

FROM, TO = "svar+abc@kallelse.example", "anna@kumla.example"
RAW = (
    b"Message-ID: <1@kallelse.example>\r\nFrom: x <svar+abc@kallelse.example>\r\n"
    b"Subject: =?utf-8?q?L=C3=A4nsn=C3=A4tverket?=\r\n\r\nHej\r\n.en punkt\r\n..\r\n"
)

SenderTo = Callable[..., FlaskMailSender]
Says = Mapping[str, bytes | None]
POLITE: Says = {
    "banner": b"220 rude.example ready",
    "ehlo": b"250-rude.example\r\n250-STARTTLS\r\n250 AUTH PLAIN",
    "starttls": b"220 go ahead",
    "auth": b"235 2.7.0 welcome",
    "mail": b"250 2.1.0 sender taken",
    "rcpt": b"250 2.1.5 recipient taken",
    "data": b"354 go on",
    "dot": b"250 2.0.0 taken",
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

    `heard` are the commands' first words; `mails` what came before each final dot.
    """

    def __init__(self, **says: bytes | None) -> None:
        self.says = {**POLITE, **says}
        self.heard: list[str] = []
        self.mails: list[bytes] = []
        self._ended = Event()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._lines: list[socket.socket] = []
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
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self._lines)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._lines.append(line)
                talk = Thread(target=self._talk, args=(line,), daemon=True)
                self._threads.append(talk)
                talk.start()

    def _talk(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as words, suppress(OSError):
            going = self._say(line, "banner")
            while going and (heard := words.readline()):
                stage = heard[:4].strip().decode("ascii", "replace").lower()
                stage = {"star": "starttls"}.get(stage, stage)
                self.heard.append(stage)
                going = self._say(line, stage) and stage != "quit"
                if going and stage == "data" and self.says["data"] == POLITE["data"]:
                    going = self._take(words) and self._say(line, "dot")

    def _take(self, words: BinaryIO) -> bool:
        lines: list[bytes] = []
        for heard in words:
            if heard == b".\r\n":
                self.mails.append(b"".join(lines))
                return True
            lines.append(heard)
        return False

    def _say(self, line: socket.socket, stage: str) -> bool:
        """Answer; false when the conversation is over."""
        words = self.says.get(stage, b"500 what?")
        if words is SILENCE:
            self._ended.wait(30)
            return False
        if words == DROP:
            return False
        line.sendall(words + b"\r\n")
        return True


class Dripping(Rude):
    """A server whose banner comes one letter at a time, and never ends."""

    def _say(self, line: socket.socket, stage: str) -> bool:
        del stage
        while not self._ended.wait(0.05):
            line.sendall(b"2")
        return False


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of our own, and a server certificate that it has signed."""

    authority: Path
    server: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a server with this certificate needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server, self.key)
        return context


def certificates(folder: Path, host: str = HOST) -> Certificates:
    """Make an authority and a certificate for the server at `host`, with the openssl command."""
    made = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    ca_key, request, names = folder / "ca.key", folder / "server.csr", folder / "names"
    kind = "IP" if host[0].isdigit() else "DNS"
    names.write_text(f"subjectAltName={kind}:{host}\n", encoding="ascii")
    new = "req -newkey rsa:2048 -nodes"
    _openssl(
        f"{new} -x509 -days 2 -subj",
        "/CN=Test authority",
        "-keyout",
        ca_key,
        "-out",
        made.authority,
    )
    _openssl(f"{new} -subj", f"/CN={host}", "-keyout", made.key, "-out", request)
    signs = ("-CA", made.authority, "-CAkey", ca_key, "-extfile", names)
    _openssl("x509 -req -days 2 -set_serial 1 -in", request, *signs, "-out", made.server)
    return made


def _openssl(words: str, *paths: str | Path) -> None:
    tool = shutil.which("openssl")
    assert tool, "the tests of TLS need the command openssl: install the package openssl"
    command = [tool, *words.split(), *map(str, paths)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
