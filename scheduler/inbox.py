"""Which mails to `svar+<token>@` are taken, and whose are they?

The one function behind every door. The token alone says whose a mail is; what it changes stands in
scheduler/services/receiving.py. The mail itself is not kept.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from enum import IntEnum

from sqlalchemy.orm import Session

from scheduler.calendar import reply
from scheduler.calendar.reply import Inbound
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.errors import places
from scheduler.model import ReplyAddress
from scheduler.services import receiving
from scheduler.services.returned import NotSettled
from scheduler.tokens import KeyRing, number_in

log = logging.getLogger(__name__)


class Outcome(IntEnum):
    """What became of a mail; the value is the exit code that mail servers know (sysexits.h)."""

    TAKEN = 0
    UNKNOWN = 67
    LATER = 75


def take(
    database: Database, keys: KeyRing, settings: Settings, raw: bytes, recipient: str
) -> Outcome:
    """Take one mail; `recipient` is the envelope's, "" if the door does not know it.

    LATER when it could not be stored now: the mail server keeps it and tries again.
    """
    try:
        return _take(database, keys, _read(settings, raw, recipient))
    except reply.Unreadable as unreadable:
        log.warning("a mail could not be read: %s", type(unreadable).__name__)
        return Outcome.TAKEN  # it will be no better next time
    except NotSettled:
        log.info("a report came before its letter's receipt")
        return Outcome.LATER
    except Exception as failure:  # noqa: BLE001  # the mail must not be lost to a fault of ours
        told = (type(failure).__name__, places(failure))
        log.warning("a mail could not be taken now: %s\n%s", *told)
        return Outcome.LATER


def _read(settings: Settings, raw: bytes, recipient: str) -> Inbound:
    return reply.read(
        raw,
        recipient=recipient,
        local_part=settings.reply_local_part,
        delimiter=settings.reply_delimiter,
        authserv_id=settings.authserv_id,
    )


def _take(database: Database, keys: KeyRing, mail: Inbound) -> Outcome:
    with database.reading() as session:
        numbers = [number for token in mail.tokens for number in _verified(session, keys, token)]
    if not numbers:
        log.info("a mail to an unknown address")
        return Outcome.UNKNOWN
    with database.transaction() as session:
        address = session.get_one(ReplyAddress, numbers[0])
        counted = receiving.receive(session, address, mail)
    log.info("a mail was taken: %d answers, %d counted", len(mail.answers), counted)
    return Outcome.TAKEN


def _verified(session: Session, keys: KeyRing, token: str) -> Iterator[int]:
    """Give the number of the reply address whose token this is, if it is one."""
    number = number_in(token)
    address = session.get(ReplyAddress, number) if number is not None else None
    if address is None or address.key is None or address.key > keys.newest:
        return
    expected = keys.svar(address.number, address.generation, address.key)
    if hmac.compare_digest(token.encode(), expected.encode()):
        yield address.number


def knows(database: Database, keys: KeyRing, settings: Settings, recipient: str) -> bool:
    """Tell whether somebody has this address, for a door that refuses at once; changes nothing."""
    tokens = _read(settings, b"\r\n", recipient).tokens
    with database.reading() as session:
        return any(True for token in tokens for _ in _verified(session, keys, token))
