"""What can be done with a mail that waits for somebody to decide?"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import events
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import AnswerInput, MoveInput, parse
from scheduler.leaving import AT_ONCE, Leaving
from scheduler.model import Alias, Incoming, Meeting
from scheduler.model.incoming import IncomingState
from scheduler.services import answers, meetings

log = logging.getLogger(__name__)

MOST_A_DAY = 50  # of one kind from one person's address: the rest is a flood
_ANSWERS = frozenset({"other_address", "unconfirmed"})


class AlreadyDealtWith(Refused):
    """Somebody has decided already."""

    message = N_("Somebody has dealt with this mail already, so there is nothing left to decide.")


class NothingToCount(Refused):
    """The mail holds no answer to a meeting of ours."""

    message = N_("There is no answer in this mail that could be counted. Read it, then dismiss it.")


class NothingProposed(Refused):
    """The mail proposes no other time."""

    message = N_("No other time is proposed in this mail. Read it, then dismiss it.")


class NoTimeProposed(Refused):
    """No time can be read from the mail."""

    message = N_(
        "No time can be read from this mail. Read what it says, and move the meeting yourself."
    )


def keep(session: Session, row: Incoming, *, by: Actor) -> bool:
    """Keep a mail for somebody to look at; false if it is known, outdone or one of a flood.

    A newer proposal, or answer from the same address, takes the place of the one that waits.
    """
    if session.scalar(select(Incoming.id).where(Incoming.key == row.key)) is not None:
        return False
    replaced = _replaced(session, row)
    if any(_is_newer(one, row) for one in replaced):
        return False
    if not replaced and _is_flood(session, row):
        log.warning("too many mails wait from one address: one more was not kept")
        return False
    for one in replaced:
        settle(session, one, "dismissed", by=by)
    session.add(row)
    session.flush()
    record(
        session,
        events.IncomingTaken(by=by.name, subject=row.id, network_id=row.network_id, kind=row.kind),
    )
    return True


def confirm(session: Session, incoming_id: UUID, *, remember: bool = False, by: Actor) -> Incoming:
    """Count an answer as the person's; `remember`: those from its address count from now on."""
    row = _load(session, incoming_id, by)
    if row.kind not in _ANSWERS or row.invitation_id is None:
        raise NothingToCount
    answers.answer(
        session,
        row.invitation_id,
        plan=parse(AnswerInput, {"answer": row.answer, "comment": row.comment}),
        via="mail",
        by=by,
        sequence=row.sequence,
        stamp=row.stamp,
    )
    if remember and row.kind == "other_address":
        _remember(session, row)
    return settle(session, row, "accepted", by=by)


def dismiss(session: Session, incoming_id: UUID, *, by: Actor) -> Incoming:
    """Let a mail wait no longer; nothing follows from it."""
    return settle(session, _load(session, incoming_id, by), "dismissed", by=by)


def accept_counter(
    session: Session, incoming_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor
) -> Meeting:
    """Move the meeting to the time that somebody proposed."""
    row = _load(session, incoming_id, by)
    if row.kind != "counter" or row.meeting_id is None:
        raise NothingProposed
    if row.start is None:
        raise NoTimeProposed
    plan = parse(MoveInput, {"start": row.start, "minutes": row.minutes})
    meeting = meetings.move(session, row.meeting_id, plan=plan, leave=leave, by=by)
    settle(session, row, "accepted", by=by)
    return meeting


def decline_counter(session: Session, incoming_id: UUID, *, by: Actor) -> Incoming:
    """Keep the meeting's time and tell the one who proposed another (RFC 5546 3.2.8)."""
    row = _load(session, incoming_id, by)
    if row.kind != "counter" or row.meeting_id is None or row.invitation_id is None:
        raise NothingProposed
    record(
        session,
        events.CounterDeclined(
            by=by.name,
            subject=row.invitation_id,
            network_id=row.network_id,
            meeting=row.meeting_id,
            incoming=row.id,
        ),
    )
    return settle(session, row, "declined", by=by)


def settle(session: Session, row: Incoming, state: IncomingState, *, by: Actor) -> Incoming:
    """Write what was decided; the words are kept no longer."""
    row.state, row.dealt_at, row.dealt_by = state, now(), by.name
    row.subject = row.text = row.comment = ""
    record(
        session,
        events.IncomingDealtWith(
            by=by.name, subject=row.id, network_id=row.network_id, state=state
        ),
    )
    return row


def _load(session: Session, incoming_id: UUID, by: Actor) -> Incoming:
    row = session.get(Incoming, incoming_id, with_for_update=True)
    if row is None:
        raise NotFound
    by.must("meetings:plan", row.network_id)
    if row.state != "open":
        raise AlreadyDealtWith
    return row


def _replaced(session: Session, row: Incoming) -> list[Incoming]:
    """Give what waits already and says the same kind of thing about the same call."""
    if row.kind != "counter" and row.kind not in _ANSWERS:
        return []
    waiting = select(Incoming).filter_by(
        kind=row.kind, state="open", invitation_id=row.invitation_id
    )
    if row.kind in _ANSWERS:
        waiting = waiting.where(Incoming.sender == row.sender)
    return list(session.scalars(waiting))


def _is_newer(one: Incoming, than: Incoming) -> bool:
    """Tell whether a reply is the newer of two (RFC 5546 2.1.5)."""
    if one.sequence != than.sequence or one.stamp is None or than.stamp is None:
        return (one.sequence or 0) > (than.sequence or 0)
    return one.stamp > than.stamp


def _is_flood(session: Session, row: Incoming) -> bool:
    waiting = select(func.count()).where(
        Incoming.person_id == row.person_id,
        Incoming.network_id == row.network_id,
        Incoming.kind == row.kind,
        Incoming.state == "open",
        Incoming.at > now() - timedelta(days=1),
    )
    return (session.scalar(waiting) or 0) >= MOST_A_DAY


def _remember(session: Session, row: Incoming) -> None:
    known = select(Alias.id).filter_by(person_id=row.person_id, address_key=row.sender.casefold())
    one_address = row.sender.count("@") == 1
    if one_address and session.scalar(known) is None:
        session.add(Alias(person_id=row.person_id, address_key=row.sender.casefold()))
