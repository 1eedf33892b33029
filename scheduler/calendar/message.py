"""What goes out: the iTIP object and the mail around it?

RFC 5546 3.2 and RFC 6047. The tree is the one that Outlook, Gmail, Apple Mail, Thunderbird,
Evolution and Nextcloud all show buttons for; the same Mail gives the same bytes, so that a retry
is recognised as one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import icalendar

from scheduler.calendar import timezone
from scheduler.calendar.address import Mailbox, wire
from scheduler.calendar.entry import Entry, vevent
from scheduler.errors import N_, Refused
from scheduler.text import clean_line, clean_text

PRODID = "-//Kallelse//Kallelse//EN"
Method = Literal["REQUEST", "CANCEL"]


class UnsafeHeader(Refused):
    """A mail header's text would begin another header."""

    message = N_("%(header)s has line breaks or control characters. Write it on one line.")


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
    """Give the calendar object that invites one attendee, or takes the invitation back."""
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
    return calendar.to_ical()


def compose(mail: Mail) -> bytes:
    """Give the mail as the bytes that SMTP carries."""
    message = _body(mail)
    _check(mail)
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.date)
    message["From"] = _shown(mail.sender)
    message["To"] = _shown(mail.to)
    message["Subject"] = mail.subject
    for name, value in mail.headers.items():
        message[name] = value
    return message.as_bytes()
