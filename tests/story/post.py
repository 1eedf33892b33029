"""The post of a story: a real mail server, and letters as their readers' programs see them."""

from __future__ import annotations

import asyncio
import re
import smtplib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.policy import default
from functools import cached_property

from aiosmtpd.smtp import SMTP, Envelope, Session
from icalendar import Calendar, Event

from tests.smtp import HOST, Box, taking
from tests.story.waiting import PATIENCE, until


@dataclass(frozen=True)
class Letter:
    """One mail as it came."""

    raw: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @property
    def to(self) -> str:
        return str(self.mail["To"].addresses[0].addr_spec)

    @property
    def sender(self) -> str:
        return str(self.mail["From"].addresses[0].addr_spec)

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def calendar(self) -> Calendar:
        [part] = [p for p in self.mail.walk() if p.get_content_type() == "text/calendar"]
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        return Calendar.from_ical(content)

    @property
    def event(self) -> Event:
        [event] = self.calendar.events
        return event

    @property
    def said(self) -> tuple[str, int]:
        """Method and SEQUENCE."""
        return str(self.calendar["METHOD"]), int(str(self.event["SEQUENCE"]))

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content())

    def links(self) -> list[str]:
        """Every address in the plain text, once."""
        found = re.findall(r"https?://[^\s<>)]+", self.text)
        return list(dict.fromkeys(address.rstrip(".,") for address in found))

    def link(self, path: str) -> str:
        """The one address below `path`, such as "/r/"."""
        [address] = [one for one in self.links() if path in one]
        return address


@dataclass
class PostOffice(Box):
    """A mail server that keeps letters, and hands what is sent to `svar+…` to the inbox command."""

    port: int = 0
    inbox: Callable[[bytes, str], None] | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [recipient] = envelope.rcpt_tos
        if recipient.startswith("svar+") and self.inbox is not None:
            content = envelope.original_content or b""
            await asyncio.to_thread(self.inbox, content, recipient)
            return "250 2.0.0 taken"
        return await super().handle_DATA(server, session, envelope)

    def open(self) -> None:
        """Listen."""
        self._open.enter_context(taking(self, self.port))

    def close(self) -> None:
        """Listen no more; what has come stays."""
        self._open.close()

    def take(self, sender: str, recipient: str, raw: bytes) -> None:
        """Send a mail to this server, as a reader's own mail program does."""
        with smtplib.SMTP(HOST, self.port, timeout=PATIENCE) as line:
            line.sendmail(sender, recipient, raw)

    def letters(self, to: str) -> list[Letter]:
        """Everything that has come to an address, the first first."""
        return [Letter(raw) for _, recipient, raw in self.mails if recipient == to]

    def letter(self, to: str, number: int = 1) -> Letter:
        """The first (second, …) letter to an address; waits for it."""
        came = until(lambda: self.letters(to)[number - 1 :], f"letter {number} to {to}")
        return came[0]


def reply_to(letter: Letter, answer: str, comment: str = "") -> tuple[str, str, bytes]:
    """What a calendar program answers to an invitation: from, to, and the mail."""
    asked, calendar, event = letter.event, Calendar(), Event()
    calendar.add("PRODID", "-//Story//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "REPLY")
    for name in ("UID", "SEQUENCE", "DTSTART", "DTSTAMP", "ORGANIZER", "ATTENDEE"):
        event[name] = asked[name]
    event["ATTENDEE"].params["PARTSTAT"] = answer.upper()
    if comment:
        event.add("COMMENT", comment)
    calendar.add_component(event)
    mail = EmailMessage(policy=LINES)
    mail["From"], mail["To"], mail["Subject"] = letter.to, letter.sender, f"Re: {letter.subject}"
    mail.set_content(answer)
    text = calendar.to_ical().decode()
    mail.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return letter.to, letter.sender, mail.as_bytes()
