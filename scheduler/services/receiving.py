"""What does a mail to somebody's reply address change?

The token alone says whose it is. What a calendar says counts when it is said by the person's own
attendee from an address of theirs; another address, or a sender that our own mail server disowns,
waits for somebody to look. Words are kept for people and never interpreted, except the first ones
of an answer to a letter about an action (services/reports.py). No mail is ever answered with a
mail, except that a calendar that asks for the notice gets it (REFRESH).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.calendar.envelope import plain
from scheduler.calendar.reply import Answer, Inbound
from scheduler.clock import now
from scheduler.errors import Refused
from scheduler.inputs import AnswerInput
from scheduler.model import Alias, Incoming, Invitation, Letter, Meeting, Person, ReplyAddress
from scheduler.model.incoming import IncomingKind
from scheduler.services import answers, incoming, invitations, reports, returned
from scheduler.text import clean_line

log = logging.getLogger(__name__)

LONGEST_COMMENT = 1_000
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Case:
    """One mail, whose reply address it came to, and which addresses are the person's."""

    mail: Inbound
    address: ReplyAddress
    own: frozenset[str]

    @property
    def by(self) -> Actor:
        """Who acts when such a mail does."""
        person = self.address.person_id
        return Actor(kind="mail", id=person, person_id=person)


def receive(session: Session, address: ReplyAddress, mail: Inbound) -> int:
    """Do what a mail says, or keep it for somebody to look at; gives how many answers counted."""
    case = Case(mail, address, frozenset(_own(session, address)))
    if mail.report is not None:
        returned.take(session, address, mail, by=case.by)
        return 0
    if not mail.said:
        if not reports.by_mail(session, address, mail, case.own):
            _keep(session, case, "automatic" if mail.automatic else "mail")
        return 0
    does = _DOES[mail.method or ""]
    return sum(does(session, case, one) for one in _one_each(case))


def _own(session: Session, address: ReplyAddress) -> Iterator[str]:
    """Give the person's addresses: today's, those our letters went to, and those confirmed."""
    person = session.get_one(Person, address.person_id)
    written = select(Letter.recipient).where(
        Letter.person_id == person.id, Letter.network_id == address.network_id
    )
    confirmed = select(Alias.address_key).where(Alias.person_id == person.id)
    yield plain(person.email)
    for one in (*session.scalars(written.distinct()), *session.scalars(confirmed)):
        if one:
            yield plain(one)


def _one_each(case: Case) -> list[Answer]:
    """Give one answer for each meeting: the person's own, else one by nobody in particular."""
    chosen: dict[str, Answer] = {}
    for one in sorted(case.mail.said, key=lambda one: _rank(case, one)):
        chosen.setdefault(one.uid, one)
    return list(chosen.values())


def _rank(case: Case, one: Answer) -> int:
    if not one.attendee:  # `invalid:nomail`: whoever holds the token
        return 1
    return 0 if plain(one.attendee) in case.own else 2


def _strange(case: Case, one: Answer) -> str | None:
    """Give the address that is not the person's ("" if there is none at all); None if all are."""
    named = (case.mail.sender, *(part for part in (one.attendee, one.sent_by) if part))
    return next((part for part in named if plain(part) not in case.own), None)


def _doubt(case: Case, one: Answer) -> IncomingKind | None:
    """Say why an answer must not count before somebody has looked; None if it may."""
    if _strange(case, one) is not None:
        return "other_address"
    return "unconfirmed" if case.mail.disowned else None


def _reply(session: Session, case: Case, one: Answer) -> bool:
    if one.answer == "needs-action":
        return False
    called = _called(session, case, one)
    if called is None:
        _keep(session, case, "unknown_meeting", one)
        return False
    return _answer(session, case, one, called)


def _answer(session: Session, case: Case, one: Answer, called: Invitation) -> bool:
    doubt = _doubt(case, one)
    if doubt is None:
        return _apply(session, case, one, called)
    if _is_open(called):
        _keep(session, case, doubt, one, called)
    return False


def _apply(session: Session, case: Case, one: Answer, called: Invitation) -> bool:
    """Give one answer to the service; false if it changes nothing."""
    try:
        answers.answer(
            session,
            called.id,
            plan=AnswerInput.model_validate({"answer": one.answer, "comment": _comment(one)}),
            via="mail",
            by=case.by,
            sequence=_sequence(one, called.meeting),
            stamp=_stamp(one),
        )
    except Refused as refused:  # cancelled, over, no longer invited
        log.info("an answer by mail was not applied: %s", type(refused).__name__)
        return False
    return True


def _counter(session: Session, case: Case, one: Answer) -> bool:
    called = _called(session, case, one)
    if called is None:
        _keep(session, case, "unknown_meeting", one)
        return False
    if not _is_open(called):
        return False
    if one.answer != "needs-action" and _is_present(one, called.meeting):
        return _answer(session, case, one, called)
    counted = False
    if one.answer != "needs-action" and _doubt(case, one) is None:
        counted = _apply(session, case, one, called)
    _keep(session, case, "counter", one, called)
    return counted


def _refresh(session: Session, case: Case, one: Answer) -> bool:
    called = _called(session, case, one)
    if called is not None and _doubt(case, one) is None:
        invitations.refresh(session, called.id, by=case.by)
    return False


_DOES: dict[str, Callable[[Session, Case, Answer], bool]] = {
    "REPLY": _reply,
    "COUNTER": _counter,
    "REFRESH": _refresh,
}


def _called(session: Session, case: Case, one: Answer) -> Invitation | None:
    return session.scalars(
        select(Invitation)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Meeting.uid == one.uid,
            Meeting.network_id == case.address.network_id,
            Invitation.person_id == case.address.person_id,
        )
    ).one_or_none()


def _is_present(one: Answer, meeting: Meeting) -> bool:
    """Tell whether a proposal is the time that the meeting has: then only its answer says much."""
    start, minutes = one.proposal.in_zone(meeting.time_zone) if one.proposal else (None, None)
    return start == meeting.start and minutes in {None, meeting.minutes}


def _is_open(called: Invitation) -> bool:
    meeting = called.meeting
    return called.active and not meeting.cancelled and meeting.starts_at > now()


def _keep(
    session: Session,
    case: Case,
    kind: IncomingKind,
    one: Answer | None = None,
    called: Invitation | None = None,
) -> None:
    """Keep a mail, or one answer in it, for somebody to look at."""
    mail, address = case.mail, case.address
    row = Incoming(
        kind=kind,
        key=f"{kind}:{address.number}:{_digest(mail, one if called else None)}",
        network_id=address.network_id,
        person_id=address.person_id,
        sender=mail.sender,
    )
    if called is None:
        row.subject, row.text = mail.subject, mail.text[:LONGEST_TEXT]
    else:
        row.meeting_id, row.invitation_id = called.meeting_id, called.id
    if one is not None:
        row.sender = _strange(case, one) or mail.sender
        row.answer, row.comment = one.answer, _comment(one)
        row.sequence, row.stamp = one.sequence, _stamp(one)
    if called is not None and one is not None:
        row.sequence = _sequence(one, called.meeting)
    if called is not None and one is not None and kind == "counter":
        _propose(row, one, called.meeting, mail)
    row.sender = clean_line(row.sender)
    incoming.keep(session, row, by=case.by)


def _propose(row: Incoming, one: Answer, meeting: Meeting, mail: Inbound) -> None:
    if one.proposal is not None:
        row.start, row.minutes = one.proposal.in_zone(meeting.time_zone)
    if row.start is None:
        row.text = mail.text[:LONGEST_TEXT]  # its words are all there is


def _digest(mail: Inbound, one: Answer | None) -> str:
    """Tell mails, and answers, apart: the same twice has the same digest."""
    said = repr((mail.sender, one)) if one else mail.message_id
    if not said or (one and one.stamp is None):
        said = repr((mail.message_id, mail.sender, mail.subject, mail.text, one))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _comment(one: Answer) -> str:
    return one.comment[:LONGEST_COMMENT]


def _sequence(one: Answer, meeting: Meeting) -> int:
    """Give the SEQUENCE that is answered; one that was never sent must not outdo later answers."""
    return min(one.sequence, meeting.sequence)


def _stamp(one: Answer) -> datetime | None:
    """Give the reply's DTSTAMP; a clock that is ahead must not outdo all later answers."""
    return min(one.stamp, now()) if one.stamp else None
