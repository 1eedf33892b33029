"""How do we talk to a mail server, and what do its answers mean?

One transaction is one recipient (RFC 5321 3.3), told apart by where it failed: before the final
dot nothing was taken; after it only the server's word counts, and silence is doubt. No wait is
longer than the operator's timeout and no attempt than a minute, however slowly a server drips.
"""

from __future__ import annotations

import io
import re
import smtplib
import ssl
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from scheduler.ports import InDoubt, Permanent, SendFailed, Temporary, Unreachable
from scheduler.text import clean_line
from web import oauth

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from scheduler.config import Settings

ATTEMPT_SECONDS: Final = 60.0
PARTING_SECONDS: Final = 2.0
DOT_PATIENCE: Final = 3  # giving up after the dot costs a repeat; RFC 5321 4.5.3.2.6 waits longer
CLOSING: Final = 421
TOO_BIG: Final = 552  # RFC 1870 6.1, in answer to SIZE
ASKS_FOR_LOGIN: Final = {530, 534, 535, 538}  # RFC 4954 6: about us, not about the recipient
_ADDRESS: Final = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without < and >
_BARE_BREAK: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ADDRESS_IN_WORDS: Final = re.compile(r"<[^<>]*>|[^\s<>,;:]*@[^\s<>,;:]*")


class Silent(InDoubt):
    """The server said nothing after the final dot: the next mail would fare no better."""


class Deferred(Temporary):
    """The recipient's server puts the mail off (4yz): it concerns this recipient or domain."""


class Talk(smtplib.SMTP):
    """A conversation with one mail server that cannot last."""

    def __init__(self, settings: Settings, **more: Any) -> None:
        self.patience = settings.smtp_timeout
        self.begin()
        super().__init__(
            settings.smtp_host,
            settings.smtp_port,
            local_hostname=settings.mail_domain,
            timeout=settings.smtp_timeout,
            **more,
        )

    def begin(self, seconds: float = ATTEMPT_SECONDS) -> None:
        """Begin an attempt: nothing in it waits past its end."""
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Give how long the next wait may be; raises TimeoutError at the attempt's end."""
        left = min(self.patience, self._end - monotonic())
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def send(self, s: Any) -> None:
        """Send bytes or a command, in the time that is left."""
        if self.sock is not None:
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Read the server's answer, in the time that is left."""
        if self.file is None:
            self.file = io.BufferedReader(_Reader(self))
        return super().getreply()


class TlsTalk(Talk, smtplib.SMTP_SSL):
    """A conversation that is encrypted from its first word."""


class _Reader(io.RawIOBase):
    """Reads what comes from the server."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Take what has come, in the time that is left."""
        sock = self._talk.sock
        if sock is None:
            return 0
        sock.settimeout(self._talk.left())
        return sock.recv_into(buffer)


def connect(settings: Settings) -> Talk:
    """Open a conversation, encrypted and logged in as the settings say; raises Unreachable."""
    token = oauth.access_token(settings) if settings.smtp_auth == "xoauth2" else ""
    try:
        return _opened(settings, token)
    except (OSError, ValueError) as failure:
        raise Unreachable(_words(failure)) from failure


def hand_over(talk: Talk, sender: str, recipient: str, raw: bytes) -> str:
    """Send one mail; gives the server's words after the final dot, else raises SendFailed."""
    _fit_to_send(sender, recipient, raw)
    size = _size(talk, raw)
    talk.begin()
    try:
        reply = talk.docmd("MAIL", f"FROM:<{sender}>{size}")
        if size and reply[0] == TOO_BIG:
            raise Permanent(_said(reply))
        _demand(reply, at="MAIL")
        _demand(talk.docmd("RCPT", f"TO:<{recipient}>"), at="RCPT")
        _demand(talk.docmd("DATA"), at="DATA", kind=3)
        talk.send(_stuffed(raw))
    except OSError as failure:
        raise Unreachable(_words(failure)) from failure
    return _last_word(talk)


def biggest(talk: Talk) -> int | None:
    """Give the biggest mail that the server takes, 0: any (RFC 1870); None when it does not say."""
    said = talk.esmtp_features.get("size")
    if said is None:
        return None
    return int(said) if said.isdecimal() and len(said) <= 20 else 0


def start_over(talk: Talk) -> bool:
    """Make ready for the next mail after a refusal; false when the conversation has to end."""
    talk.begin(PARTING_SECONDS)
    try:
        return talk.rset()[0] == 250
    except OSError:
        return False


def part(talk: Talk) -> None:
    """End a conversation; how that goes says nothing about the mails before."""
    talk.begin(PARTING_SECONDS)
    with suppress(OSError):
        talk.quit()
    talk.close()


def _opened(settings: Settings, token: str) -> Talk:
    security = settings.smtp_security
    context = None if security == "none" else _context(settings)
    talk = TlsTalk(settings, context=context) if security == "tls" else Talk(settings)
    try:
        if security == "starttls":
            talk.starttls(context=context)  # refuses a server that does not offer it
        talk.ehlo_or_helo_if_needed()
        if settings.smtp_auth == "xoauth2":
            _show_token(talk, settings, token)
        elif settings.smtp_user:
            talk.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        talk.close()
        raise
    return talk


def _show_token(talk: Talk, settings: Settings, token: str) -> None:
    if "XOAUTH2" not in talk.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("XOAUTH2 not supported by server.")
    word = oauth.xoauth2(settings.smtp_user, token)

    def answer(challenge: bytes | None = None, /) -> str:
        return "" if challenge else word  # to a challenge that says why not: go on, and hear 535

    try:
        talk.auth("XOAUTH2", answer)
    except smtplib.SMTPAuthenticationError:
        oauth.forget(settings)
        raise


def _context(settings: Settings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.smtp_ca_file or None)


def _fit_to_send(sender: str, recipient: str, raw: bytes) -> None:
    """Refuse what SMTP without extensions cannot carry, or what could say more than one thing."""
    if not recipient.isascii():
        raise Permanent("not sent: the address has letters that only mail with SMTPUTF8 can carry")
    if not (_ADDRESS.fullmatch(sender) and _ADDRESS.fullmatch(recipient)):
        raise Permanent("not sent: the address has characters that mail servers do not take")
    if not raw.isascii() or _BARE_BREAK.search(raw):
        raise Permanent("not sent: the mail has bytes that mail servers do not take")


def _size(talk: Talk, raw: bytes) -> str:
    """Give what MAIL says of the size (RFC 1870); raises Permanent when it is too big for them."""
    limit, size = biggest(talk), len(_ended(raw))
    if limit is None:
        return ""
    if 0 < limit < size:
        raise Permanent(f"not sent: it has {size} bytes, and the mail server takes {limit}")
    return f" SIZE={size}"


def _ended(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"


def _stuffed(raw: bytes) -> bytes:
    """Put the mail in the form of RFC 5321 4.5.2, final dot included."""
    return re.sub(rb"(?m)^\.", b"..", _ended(raw)) + b".\r\n"


def _demand(reply: tuple[int, bytes], *, at: str, kind: int = 2) -> None:
    if reply[0] // 100 != kind:
        raise _refusal(reply, at=at)


def _refusal(reply: tuple[int, bytes], *, at: str) -> SendFailed:
    code, words = reply[0], _said(reply)
    if code == CLOSING or code // 100 not in {4, 5}:
        return Unreachable(words)  # who answers otherwise speaks of something else than we
    if at == "MAIL" or code in ASKS_FOR_LOGIN:
        return Temporary(words)
    if code // 100 == 5:
        return Permanent(words)
    return Temporary(words) if at == "DATA" else Deferred(words)


def _last_word(talk: Talk) -> str:
    before = talk.patience
    talk.patience *= DOT_PATIENCE
    try:
        reply = talk.getreply()
    except OSError as failure:
        raise Silent(f"no answer after the final dot: {_words(failure)}") from failure
    finally:
        talk.patience = before
    if reply[0] // 100 == 2:
        return _said(reply)
    if reply[0] // 100 in {4, 5}:
        raise _refusal(reply, at="dot")
    raise InDoubt(_said(reply))


def _words(failure: Exception) -> str:
    if isinstance(failure, smtplib.SMTPResponseException):
        error = failure.smtp_error
        said = error if isinstance(error, bytes) else str(error).encode()
        return _said((failure.smtp_code, said))
    text = getattr(failure, "strerror", None) or str(failure) or type(failure).__name__
    return _without_addresses(str(text))


def _said(reply: tuple[int, bytes]) -> str:
    return _without_addresses(f"{reply[0]} {reply[1].decode('utf-8', 'replace')}")


def _without_addresses(text: str) -> str:
    return clean_line(_ADDRESS_IN_WORDS.sub("…", text))[:500]
