"""What do mails to `svar+<token>@` change?

The token alone says who answers; From and what else a mail claims prove nothing. Only an iTIP
REPLY (RFC 5546 3.2.3) with the person's own ATTENDEE changes an answer. All else is taken and
changes nothing, and no mail is ever answered with a mail: two machines cannot make a loop.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum
from urllib.parse import unquote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.calendar import reply
from scheduler.calendar.address import wire
from scheduler.calendar.reply import Answer, Inbound
from scheduler.clock import now
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.errors import Refused, places
from scheduler.inputs import AnswerInput
from scheduler.model import Invitation, Letter, Meeting, Person, ReplyAddress
from scheduler.services import invitations
from scheduler.tokens import KeyRing, number_in

log = logging.getLogger(__name__)

LONGEST_COMMENT = 1_000


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
        return _take(database, keys, _read(settings, raw, recipient), recipient)
    except reply.Unreadable as unreadable:
        log.warning("a mail could not be read: %s", type(unreadable).__name__)
        return Outcome.TAKEN  # it will be no better next time
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
    )


def _take(database: Database, keys: KeyRing, mail: Inbound, recipient: str) -> Outcome:
    with database.reading() as session:
        tokens = _tokens(mail, recipient)
        numbers = [number for token in tokens for number in _verified(session, keys, token)]
    if not numbers:
        log.info("a mail to an unknown address")
        return Outcome.UNKNOWN
    changed = 0
    if mail.answers:
        with database.transaction() as session:
            address = session.get_one(ReplyAddress, numbers[0])
            changed = sum(_apply(session, address, one) for one in _own(session, address, mail))
    log.info("a mail was taken: %d answers, %d applied", len(mail.answers), changed)
    return Outcome.TAKEN


def _tokens(mail: Inbound, recipient: str) -> tuple[str, ...]:
    """Give the envelope's token; only a door that knows no envelope leaves it to the headers."""
    if not recipient:
        return mail.tokens
    return tuple(one for one in mail.tokens[:1] if one in unquote(recipient).lower())


def _verified(session: Session, keys: KeyRing, token: str) -> Iterator[int]:
    """Give the number of the reply address whose token this is, if it is one."""
    number = number_in(token)
    address = session.get(ReplyAddress, number) if number is not None else None
    if address is None or address.key is None or address.key > keys.newest:
        return
    expected = keys.svar(address.number, address.generation, address.key)
    if hmac.compare_digest(token.encode(), expected.encode()):
        yield address.number


def _own(session: Session, address: ReplyAddress, mail: Inbound) -> Iterator[Answer]:
    """Give the answers that the token's person gives for themselves.

    Another address (forwarded, a delegate, an alias) is nobody's yes until somebody has looked.
    An attendee without any address (`invalid:nomail`) is whoever holds the token.
    """
    known = _addresses(session, address)
    own = [one for one in mail.answers if one.attendee.casefold() in known]
    named = {one.uid for one in own}
    yield from own
    yield from (one for one in mail.answers if not one.attendee and one.uid not in named)


def _addresses(session: Session, address: ReplyAddress) -> set[str]:
    """Give the person's addresses as mail writes them: today's, and those our letters named."""
    person = session.get_one(Person, address.person_id)
    written = session.scalars(
        select(Letter.recipient)
        .where(Letter.person_id == person.id, Letter.network_id == address.network_id)
        .distinct()
    )
    return {wire(one).casefold() for one in (person.email, *written) if one}


def _apply(session: Session, address: ReplyAddress, answer: Answer) -> bool:
    """Give one answer to the service; false if it changes nothing."""
    invitation_id = _invitation(session, address, answer.uid)
    if invitation_id is None or answer.answer == "needs-action":
        return False
    person = address.person_id
    try:
        invitations.answer(
            session,
            invitation_id,
            plan=AnswerInput(answer=answer.answer, comment=answer.comment[:LONGEST_COMMENT]),
            via="mail",
            by=Actor(kind="mail", id=person, person_id=person),
            sequence=answer.sequence,
            stamp=_stamp(answer),
        )
    except Refused as refused:  # cancelled, over, no longer invited
        log.info("an answer by mail was not applied: %s", type(refused).__name__)
        return False
    return True


def _invitation(session: Session, address: ReplyAddress, uid: str) -> UUID | None:
    return session.scalar(
        select(Invitation.id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Meeting.uid == uid,
            Meeting.network_id == address.network_id,
            Invitation.person_id == address.person_id,
        )
    )


def _stamp(answer: Answer) -> datetime | None:
    """Give the reply's DTSTAMP; a clock that is ahead must not outdo all later answers."""
    return min(answer.stamp, now()) if answer.stamp else None


def knows(database: Database, keys: KeyRing, settings: Settings, recipient: str) -> bool:
    """Tell whether somebody has this address, for a door that refuses at once; changes nothing."""
    tokens = _tokens(_read(settings, b"\r\n", recipient), recipient)
    with database.reading() as session:
        return any(True for token in tokens for _ in _verified(session, keys, token))
