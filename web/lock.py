"""Is a service running on this folder or this database already?

The lock is the kernel's (flock): it ends with the process that holds it, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from scheduler.config import Settings
from scheduler.errors import N_, Refused
from web.instance import file_of

PATIENCE = 4.0  # seconds: a service that was just told to end needs a moment


class AlreadyRunning(Refused):
    """Another service holds the folder or the database."""

    message = N_(
        "A service is already running here (%(path)s is held by process %(pid)s). "
        "End it first, or name another folder with --dir."
    )
    status = 409


class Lock:
    """A set of locked files, held until `release` or the end of the process."""

    def __init__(self, paths: Iterable[Path], free: Iterable[Path] = ()) -> None:
        self._paths = tuple(paths)
        self._free = tuple(free)  # must be nobody's for a moment
        self._held: list[int] = []

    def acquire(self, patience: float = PATIENCE) -> Lock:
        """Take every file, or raise AlreadyRunning after `patience` seconds."""
        until = time.monotonic() + patience
        try:
            for path in self._paths:
                self._held.append(_open_locked(path, until))
            for path in self._free:
                os.close(_open_locked(path, until))
        except AlreadyRunning:
            self.release()
            raise
        return self

    def release(self) -> None:
        """Let go of every file."""
        while self._held:
            os.close(self._held.pop())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self.release()


def service_lock(settings: Settings) -> Lock:
    """Give the lock of a service: its folder's, and its database's when that lies elsewhere.

    The parent holds it. It is given only when nobody serves on, without a parent.
    """
    return Lock(_paths(settings, "service.lock"), free=_paths(settings, "worker.lock"))


def worker_lock(settings: Settings) -> Lock:
    """Give the lock of the serving process: it may outlive its parent by a moment."""
    return Lock(_paths(settings, "worker.lock"))


def is_running(settings: Settings) -> bool:
    """Tell whether a service holds the folder or the database now."""
    try:
        service_lock(settings).acquire(patience=0).release()
    except AlreadyRunning:
        return True
    return False


def _paths(settings: Settings, name: str) -> list[Path]:
    folder = settings.dir.absolute()
    database = file_of(settings)
    if database is None or database.absolute().parent == folder:
        return [folder / name]
    return sorted({folder / name, database.absolute().with_name(f"{database.name}.{name}")})


def _open_locked(path: Path, until: float) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                holder = os.read(handle, 20).decode(errors="replace").strip() or "?"
                os.close(handle)
                raise AlreadyRunning(path=path.name, pid=holder) from None
            time.sleep(0.1)
        else:
            pid = str(os.getpid()).encode()
            os.ftruncate(handle, os.pwrite(handle, pid, 0))  # in this order: never empty
            return handle
