"""What does a mail from outside say?

RFC 5546 3.2 and 6047, as tolerant as clients need: Exchange leaves out ORGANIZER and names zones
its own way, Google answers in UTC, Thunderbird sends the whole entry back in 8bit. Reading decides
nothing: whose the answer is, and whether it counts, is for the one who asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote

from scheduler.calendar import authentication, envelope, mime, moment, parse, report
from scheduler.calendar.address import addresses
from scheduler.calendar.mime import Part, TooBig, TooMuch, Unreadable
from scheduler.text import clean_line, clean_text

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

    from scheduler.calendar.moment import Proposal
    from scheduler.calendar.parse import Component, Property
    from scheduler.calendar.report import Report

__all__ = ["Answer", "Inbound", "Unreadable", "read"]

Word = Literal["accepted", "declined", "tentative", "needs-action"]
MOST_CALENDAR: Final = 1024 * 1024
MOST_COMMENT: Final = 4_000
MOST_ATTENDEES: Final = 50
# What an attendee may send to an organizer (RFC 5546 1.4); all else is never acted on.
_FROM_ATTENDEES: Final = {"REPLY", "COUNTER", "REFRESH"}
_WORDS: Final[dict[str, Word]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs-action",
}
_CALENDARS: Final = ("text/calendar", "application/ics")
_ENVELOPE: Final = ("Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one attendee says about one meeting, at the SEQUENCE that they answer.

    `attendee` is the address; empty where the client gave none (`invalid:nomail`). `sent_by` is
    the address of who answers for them, if somebody does (RFC 5545 3.2.18).
    """

    uid: str
    answer: Word
    comment: str = ""
    attendee: str
    sent_by: str = ""
    sequence: int = 0
    stamp: datetime | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbound:
    """What a mail says: for whom, by whom, about which meetings; `tokens` best first.

    An `automatic` mail (out of office, bounce, list, notice) is never to be answered nor its words
    taken as anybody's; a REPLY in it is still one, since some calendars send theirs so. `said` is
    what a REPLY, COUNTER or REFRESH says. `disowned`: our own mail server found that the domain in
    From did not send it. `answers_to`: the Message-IDs of the mails that it answers.
    """

    tokens: tuple[str, ...] = ()
    sender: str = ""
    method: str | None = None
    said: tuple[Answer, ...] = ()
    report: Report | None = None
    message_id: str = ""
    answers_to: tuple[str, ...] = ()
    automatic: bool = False
    disowned: bool = False
    subject: str = ""
    text: str = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What a REPLY says; nothing else is an answer."""
        return self.said if self.method == "REPLY" else ()


def read(
    raw: bytes,
    *,
    recipient: str = "",
    local_part: str = "svar",
    delimiter: str = "+",
    authserv_id: str = "",
) -> Inbound:
    """Read a mail; `recipient` is the envelope's, if the door knows it.

    `authserv_id` is the name under which our own mail server writes what it found out (RFC 8601).
    """
    try:
        return _read(raw, recipient, f"{local_part}{delimiter}".lower(), authserv_id)
    except (ValueError, LookupError, RecursionError) as fault:
        raise Unreadable from fault


def _read(raw: bytes, recipient: str, prefix: str, authserv_id: str) -> Inbound:
    top, parts = mime.open_mail(raw)
    part = _calendar_part(parts)
    calendar = parse.calendar(_calendar_text(part)) if part else None
    method = _method(part, calendar)
    events = calendar.inside("VEVENT") if calendar else []
    sender = envelope.sender(top)
    found = mime.values(top, "Authentication-Results") if authserv_id else []
    return Inbound(
        tokens=_tokens(_recipients(top, recipient, events), prefix),
        sender=sender,
        method=method,
        said=_said(events, method) if method in _FROM_ATTENDEES else (),
        report=report.read(top, parts),
        message_id=clean_line("".join(mime.values(top, "Message-ID")[:1])),
        answers_to=envelope.answers_to(top),
        automatic=envelope.is_automatic(top, sender),
        disowned=authentication.dmarc(found, authserv_id) == "fail",
        subject=envelope.subject(top),
        text=envelope.text(parts),
    )


def _calendar_part(parts: tuple[Part, ...]) -> Part | None:
    by_kind = [part for kind in _CALENDARS for part in parts if part.kind == kind]
    by_name = [part for part in parts if part.filename.endswith(".ics")]
    return next(iter([*by_kind, *by_name]), None)


def _calendar_text(part: Part) -> str:
    content = part.content
    if len(content) > MOST_CALENDAR:
        raise TooBig
    if not part.charset.startswith("utf-16"):
        content = re.sub(rb"\r?\n[ \t]", b"", content)  # some fold in the middle of a character
    return mime.decode(content, part.charset)


def _method(part: Part | None, calendar: Component | None) -> str | None:
    told = calendar.value("METHOD") if calendar else ""
    if not told and part:
        told = str(part.head.get_param("method") or "")
    return clean_line(told).upper()[:40] or None


def _recipients(top: Message, recipient: str, events: list[Component]) -> list[str]:
    if recipient:
        return [recipient]  # the envelope decides; headers are only what somebody wrote
    values = [value for name in _ENVELOPE for value in mime.values(top, name)]
    values += [_mailto(found) for event in events for found in event.all("ORGANIZER")]
    return values + [value for name in ("To", "Cc") for value in mime.values(top, name)]


def _tokens(recipients: list[str], prefix: str) -> tuple[str, ...]:
    tokens: dict[str, None] = {}
    for value in recipients:
        for address in addresses(value):
            local = unquote(address.rpartition("@")[0]).lower()
            if local.startswith(prefix) and len(local) > len(prefix):
                tokens[local.removeprefix(prefix)] = None
    return tuple(tokens)


def _said(events: list[Component], method: str) -> tuple[Answer, ...]:
    # Each meeting is one UID without recurrences; an override that some client makes up must not
    # hide what is said about the whole.
    whole = [event for event in events if not event.all("RECURRENCE-ID")]
    told = {event.value("UID") for event in whole}
    parts = [e for e in events if e.all("RECURRENCE-ID") and e.value("UID") not in told]
    made_up = _all(parts, method)
    if method == "REPLY":
        made_up = [said for said in made_up if said.answer != "needs-action"]
    return (*_all(whole, method), *made_up)


def _all(events: list[Component], method: str) -> list[Answer]:
    return [answer for event in events for answer in _answers(event, method)]


def _answers(event: Component, method: str) -> list[Answer]:
    uid, people = clean_line(event.value("UID")), event.all("ATTENDEE")
    if len(people) > MOST_ATTENDEES:
        raise TooMuch
    if not uid or not people:
        return []
    said = _comment("\n".join(found.text for found in event.all("COMMENT")))
    about: dict[str, Any] = {
        "uid": uid,
        "sequence": parse.number(event.value("SEQUENCE")),
        "stamp": parse.instant(event.value("DTSTAMP")),
        "proposal": moment.proposed(event) if method == "COUNTER" else None,
    }
    return [
        Answer(
            **about,
            answer=word,
            comment=said or _comment(who.parameter("X-RESPONSE-COMMENT")),
            attendee=_mailto(who),
            sent_by=_address(who.parameter("SENT-BY")),
        )
        for who in people
        if (word := _word(who, method))
    ]


def _word(attendee: Property, method: str) -> Word | None:
    word = _WORDS.get(attendee.parameter("PARTSTAT").upper() or "NEEDS-ACTION")
    return word or (None if method == "REPLY" else "needs-action")


def _comment(text: str) -> str:
    return clean_text(text[: 2 * MOST_COMMENT])[:MOST_COMMENT]


def _mailto(person: Property) -> str:
    is_mailto = unquote(person.value).lower().startswith("mailto:")
    return _address(person.value if is_mailto else person.parameter("EMAIL"))


def _address(value: str) -> str:
    plain = unquote(value)
    return "".join(addresses(plain[7:] if plain.lower().startswith("mailto:") else plain)[:1])
