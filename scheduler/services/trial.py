"""How does a coordinator get to see in their own mailbox what others would get?

As a letter to themselves without a calendar part, whose links lead to the meeting's page: nobody
answers for somebody else by a test.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import events, outbox
from scheduler.actor import Actor
from scheduler.calendar import lint
from scheduler.calendar.address import Mailbox, wire
from scheduler.calendar.message import Mail, compose
from scheduler.clock import now
from scheduler.config import Settings
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, Refused
from scheduler.language import language
from scheduler.model import Letter, Meeting, Network, Person
from scheduler.render import Rendered
from scheduler.text import clean_line
from scheduler.titles import parted
from scheduler.tokens import PERSONAL_PATHS

_PERSONAL = rf"/(?:{'|'.join(PERSONAL_PATHS)})/[\w.~%-]+"  # addresses that are somebody's own


class NobodyToSendTo(Refused):
    """A token has no mailbox."""

    message = N_("A test goes to your own address, and you have none here.")


def send(
    session: Session,
    meeting: Meeting,
    *,
    mail: Rendered,
    settings: Settings,
    sign: Callable[[bytes], bytes] = bytes,
    by: Actor,
) -> Letter:
    """Send the asker what `mail` says, as a test; `sign` signs a finished mail."""
    by.must("meetings:plan", meeting.network_id)
    person = session.get(Person, by.person_id) if by.person_id else None
    if person is None:
        raise NobodyToSendTo
    letter_id = new_id()
    written = _written(letter_id, mail, person, meeting, settings)
    raw = sign(compose(written))
    letter = Letter(
        id=letter_id,
        key=f"trial:{letter_id}",
        kind="trial",
        person=person,
        network_id=meeting.network_id,
        message_id=written.message_id,
        recipient=wire(person.email),
        subject=written.subject,
        raw=raw,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        body={"sender": written.sender.address},
    )
    session.add(letter)
    session.flush()
    _let_leave(session, letter)
    record(
        session,
        events.TrialSent(by=by.name, subject=letter.id, network_id=meeting.network_id),
    )
    return letter


def _written(
    letter_id: UUID, mail: Rendered, person: Person, meeting: Meeting, settings: Settings
) -> Mail:
    network: Network = meeting.network
    address = f"{settings.reply_local_part}@{settings.mail_domain}"  # no answer comes in by it
    marks, words = parted(mail.subject) if meeting.kind == "exercise" else ("", mail.subject)
    subject = marks + language(person.language).gettext("Test: %(subject)s", subject=words)
    return Mail(
        message_id=f"<{letter_id}@{settings.mail_domain}>",
        sender=Mailbox(address=address, name=clean_line(network.name)),
        to=Mailbox(address=person.email, name=clean_line(person.public_name)),
        subject=clean_line(subject),
        text=_without_links(mail.text, settings.base_url, meeting.id),
        html=_without_links(mail.html, settings.base_url, meeting.id),
        date=now(),
        headers={"X-Kallelse-Letter": str(letter_id), "Auto-Submitted": "auto-generated"},
    )


def _without_links(words: str, base_url: str, meeting_id: UUID) -> str:
    return re.sub(re.escape(base_url) + _PERSONAL, f"{base_url}/meetings/{meeting_id}", words)


def _let_leave(session: Session, letter: Letter) -> None:
    meant = lint.Meant(
        recipient=letter.recipient,
        sender=letter.body["sender"],
        message_id=letter.message_id,
        letter_id=str(letter.id),
        method="",
    )
    faults = lint.faults(letter.raw or b"", meant)
    if faults:
        outbox.hold(session, letter, faults[0])
    else:
        outbox.schedule(session, letter, now())
