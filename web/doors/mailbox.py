"""What becomes of the mails in a mailbox on an IMAP server (RFC 3501)?

Its flags and folders are the only memory. Taken: moved to the folder `Handled` below. Nobody's, or
too big: marked as read and flagged, for people. Not now: left alone, tried again in a minute, and
flagged after three tries, so that it is seen; it keeps nobody else waiting. To have a mail tried
again, mark it as unread.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from threading import Event

from imapclient import DELETED, FLAGGED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from scheduler.inbox import Outcome
from web.doors.handling import MOST_BYTES, Inbox

log = logging.getLogger(__name__)

HANDLED = "Handled"
TRIES = 3
AGAIN = 60.0  # seconds until a mail is tried again
AGAIN_WHEN_FLAGGED = 3600.0
RENEW = 60.0  # seconds in IDLE; some servers drop what is longer silent, others forget to tell
POLL = 20.0  # seconds between two looks at a server without IDLE
LOOK = 1.0  # seconds after which the end is noticed


class NoFolder(Exception):
    """The mailbox has no folder of the name that is set."""


class Mailbox:
    """One folder of one connection, until `ended` is set."""

    def __init__(self, client: IMAPClient, inbox: Inbox, ended: Event) -> None:
        self._client = client
        self._inbox = inbox
        self._ended = ended
        self._folder = inbox.settings.imap_folder
        self._next: int | None = None  # the number that the next mail will get, at the last look
        self._handled = ""  # the folder's name, once it is known to be there
        self._tries: dict[int, int] = {}
        self._not_before: dict[int, float] = {}

    def take_new(self) -> None:
        """Take what is unread, until a look finds no more."""
        while found := self._new():
            for uid in found:
                if self._ended.is_set():
                    return
                self._not_before[uid] = time.monotonic() + AGAIN
                self._take(uid)

    def wait(self) -> None:
        """Wait until something comes, it is time to look again, or the end (RFC 2177)."""
        if not self._client.has_capability("IDLE"):
            self._ended.wait(POLL)
            return
        if self._open() != self._next:
            return  # what came since the last look was told with it, and IDLE does not repeat it
        self._client.idle()
        until = time.monotonic() + RENEW
        while not self._ended.is_set() and (asked := time.monotonic()) < until:
            said = self._client.idle_check(timeout=LOOK)
            if said or time.monotonic() - asked < LOOK / 2:  # silent at once: the line is cut
                break
        self._client.idle_done()

    def _open(self) -> int | None:
        try:
            found: int | None = self._client.select_folder(self._folder).get(b"UIDNEXT")
        except IMAPClientAbortError:
            raise
        except IMAPClientError as missing:
            raise NoFolder from missing
        return found

    def _new(self) -> list[int]:
        self._next = self._open()
        now, found = time.monotonic(), self._client.search(["UNSEEN", "UNDELETED"])
        self._not_before = {uid: self._not_before.get(uid, 0) for uid in found}
        return sorted(uid for uid in found if self._not_before[uid] <= now)

    def _take(self, uid: int) -> None:
        try:
            raw = self._read(uid)
        except IMAPClientAbortError:
            raise  # the line is cut
        except (IMAPClientError, KeyError):  # the server cannot give it, or it is gone
            self._leave_for_later(uid)
            return
        if raw is None:
            self._leave_for_people(uid, "it is too big")
            return
        outcome = self._inbox.take(raw, "")
        if outcome is Outcome.TAKEN:
            self._file(uid)
        elif outcome is Outcome.UNKNOWN:
            self._leave_for_people(uid, "nobody has the address")
        else:
            self._leave_for_later(uid)

    def _read(self, uid: int) -> bytes | None:
        """Give the mail, unread as it is; None if it is too big to be one."""
        if self._client.fetch([uid], ["RFC822.SIZE"])[uid][b"RFC822.SIZE"] > MOST_BYTES:
            return None
        raw: bytes = self._client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
        return raw

    def _file(self, uid: int) -> None:
        self._client.add_flags([uid], [SEEN])  # first: taken is taken, even if it cannot be moved
        try:
            self._move(uid, self._folder_of_handled())
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            log.warning("a mail was taken, and stays in the mailbox: there is no folder for it")

    def _move(self, uid: int, folder: str) -> None:
        if self._client.has_capability("MOVE"):
            self._client.move([uid], folder)
            return
        self._client.copy([uid], folder)
        self._client.add_flags([uid], [DELETED])
        if self._client.has_capability("UIDPLUS"):  # else somebody else's deletions would go, too
            self._client.uid_expunge([uid])

    def _folder_of_handled(self) -> str:
        if not self._handled:
            [(_, delimiter, _), *_] = self._client.list_folders("", self._folder)
            name = f"{self._folder}{(delimiter or b'/').decode()}{HANDLED}"
            if not self._client.folder_exists(name):
                self._client.create_folder(name)
                with suppress(IMAPClientError):
                    self._client.subscribe_folder(name)
            self._handled = name
        return self._handled

    def _leave_for_people(self, uid: int, why: str) -> None:
        self._client.add_flags([uid], [SEEN, FLAGGED])
        log.warning("a mail was flagged and left in the mailbox: %s", why)

    def _leave_for_later(self, uid: int) -> None:
        self._tries[uid] = self._tries.get(uid, 0) + 1
        if self._tries[uid] == TRIES:
            with suppress(IMAPClientError):
                self._client.add_flags([uid], [FLAGGED])
            log.warning("a mail was flagged and passed over: it could not be taken %d times", TRIES)
        if self._tries[uid] >= TRIES:
            self._not_before[uid] = time.monotonic() + AGAIN_WHEN_FLAGGED
