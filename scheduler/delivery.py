"""How does a letter get out, and how do we know?

`deliver` tries it: render and store, check that it is still true, send, write the receipt. The
server's word after the final dot is the only truth; a crash before the receipt leaves doubt, and
the same bytes are sent again (RFC 5321 6.1).
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from scheduler import due, ports, truth
from scheduler.clock import now
from scheduler.database import Database
from scheduler.due import Work
from scheduler.errors import N_, places
from scheduler.model import Account, Letter, ReplyAddress, SignInLink
from scheduler.render import Rendered, Renderer
from scheduler.tokens import digest

log = logging.getLogger(__name__)

RETRY_MINUTES = (1, 5, 15, 30, 60)
GIVE_UP = timedelta(hours=72)
LINK_LIFE = timedelta(minutes=30)
NOT_TAKEN = N_("The mail server did not take it for three days.")
NOBODY_THERE = "unreachable"  # the error of due work that waits for the mail server itself
REFUSED = N_("The mail server refused it for good.")


@dataclass(frozen=True, slots=True)
class Post:
    """What delivery needs of the world."""

    database: Database
    renderer: Renderer
    sender: ports.MailSender


@dataclass(frozen=True, slots=True)
class Sealed:
    """A mail on its way; `doubtful`: it may have left in a try before."""

    sender: str
    recipient: str
    raw: bytes
    doubtful: bool


def deliver(to: Post, work: Work) -> None:
    """Try to deliver the letter of one claimed due row."""
    try:
        rendered = _render(to, work)
    except Exception as fault:  # noqa: BLE001  # a letter that cannot be written must not vanish
        _not_written(to.database, work, fault)
        return
    sealed = _begin(to.database, work, rendered)
    if sealed is None:
        return
    try:
        answer = to.sender.send(sealed.sender, sealed.recipient, sealed.raw)
    except ports.SendFailed as failed:
        _failed(to.database, work, failed, doubtful=sealed.doubtful)
    except Exception as fault:  # noqa: BLE001  # nobody knows how far the sender had come
        _failed(to.database, work, ports.InDoubt(type(fault).__name__), doubtful=True)
    else:
        _sent(to.database, work, answer)


def recover(session: Session, letter_ids: Select[Any] | None = None) -> int:
    """Put letters that were being sent in doubt: they will be sent again unchanged.

    `letter_ids`: only these (None: all, after a stop). Gives how many there were.
    """
    statement = update(Letter).where(Letter.state == "sending").values(state="doubt")
    if letter_ids is not None:
        statement = statement.where(Letter.id.in_(letter_ids))
    result = session.execute(statement.execution_options(synchronize_session=False))
    count: CursorResult[Any] = result  # type: ignore[assignment]
    return count.rowcount


def _render(to: Post, work: Work) -> Rendered | None:
    with to.database.reading() as session:
        letter = session.get_one(Letter, work.letter_id)
        if letter.raw is not None or truth.why_not(session, letter):
            return None
        return to.renderer.letter(session, letter)


def _begin(database: Database, work: Work, rendered: Rendered | None) -> Sealed | None:
    """Mark the try, if the claim is ours and the letter is still true; gives what to send."""
    with database.transaction() as session:
        if not due.start(session, work):
            return None
        letter = session.get_one(Letter, work.letter_id)
        if letter.state == "held":
            due.dead(session, work, "held")  # until somebody lets it go
            return None
        reason = truth.why_not(session, letter)
        if reason:
            _withdraw(letter, reason)
            due.done(session, work, "withdrawn")
            return None
        if letter.raw is None:
            if rendered is None:
                due.again(session, work, now())  # it was not true a moment ago, now it is
                return None
            _store(session, letter, rendered)
        return _mark(letter)


def _mark(letter: Letter) -> Sealed:
    """Begin a try: from here on the letter may have left, until its outcome is written."""
    doubtful = bool(letter.body.get("doubt"))
    letter.state = "sending"
    letter.tries += 1
    letter.body = {**letter.body, "doubt": True}
    return Sealed(letter.body["sender"], letter.recipient, letter.raw or b"", doubtful)


def _store(session: Session, letter: Letter, rendered: Rendered) -> None:
    letter.raw = rendered.raw
    letter.raw_sha256 = hashlib.sha256(rendered.raw).hexdigest()
    letter.message_id, letter.subject = rendered.message_id, rendered.subject
    letter.recipient = rendered.recipient
    letter.body = {**(letter.body or {}), "sender": rendered.sender}
    if rendered.svar_key is not None and letter.network_id is not None:
        session.execute(
            update(ReplyAddress)
            .where(
                ReplyAddress.person_id == letter.person_id,
                ReplyAddress.network_id == letter.network_id,
                ReplyAddress.key.is_(None),
            )
            .values(key=rendered.svar_key)
        )
    if rendered.one_time:
        account = session.scalars(select(Account).filter_by(person_id=letter.person_id)).one()
        session.add(
            SignInLink(
                account_id=account.id,
                token_hash=digest(rendered.one_time),
                expires_at=now() + LINK_LIFE,
            )
        )


def _sent(database: Database, work: Work, answer: str) -> None:
    with database.transaction() as session:
        if not due.done(session, work, "sent"):
            return
        letter = session.get_one(Letter, work.letter_id)
        letter.state, letter.answer, letter.sent_at = "sent", answer[:500], now()
        letter.raw = None  # the hash, the headers and the told SEQUENCE stay
        due.hurry(session, lane="network", error=NOBODY_THERE)  # the server is back for all
        letter.body = {**letter.body, "doubt": False}
        told = letter.invitation
        if told is not None and letter.method:
            told.told_sequence = max(letter.sequence, told.told_sequence or 0)
            told.told_at = letter.sent_at


def _not_written(database: Database, work: Work, fault: Exception) -> None:
    # The kind of the fault only: its text may hold names or addresses.
    error = type(fault).__name__
    told = (work.id, error, places(fault))
    log.error("a letter could not be written: row=%d error=%s\n%s", *told)
    with database.transaction() as session:
        if not due.start(session, work):
            return
        letter = session.get_one(Letter, work.letter_id)
        letter.tries += 1
        doubtful = bool(letter.body.get("doubt"))
    _failed(database, work, ports.Temporary(error), doubtful=doubtful)


def _failed(database: Database, work: Work, failed: ports.SendFailed, *, doubtful: bool) -> None:
    """Write what became of a try; `doubtful`: the letter may have left in a try before."""
    with database.transaction() as session:
        if not due.held(session, work):
            return  # somebody else has the letter by now, and writes its state
        letter = session.get_one(Letter, work.letter_id)
        letter.answer = failed.answer[:500]
        doubtful = doubtful or isinstance(failed, ports.InDoubt)
        letter.body = {**letter.body, "doubt": doubtful}
        if isinstance(failed, ports.Permanent):
            _die(session, letter, work, REFUSED)
        elif now() - letter.queued_at > GIVE_UP:
            _die(session, letter, work, NOT_TAKEN)
        else:
            letter.state = "doubt" if doubtful else "queued"
            error = NOBODY_THERE if isinstance(failed, ports.Unreachable) else letter.answer
            due.again(session, work, now() + _pause(letter.tries), error)


def _pause(tries: int) -> timedelta:
    return timedelta(minutes=RETRY_MINUTES[min(tries, len(RETRY_MINUTES)) - 1])


def _die(session: Session, letter: Letter, work: Work, reason: str) -> None:
    letter.state, letter.reason = "dead", reason
    if not letter.body.get("doubt"):
        letter.raw = None  # else a later try must be the same mail (RFC 5321 6.1)
    due.dead(session, work, letter.answer)


def _withdraw(letter: Letter, reason: str) -> None:
    letter.state, letter.reason, letter.raw = "withdrawn", reason, None
