"""How is a mailbox watched? By a thread that signs in, takes what is new, and waits for more.

Whatever goes wrong, it tries again, after growing pauses; the log says why, and never a password.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from threading import Event, Thread

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, LoginError

from scheduler.config import Settings
from scheduler.errors import places
from scheduler.ports import SendFailed
from web import oauth
from web.doors.handling import Inbox
from web.doors.mailbox import Mailbox, NoFolder

log = logging.getLogger(__name__)
logging.getLogger("imapclient").setLevel(logging.WARNING)  # below, it shows whole conversations

TIMEOUT = SocketTimeout(connect=15, read=30)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds


class Watcher:
    """Watches one mailbox on a thread of its own from start to stop."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._ended = Event()
        self._pause = FIRST_PAUSE
        self._thread = Thread(target=self._run, name="mailbox", daemon=True)

    def start(self) -> None:
        """Watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more; a mail that is being taken is taken to its end, or stays as it was."""
        self._ended.set()
        self._thread.join(2)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._watch()
            except Exception as failure:  # noqa: BLE001  # nobody else would ever look again
                if not self._ended.is_set():
                    log.warning("%s; trying again in %d s", why(failure), self._pause)
                self._ended.wait(self._pause)
                self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _watch(self) -> None:
        with opened(self._inbox.settings) as client:
            mailbox = Mailbox(client, self._inbox, self._ended)
            log.info("the mailbox is watched")
            while not self._ended.is_set():
                mailbox.take_new()
                self._pause = FIRST_PAUSE
                mailbox.wait()


@contextmanager
def opened(settings: Settings, timeout: SocketTimeout = TIMEOUT) -> Iterator[IMAPClient]:
    """Connect and sign in as the settings say."""
    safe = ssl.create_default_context(cafile=settings.imap_ca_file or None)
    client = IMAPClient(
        settings.imap_host,
        settings.imap_port,
        ssl=settings.imap_security == "tls",
        ssl_context=safe,
        timeout=timeout,
    )
    try:
        if settings.imap_security == "starttls":
            client.starttls(safe)
        _sign_in(client, settings)
        yield client
        client.logout()
    finally:
        with suppress(OSError):
            client.shutdown()


def why(failure: Exception) -> str:
    """Give why a mailbox cannot be watched, in words without its user or password."""
    match failure:
        case LoginError():
            said = "its server refuses the user, the password or the token"
        case NoFolder():
            said = "it has no folder as KALLELSE_IMAP_FOLDER says"
        case SendFailed():
            said = f"there is no token to sign in with: {failure.answer}"
        case ssl.SSLCertVerificationError():
            said = f"the server's certificate is not trusted: {failure.verify_message}"
        case IMAPClientAbortError():
            said = "the server has cut the connection"
        case FileNotFoundError():
            said = "there is no file where KALLELSE_IMAP_CA_FILE points"
        case OSError():
            said = failure.strerror or type(failure).__name__
        case _:
            said = f"{type(failure).__name__}\n{places(failure)}"
    return f"the mailbox cannot be watched: {said}"


def _sign_in(client: IMAPClient, settings: Settings) -> None:
    if settings.imap_auth == "password":
        client.login(settings.imap_user, settings.imap_password)
        return
    word = oauth.xoauth2(settings.imap_user, oauth.access_token(settings))
    words = chain([word], repeat(""))  # a refusal comes as a challenge, to be answered with nothing
    try:
        client.sasl_login("XOAUTH2", lambda _: next(words))
    except LoginError:
        oauth.forget(settings)
        raise
