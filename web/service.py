"""What runs inside the one serving process?

Pages, the clock, the doors for mail from outside and (in a demonstration) the mail sink.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

from scheduler.actor import SYSTEM
from scheduler.alarm import Alarm
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.render import Renderer
from scheduler.services import zones
from web import dkim
from web.application import create_app
from web.demo.sink import Sink
from web.doors import opened
from web.doors.handling import Door
from web.instance import keys
from web.live.hub import EXTENSION, Live
from web.lock import worker_lock
from web.mailer import FlaskMailSender

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger("kallelse")
LAST_MOMENTS = 6.0  # seconds that a process without its parent has for ending cleanly


def load(settings: Settings) -> WSGIApplication:
    """Start everything and give the WSGI application; called once, in the serving process."""
    parent = os.getppid()
    worker_lock(settings).acquire(patience=2 * LAST_MOMENTS)  # an orphan of before ends first
    database = Database(settings.database)
    app = create_app(settings, database)
    sink = Sink(settings, database, keys(settings)) if settings.demo else None
    if sink is not None:
        sink.start()
    entrances = opened.doors(settings, database, keys(settings))
    for door in entrances:
        door.start()
    sender, sign = FlaskMailSender(app), dkim.signer(settings) or bytes
    with database.transaction() as session:
        zones.rederive(session, by=SYSTEM)  # before the clock rings: what is due may have moved
    post = Post(database, Renderer(settings, keys(settings)), sender, sign)
    alarm = Alarm(database, LocalEngine(post))
    alarm.start()
    app.extensions["kallelse"].heartbeat = lambda: alarm.rang_at
    _listen_for_the_end(app.extensions[EXTENSION])
    Finalize(None, _end, args=(alarm, sink, entrances, database), exitpriority=100)
    threading.Thread(target=_follow, args=(parent,), name="follow", daemon=True).start()
    wsgi: Any = app
    return wsgi  # type: ignore[no-any-return]


def _end(alarm: Alarm, sink: Sink | None, entrances: list[Door], database: Database) -> None:
    alarm.stop()
    for door in entrances:
        door.stop()
    if sink is not None:
        sink.stop()
    database.close()


def _listen_for_the_end(live: Live) -> None:
    """End all open streams at the signal: the server waits for them before it ends anything."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)  # noqa: FBT003  # its own name
    signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def listen(_kept: socket.socket) -> None:
        told = b""
        while not set(told) & {signal.SIGTERM, signal.SIGINT}:
            told = ours.recv(16)
        live.stop()

    threading.Thread(target=listen, args=(theirs,), name="end", daemon=True).start()


def _follow(parent: int) -> None:
    """End when the parent is gone: nobody else would ever end this process."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(0.5)
    log.warning("The parent process is gone; ending.")
    os.kill(os.getpid(), signal.SIGTERM)
    pause.wait(LAST_MOMENTS)
    os._exit(1)
