"""What does a delivery report change? (RFC 3464)

Only a report about a letter that we sent to the person whose reply address it came to, and about
the address that the letter went to, marks anything.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.calendar.envelope import plain
from scheduler.calendar.reply import Inbound
from scheduler.calendar.report import Delivery, Report
from scheduler.model import Incoming, Letter, ReplyAddress
from scheduler.services import bounces, incoming


class NotSettled(Exception):
    """The letter is being sent: what became of it is known only when its receipt is written."""


def take(session: Session, address: ReplyAddress, mail: Inbound, *, by: Actor) -> None:
    """Note that a letter came back, if it did; raises NotSettled while it is being sent."""
    report = mail.report
    letter = _letter(session, address, report) if report else None
    failed = [one for one in report.deliveries if one.failed] if report else []
    if letter is None or not failed:
        return
    if letter.state in {"sending", "doubt"}:
        raise NotSettled
    if letter.state != "sent":
        return
    told = next((one for one in failed if _is_about(one, letter.recipient)), None)
    for_good = told is not None and told.for_good and _is_present(letter)
    if told is not None:
        bounces.bounced(session, letter, told.words, by, for_good=for_good)
    if not for_good:  # only this once, to an address of before, or where somebody forwards it
        incoming.keep(session, _words(address, letter, mail), by=by)


def _is_about(told: Delivery, recipient: str) -> bool:
    return plain(recipient) in {plain(one) for one in told.addresses}


def _is_present(letter: Letter) -> bool:
    """Tell whether the letter went to the address that the person has now."""
    return plain(letter.recipient) == plain(letter.person.email)


def _letter(session: Session, address: ReplyAddress, report: Report) -> Letter | None:
    """Give the letter that came back, if it is one to the person, in the network."""
    named = [Letter.message_id == report.message_id] if report.message_id else []
    number = _number(report.letter)
    if number is not None:
        named.append(Letter.id == number)
    if not named:
        return None
    theirs = select(Letter).where(
        Letter.person_id == address.person_id,
        Letter.network_id == address.network_id,
        Letter.message_id != "",
    )
    return session.scalars(theirs.where(or_(*named)).limit(1)).first()


def _number(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _words(address: ReplyAddress, letter: Letter, mail: Inbound) -> Incoming:
    return Incoming(
        kind="automatic",
        key=f"report:{letter.id}",
        network_id=address.network_id,
        person_id=address.person_id,
        meeting_id=letter.meeting_id,
        invitation_id=letter.invitation_id,
        letter_id=letter.id,
        sender=mail.sender,
        subject=mail.subject,
        text=mail.text,
    )
