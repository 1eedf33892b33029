"""How is the service started, watched and ended?

One parent starts one serving process, starts it again if it dies, and ends it on
SIGTERM or SIGINT with exit code 0.
"""

from __future__ import annotations

import importlib
import logging.config
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from scheduler.config import Settings
from scheduler.errors import N_, Refused
from web import logs
from web.lock import PATIENCE
from web.readiness import is_ready

STREAM_RESERVE = 32  # threads beyond the open streams, for pages
# Connections that may be open: a browser keeps up to six, most of them idle.
CONNECTIONS_PER_STREAM, CONNECTION_RESERVE = 4, 1024
KILL_AFTER = 8  # seconds a serving process has for ending cleanly
READY_WITHIN = 60.0


class PortTaken(Refused):
    """Another program listens there."""

    message = N_(
        "Port %(port)s on %(host)s is taken or not allowed (%(why)s). "
        "Choose another one with --port."
    )


def serve(settings: Settings, *, announce: Callable[[], None]) -> int:
    """Serve until told to end; `announce` is called once, when the service is ready.

    The caller holds the service's lock.
    """
    logging.config.dictConfig(_logging(settings))
    # A fork copies locks that other threads hold (an import's, the announcer's) and waits for ever.
    multiprocessing.set_start_method("spawn", force=True)
    server = _server(settings)
    server.on_startup(partial(_start_announcing, settings, announce))
    try:
        server.serve(target_loader=partial(_load, settings), wrap_loader=False)
    except SystemExit:  # Granian's way to say that a process ended before it was told to
        return 0 if server.interrupt_signal else 1
    return 0


def await_port(host: str, port: int) -> None:
    """Wait a moment for the port, else refuse; Granian itself would share it with a stranger."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            _try_port(host, port)
        except OSError as why:
            if time.monotonic() >= until:
                raise PortTaken(host=host, port=port, why=why.strerror) from None
            time.sleep(0.2)
        else:
            return


def free_port(host: str = "127.0.0.1") -> int:
    """Give a port that nobody listens on now."""
    return _try_port(host, 0)


def _load(settings: Settings) -> Any:
    # Imported in the serving process alone: the parent, and every other command, stay small.
    return importlib.import_module("web.service").load(settings)


def _server(settings: Settings) -> MPServer:
    return MPServer(
        "kallelse",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.streams + STREAM_RESERVE,
        backlog=CONNECTION_RESERVE,
        backpressure=settings.streams * CONNECTIONS_PER_STREAM + CONNECTION_RESERVE,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_logging(settings),
    )


def _logging(settings: Settings) -> dict[str, Any]:
    return logs.settings("WARNING" if settings.demo else "INFO")


def _start_announcing(settings: Settings, announce: Callable[[], None]) -> None:
    threading.Thread(target=_announce, args=(settings, announce), daemon=True).start()


def _announce(settings: Settings, announce: Callable[[], None]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if is_ready(settings):
            announce()
            return
        time.sleep(0.1)
    logging.getLogger("kallelse").error("Not ready after %d s: see `kallelse doctor`", READY_WITHIN)


def _try_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return int(probe.getsockname()[1])
