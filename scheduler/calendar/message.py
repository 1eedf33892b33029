"""What goes out: the iTIP object and the mail around it?

RFC 5546 3.2 and RFC 6047. The tree is the one that Outlook, Gmail, Apple Mail, Thunderbird,
Evolution and Nextcloud all show buttons for; the same Mail gives the same bytes, so that a retry
is recognised as one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage, Message, MIMEPart
from email.policy import SMTP, compat32
from email.utils import format_datetime
from typing import Literal, get_args

import icalendar

from scheduler.calendar import headers, timezone
from scheduler.calendar.address import Mailbox
from scheduler.calendar.entry import Entry, vevent
from scheduler.text import clean_text

PRODID = "-//Kallelse//Kallelse//EN"
Method = Literal["REQUEST", "CANCEL", "DECLINECOUNTER"]
_ID = re.compile(r"<[!-;=?-~]{1,900}@[!-;=?-~]{1,90}>")
_FILE = "invite.ics"
_OURS = {"message-id", "date", "from", "to", "cc", "bcc", "subject", "mime-version"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One mail to one person; `calendar` is what `itip` gave for `method`."""

    message_id: str
    sender: Mailbox
    to: Mailbox
    subject: str
    text: str
    html: str
    date: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: bytes | None = None
    method: str | None = None


def itip(entry: Entry, method: Method) -> bytes:
    """Give the calendar object that invites one attendee, takes it back, or declines a COUNTER."""
    if entry.organizer is None or entry.attendee is None:
        raise ValueError("an invitation has an organizer and the one attendee it is for")
    if method == "REQUEST" and entry.cancelled:
        raise ValueError("a cancelled meeting invites nobody")
    calendar = icalendar.Calendar()  # not .new(), which adds a random UID
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    zone = timezone.vtimezone(entry.zone, entry.instants) if entry.is_zoned else None
    if zone:
        calendar.add_component(zone)
    calendar.add_component(vevent(replace(entry, cancelled=method == "CANCEL")))
    return bytes(calendar.to_ical())


def compose(mail: Mail) -> bytes:
    """Give the mail as the bytes that SMTP carries: ASCII, CRLF, the same each time."""
    if not _ID.fullmatch(mail.message_id) or mail.date.tzinfo is None:
        raise ValueError("a mail has a Message-ID in <> and a date with its zone")
    taken = {name.lower() for name in mail.headers} & _OURS
    if taken:
        raise ValueError(f"{taken} come from the mail's own fields")
    head = [
        headers.line("MIME-Version", "1.0"),
        headers.line("Message-ID", mail.message_id),
        headers.line("Date", format_datetime(mail.date)),
        headers.mailbox("From", mail.sender),
        headers.mailbox("To", mail.to),
        headers.line("Subject", mail.subject),
        *(headers.line(name, value) for name, value in mail.headers.items()),
    ]
    return b"".join([*head, _body(mail).as_bytes()])


def _body(mail: Mail) -> EmailMessage:
    body = EmailMessage(policy=SMTP)
    if mail.calendar is None:
        _fill(body, mail, "alternative", [])
        return body
    words = MIMEPart(policy=SMTP)
    _fill(words, mail, "alternative", [_invitation(mail.calendar, mail.method)])
    _join(body, mail, "mixed", [words, _copy(mail.calendar)])
    return body


def _fill(body: MIMEPart, mail: Mail, kind: str, more: list[Message]) -> None:
    html = [_words(mail.html, "html")] if mail.html else []
    _join(body, mail, kind, [_words(mail.text, "plain"), *html, *more])


def _join(body: MIMEPart, mail: Mail, kind: str, parts: Sequence[Message]) -> None:
    seed = f"{kind} {mail.message_id}".encode()
    # "=_" is in no base64 and no quoted-printable text (RFC 2045 6.7), so in no part.
    boundary = f"=_{hashlib.sha256(seed).hexdigest()[:32]}"
    body["Content-Type"] = f'multipart/{kind}; boundary="{boundary}"'
    for part in parts:
        body.attach(part)  # type: ignore[arg-type]  # typeshed knows of one kind only


def _words(text: str, subtype: str) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part.set_content(clean_text(text), subtype=subtype, cte="quoted-printable")
    return part


def _invitation(calendar: bytes, method: str | None) -> Message:
    if method not in get_args(Method):
        raise ValueError("a calendar part says its method (RFC 6047 2.4)")
    # Of the older kind, which leaves a header as it stands: MIMEPart would quote the method, and
    # some clients look for it bare.
    part = Message(policy=compat32)
    part["Content-Type"] = f'text/calendar; charset="utf-8"; method={method};\n component=VEVENT'
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(calendar).decode("ascii"))
    return part


def _copy(calendar: bytes) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part.set_content(
        calendar, "application", "ics", cte="base64", filename=_FILE, params={"name": _FILE}
    )
    return part
