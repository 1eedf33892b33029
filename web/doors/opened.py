"""Which doors for mail from outside do the settings ask for?"""

from __future__ import annotations

from scheduler.config import Settings
from scheduler.database import Database
from scheduler.tokens import KeyRing
from web.doors import place
from web.doors.handling import Door, Inbox
from web.doors.imap import Watcher
from web.doors.listener import Listener


def doors(settings: Settings, database: Database, keys: KeyRing) -> list[Door]:
    """Give the doors that are set, none of them open yet."""
    inbox = Inbox(database, keys, settings)
    found: list[Door] = []
    if settings.lmtp_listen:
        found.append(Listener(inbox, place.of(settings.lmtp_listen)))
    if settings.imap_host:
        found.append(Watcher(inbox))
    return found
