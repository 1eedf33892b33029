"""What can be done when a person's address takes no mail?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, events, outbox
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound
from scheduler.model import Incoming, Letter, Person
from scheduler.queries import membership as memberships
from scheduler.services import incoming

TAKES_NO_MAIL = N_("The address takes no mail.")
NOT_DELIVERED = N_("The person's mail server could not be reached, and the letter came back.")


def bounced(
    session: Session, letter: Letter, words: str, by: Actor, *, for_good: bool = True
) -> None:
    """Note that a letter that had left came back; `words` are the server's, without addresses.

    `for_good`: the address takes no mail, so that further letters to it are held; else only this
    one was lost. A letter that is not sent (any more) is left as it is.
    """
    if letter.state != "sent":
        return
    letter.state, letter.answer = "dead", words
    letter.reason = TAKES_NO_MAIL if for_good else NOT_DELIVERED
    _told_less(session, letter)
    if not for_good:
        return
    letter.person.bounced_at, letter.person.bounce = now(), words
    fact = events.AddressBounced(
        by=by.name, subject=letter.person_id, network_id=letter.network_id, letter=letter.id
    )
    record(session, fact)
    if letter.network_id is not None:
        incoming.keep(session, _row(letter, letter.network_id, words), by=by)


def try_again(session: Session, person_id: UUID, *, by: Actor) -> Person:
    """Write to a person's address again: what was held because of it leaves at once."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    lasting = memberships.networks_lasting(session, clock.today("UTC"), person_id=person.id)
    if not by.administrator and not any(by.may("meetings:plan", one) for one in lasting):
        raise NotFound
    if person.bounced_at is not None:
        forget(session, person, by=by)
        record(session, events.AddressTriedAgain(by=by.name, subject=person.id))
    return person


def forget(session: Session, person: Person, *, by: Actor) -> None:
    """Let a person's address take mail again, and what was held because of it leave."""
    person.bounced_at, person.bounce = None, ""
    session.flush()
    held = select(Letter).where(
        Letter.person_id == person.id,
        Letter.state == "held",
        Letter.reason == outbox.DEAD_ADDRESS,
    )
    for letter in session.scalars(held.order_by(Letter.queued_at)):
        if not (letter.body or {}).get("doubt"):
            letter.raw = None  # it may have been written to another address
        outbox.let_go(session, letter)
    open_ = select(Incoming).filter_by(person_id=person.id, kind="bounce", state="open")
    for row in session.scalars(open_):
        incoming.settle(session, row, "dismissed", by=by)


def _told_less(session: Session, letter: Letter) -> None:
    """Set what the person's calendar was told back to what the letters before said."""
    reader = letter.invitation
    if reader is None or not letter.method:
        return
    session.flush()
    earlier = select(Letter).where(
        Letter.invitation_id == reader.id, Letter.method != "", Letter.state == "sent"
    )
    last = session.scalars(earlier.order_by(Letter.sequence.desc()).limit(1)).first()
    reader.told_sequence = last.sequence if last else None
    reader.told_at = last.sent_at if last else None
    reader.told_answer = (last.tells or {}).get("answer") if last else None
    if last and reader.answered_via == "mail" and _since(reader.answered_at, last.sent_at):
        reader.told_answer = reader.answer  # the calendar that sent it shows it


def _since(answered: datetime | None, sent: datetime | None) -> bool:
    return answered is not None and (sent is None or answered >= sent)


def _row(letter: Letter, network_id: UUID, words: str) -> Incoming:
    return Incoming(
        kind="bounce",
        key=f"bounce:{letter.id}",
        network_id=network_id,
        person_id=letter.person_id,
        meeting_id=letter.meeting_id,
        invitation_id=letter.invitation_id,
        letter_id=letter.id,
        text=words,
    )
