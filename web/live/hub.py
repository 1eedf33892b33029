"""What do all streams of a process share? How many may be open, who watches, and the end."""

from __future__ import annotations

import threading
from typing import cast

from flask import current_app

from scheduler.database import Database
from web.live.fragments import Fragments
from web.live.watcher import Watcher

EXTENSION = "kallelse-live"


class Live:
    """The streams of one process: at most `most` at once."""

    def __init__(self, database: Database, most: int) -> None:
        self.watcher = Watcher(database)
        self.fragments = Fragments()
        self.most = most
        self._open = 0
        self._lock = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Whether the service is ending."""
        return self.watcher.stopped

    @property
    def open(self) -> int:
        """How many streams are open."""
        return self._open

    def admit(self) -> bool:
        """Let one more stream in, if there is a thread for it."""
        with self._lock:
            if self.stopped or self._open >= self.most:
                return False
            self._open += 1
            return True

    def leave(self) -> None:
        """Take note that a stream is over."""
        with self._lock:
            self._open -= 1

    def stop(self) -> None:
        """End all streams: the service ends."""
        self.watcher.stop()


def hub() -> Live:
    """Give the streams of this application."""
    return cast("Live", current_app.extensions[EXTENSION])
