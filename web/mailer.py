"""How do finished letters leave? Through Flask-Mail, with bytes, timeouts and TLS of our own.

Flask-Mail gives the settings' names, the `email_dispatched` signal and `record_messages()`; the
bytes are those that were rendered and stored, and the conversation is web/smtp.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from email import charset
from email.parser import BytesHeaderParser
from email.policy import default
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Final

import flask_mail
from flask import current_app

from scheduler.ports import Busy, Permanent, SendFailed, Unreachable
from web import smtp
from web.breaker import Breaker, PerMinute

if TYPE_CHECKING:
    from flask import Flask

    from scheduler.config import Settings
    from web.session import Parts

# Importing Flask-Mail changes this for every mail that the process writes: back to Python's own.
charset.add_charset("utf-8", charset.SHORTEST, charset.BASE64, "utf-8")

log = logging.getLogger(__name__)

MAILS_PER_CONNECTION: Final = 100
DOWN_SECONDS: Final = 5.0
WAITS_FOR_DOMAIN: Final = "not tried: the recipient's mail server has put off the mails before it"
WAITS_FOR_TURN: Final = "not tried: so many mails have left this minute"
NOT_SENT: Final = "not sent: the application is being tested"


class Message(flask_mail.Message):
    """A finished mail to one recipient; nothing is written anew."""

    def __init__(self, sender: str, recipient: str, raw: bytes) -> None:
        # Flask-Mail's own constructor asks the name service who we are, for each message.
        self.sender, self.recipients, self.raw = sender, [recipient], raw
        head = BytesHeaderParser(policy=default).parsebytes(raw)
        self.subject = str(head["Subject"] or "")
        self.msgId = str(head["Message-ID"] or "")
        self.body, self.alts, self.attachments = None, {}, []
        self.cc, self.bcc, self.reply_to = [], [], None
        self.date = self.charset = self.extra_headers = None
        self.mail_options, self.rcpt_options = [], []

    def as_bytes(self) -> bytes:
        """Give the stored bytes."""
        return self.raw

    def as_string(self) -> str:
        """Give the stored bytes as text."""
        return self.raw.decode("ascii", "backslashreplace")


class Connection(flask_mail.Connection):
    """A conversation with the mail server; `host` is None where nothing may leave (tests)."""

    host: smtp.Talk | None

    def __init__(self, mail: Mail) -> None:
        super().__init__(mail)
        self._settings = mail.settings

    def configure_host(self) -> smtp.Talk:
        """Open the conversation; raises scheduler.ports.Temporary."""
        return smtp.connect(self._settings)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """End the conversation."""
        host, self.host = self.host, None
        if host is not None:
            smtp.part(host)

    def send(
        self, message: flask_mail.Message, envelope_from: str | tuple[str, str] | None = None
    ) -> None:
        """Send a message, as Flask-Mail's callers do."""
        if not isinstance(message, Message) or envelope_from is not None:
            raise TypeError("only finished mails leave: web.mailer.Message")
        self.hand_over(message)

    def hand_over(self, message: Message) -> str:
        """Send a message and tell the signal's listeners; gives the server's last word."""
        answer = NOT_SENT
        if self.host is not None:
            [recipient] = map(str, message.recipients)
            answer = smtp.hand_over(self.host, str(message.sender), recipient, message.raw)
        self.num_emails += 1
        _tell(message)
        return answer


class Mail(flask_mail.Mail):
    """Flask-Mail with the settings of the instance."""

    def __init__(self, app: Flask) -> None:
        parts: Parts = app.extensions["kallelse"]
        self.settings: Settings = parts.settings
        app.config.update(
            MAIL_SERVER=self.settings.smtp_host,
            MAIL_PORT=self.settings.smtp_port,
            MAIL_USE_TLS=self.settings.smtp_security == "starttls",
            MAIL_USE_SSL=self.settings.smtp_security == "tls",
            MAIL_DEBUG=False,  # it would print passwords
        )
        super().__init__(app)

    def connect(self) -> Connection:
        """Give a connection, to be opened by `with`."""
        return Connection(self)


class FlaskMailSender:
    """The door through which letters leave (scheduler.ports.MailSender); one connection.

    After a failed conversation, further mails fail at once for a few seconds, so that a dead
    server costs a batch one timeout and not one for each mail. Mails that would pass the relay's
    limit, or go to a domain that puts us off, are Busy: not tried, and no failure. `clock` counts
    seconds.
    """

    def __init__(self, app: Flask, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._mail = Mail(app)
        self._lock = Lock()
        self._connection: Connection | None = None
        self._clock = clock
        self._down_until = 0.0
        self._down: SendFailed | None = None
        self._breaker = Breaker(clock)
        self._per_minute = PerMinute(self._mail.settings.smtp_per_minute, clock)

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        """Send one mail; gives the server's words after the final dot, else raises SendFailed."""
        with self._lock, self._app.app_context():
            message = Message(sender, recipient, raw)
            self._wait_for_nothing(recipient)
            try:
                answer = self._send(message)
            except SendFailed as failed:
                self._learn(recipient, failed)
                raise
            self._breaker.taken(recipient)
            return answer

    def close(self) -> None:
        """Let go of the connection; the next `send` opens one."""
        with self._lock:
            self._hang_up()

    def _wait_for_nothing(self, recipient: str) -> None:
        """Let a mail pass that can be tried now; else raise what makes it wait."""
        if self._down is not None and self._clock() < self._down_until:
            raise Unreachable(self._down.answer)
        if seconds := self._breaker.wait(recipient):
            raise Busy(WAITS_FOR_DOMAIN, seconds)
        if seconds := self._per_minute.wait():
            raise Busy(WAITS_FOR_TURN, seconds)

    def _learn(self, recipient: str, failed: SendFailed) -> None:
        if isinstance(failed, Unreachable | smtp.Silent):
            self._down, self._down_until = failed, self._clock() + DOWN_SECONDS
        if isinstance(failed, smtp.Deferred):
            self._breaker.deferred(recipient, failed.answer)
        # After a plain refusal the conversation goes on; after anything else nothing is sure.
        host = self._connection.host if self._connection else None
        plain = isinstance(failed, smtp.Deferred | Permanent)
        if not (plain and host is not None and smtp.start_over(host)):
            self._hang_up()

    def _send(self, message: Message) -> str:
        known = self._connection is not None
        try:
            return self._connected().hand_over(message)
        except Unreachable:
            if not known:
                raise
        # The server had hung up since the last mail, which says nothing about this one.
        self._hang_up()
        return self._connected().hand_over(message)

    def _connected(self) -> Connection:
        if self._connection and self._connection.num_emails >= MAILS_PER_CONNECTION:
            self._hang_up()
        if self._connection is None:
            self._connection = self._mail.connect().__enter__()
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.__exit__(None, None, None)


def _tell(message: Message) -> None:
    """Tell who listens; the mail has left, so whatever they do is no failure of it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        flask_mail.email_dispatched.send(app, message=message)
    except Exception as failure:  # noqa: BLE001  # a failure here would send the mail again
        log.warning("a listener to a sent mail failed: %s", type(failure).__name__)
