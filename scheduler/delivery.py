"""How does a letter get out, and how do we know?

`deliver` tries it: render and store, check that it is still true, send, write the receipt. The
server's word after the final dot is the only truth; a crash before the receipt leaves doubt, and
the same bytes are sent again (RFC 5321 6.1).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from scheduler import due, history, outbox, ports, truth
from scheduler.calendar import lint
from scheduler.clock import now
from scheduler.database import Database
from scheduler.due import Work
from scheduler.errors import N_, places
from scheduler.model import Account, Letter, ReplyAddress, SignInLink
from scheduler.render import Rendered, Renderer
from scheduler.tokens import digest
from scheduler.told import from_json

log = logging.getLogger(__name__)

RETRY_MINUTES = (1, 5, 15, 30, 60)  # after the first try; then hourly
GIVE_UP = timedelta(hours=72)
LINK_LIFE = timedelta(minutes=30)
NOT_TAKEN = N_("The mail server did not take it for three days.")
NOBODY_THERE = "unreachable"  # the error of due work that waits for the mail server itself
REFUSED = N_("The mail server refused it for good.")


@dataclass(frozen=True, slots=True)
class Post:
    """What delivery needs of the world; `sign` signs a finished mail (DKIM), if that is set."""

    database: Database
    renderer: Renderer
    sender: ports.MailSender
    sign: Callable[[bytes], bytes] = bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's words as they would be stored; `fault`: why they must not leave (a msgid)."""

    words: Rendered
    fault: str


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
        written = _write(to, work)
    except Exception as fault:  # noqa: BLE001  # a letter that cannot be written must not vanish
        _not_written(to.database, work, fault)
        return
    sealed = _begin(to.database, work, written)
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


def _write(to: Post, work: Work) -> Written | None:
    with to.database.reading() as session:
        letter = session.get_one(Letter, work.letter_id)
        reason, draft = truth.look(session, letter)
        if reason or not _needs_words(letter):
            return None
        if draft is not None:  # what is owed may have become another thing while it waited
            letter.kind, letter.method = draft.kind, draft.method
        rendered = to.renderer.letter(session, letter)
        words = replace(rendered, raw=to.sign(rendered.raw))
        faults = lint.faults(words.raw, _meant(session, letter, words))
        return Written(words, faults[0] if faults else "")


def _meant(session: Session, letter: Letter, words: Rendered) -> lint.Meant:
    last_sequence, last_stamp = history.last_marks(session, letter)
    return lint.Meant(
        recipient=words.recipient,
        sender=words.sender,
        message_id=words.message_id,
        letter_id=str(letter.id),
        method=words.method,
        uid=letter.meeting.uid if letter.meeting else "",
        sequence=letter.sequence,
        last_sequence=last_sequence,
        last_stamp=last_stamp,
    )


def _needs_words(letter: Letter) -> bool:
    """Tell whether a letter is written (anew): what may have arrived is repeated as it was."""
    if letter.raw is None:
        return True
    return not letter.body.get("doubt") and not _is_present(letter, letter.tells)


def _is_present(letter: Letter, tells: dict[str, Any] | None) -> bool:
    if tells is None or letter.meeting is None or letter.invitation is None:
        return True
    return truth.is_present(letter.meeting, letter.invitation, from_json(tells))


def _begin(database: Database, work: Work, written: Written | None) -> Sealed | None:
    """Mark the try, if the claim is ours and the letter is still true; gives what to send."""
    with database.transaction() as session:
        if not due.start(session, work):
            return None
        letter = session.get_one(Letter, work.letter_id)
        if letter.person.bounced_at is not None:
            letter.state, letter.reason = "held", outbox.DEAD_ADDRESS
        if letter.state == "held":
            due.done(session, work, "held")  # until somebody lets it go
            return None
        reason = truth.why_not(session, letter)
        if reason:
            _withdraw(letter, reason)
            outbox.plan_confirmation(session, letter)
            due.done(session, work, "withdrawn")
            return None
        return _mark(letter) if _is_ready(session, work, letter, written) else None


def _is_ready(session: Session, work: Work, letter: Letter, written: Written | None) -> bool:
    """Store the words to leave, if it may leave now; else it is held, or looked at again."""
    reason, anew = truth.must_wait(session, letter), _needs_words(letter)
    if not reason and anew:
        if written is None or not _is_present(letter, written.words.tells):
            due.again(session, work, now())  # it has changed since a moment ago
            return False
        reason = written.fault
    if reason:
        letter.state, letter.reason = "held", reason
        due.done(session, work, "held")
        return False
    if anew and written is not None:
        _store(session, letter, written.words)
    return True


def _mark(letter: Letter) -> Sealed:
    """Begin a try: from here on the letter may have left, until its outcome is written."""
    doubtful = bool(letter.body.get("doubt"))
    letter.state = "sending"
    letter.tries += 1
    letter.tried_at = letter.tried_at or now()
    letter.body = {**letter.body, "doubt": True}
    return Sealed(letter.body["sender"], letter.recipient, letter.raw or b"", doubtful)


def _store(session: Session, letter: Letter, rendered: Rendered) -> None:
    letter.raw = rendered.raw
    letter.raw_sha256 = hashlib.sha256(rendered.raw).hexdigest()
    letter.message_id, letter.subject = rendered.message_id, rendered.subject
    letter.recipient = rendered.recipient
    letter.kind, letter.method, letter.tells = rendered.kind, rendered.method, rendered.tells
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
        _tell(session, letter)


def _tell(session: Session, letter: Letter) -> None:
    """Note what the reader's calendar knows from now on."""
    reader = letter.invitation
    if reader is None or letter.tells is None or not letter.method:
        return
    if letter.sequence >= (reader.told_sequence or 0):
        reader.told_sequence, reader.told_at = letter.sequence, letter.sent_at
        if reader.replied_sequence is None or reader.replied_sequence < letter.sequence:
            reader.told_answer = letter.tells["answer"]  # else it came before, and was answered
        outbox.plan_confirmation(session, letter)


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
        letter.tried_at = letter.tried_at or now()
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
        elif now() - (letter.tried_at or now()) >= GIVE_UP:
            _die(session, letter, work, NOT_TAKEN)
        else:
            letter.state = "doubt" if doubtful else "queued"
            error = NOBODY_THERE if isinstance(failed, ports.Unreachable) else letter.answer
            due.again(session, work, _next_try(letter, failed), error)


def _next_try(letter: Letter, failed: ports.SendFailed) -> datetime:
    """Say when to try again: by the schedule from the first try on, and in a minute at least."""
    if isinstance(failed, ports.Busy):  # it was not tried
        letter.tries -= 1
        if letter.tries == 0:
            letter.tried_at = None
        return now() + timedelta(seconds=failed.seconds)
    first = letter.tried_at or now()
    gone = (now() - first) / timedelta(minutes=1)
    hours = int(gone // 60) + 1
    minutes = next((one for one in RETRY_MINUTES if one > gone), 60 * hours)
    planned = first + timedelta(minutes=minutes)
    return max(planned, now() + timedelta(minutes=1))


def _die(session: Session, letter: Letter, work: Work, reason: str) -> None:
    letter.state, letter.reason = "dead", reason
    if not letter.body.get("doubt"):
        letter.raw = None  # else a later try must be the same mail (RFC 5321 6.1)
    due.dead(session, work, letter.answer)


def _withdraw(letter: Letter, reason: str) -> None:
    letter.state, letter.reason, letter.raw = "withdrawn", reason, None
