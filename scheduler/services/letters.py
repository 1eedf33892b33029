"""What can be done to a letter."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import due, events, outbox
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.model import Letter

RETRIABLE = frozenset({"queued", "doubt", "dead", "held"})


class NothingToTry(Refused):
    """The letter has left, is leaving, or is no longer true."""

    message = N_(
        "This letter has been sent or withdrawn, or is being sent now. "
        "To write to the person again, use “Send again” on the meeting's page."
    )


def retry(session: Session, letter_id: UUID, *, by: Actor) -> Letter:
    """Try a letter again at once; one that was given up or held is queued anew."""
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is None:
        raise NotFound
    by.must("meetings:plan" if letter.network_id else "system:read", letter.network_id)
    if letter.state not in RETRIABLE:
        raise NothingToTry
    if letter.state in {"dead", "held"}:
        outbox.let_go(session, letter)  # its days of trying begin anew
    else:
        due.bring_forward(session, letter.id)
    record(
        session,
        events.LetterTriedAgain(by=by.name, subject=letter.id, network_id=letter.network_id),
    )
    return letter
