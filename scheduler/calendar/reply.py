"""What does a mail from outside say about somebody's answer?

RFC 5546 3.2.3 and 6047, as tolerant as clients need: Exchange leaves out ORGANIZER and names zones
its own way, Google answers in UTC, Thunderbird sends the whole entry back in 8bit. Reading decides
nothing: whose the answer is, and whether it counts, is for the one who asks.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote

from scheduler.calendar import mime, parse
from scheduler.calendar.address import addresses
from scheduler.calendar.mime import Part, TooBig, Unreadable
from scheduler.errors import N_
from scheduler.text import clean_line, clean_text

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

    from scheduler.calendar.parse import Component, Property

__all__ = ["Answer", "Inbound", "Unreadable", "read"]

Word = Literal["accepted", "declined", "tentative", "needs-action"]
MOST_CALENDAR: Final = 1024 * 1024
MOST_TEXT: Final = 20_000
MOST_COMMENT: Final = 4_000
_WORDS: Final[dict[str, Word]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs-action",
}
_CALENDARS: Final = ("text/calendar", "application/ics")
_ENVELOPE: Final = ("Delivered-To", "X-Original-To", "Envelope-To")
_LISTS: Final = ("List-Id", "List-Post", "List-Unsubscribe", "X-Autoreply", "X-Autorespond")


class SeveralSenders(Unreadable):
    """A mail from more than one address: nobody knows whose answer it is."""

    message = N_("This mail names more than one sender, so nobody knows whose answer it is.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One attendee's answer to one meeting, at the SEQUENCE it answers.

    `attendee` is the address; empty where the client gave none (`invalid:nomail`).
    """

    uid: str
    answer: Word
    comment: str = ""
    attendee: str
    sequence: int = 0
    stamp: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbound:
    """What a mail says: for whom, by whom, which answers; `tokens` best first.

    An `automatic` mail (out of office, bounce, list, notice) is never to be answered nor its words
    taken as anybody's; a REPLY in it is still one, since some calendars send theirs so.
    """

    tokens: tuple[str, ...] = ()
    sender: str = ""
    method: str | None = None
    answers: tuple[Answer, ...] = ()
    message_id: str = ""
    automatic: bool = False
    text: str = ""


def read(
    raw: bytes, *, recipient: str = "", local_part: str = "svar", delimiter: str = "+"
) -> Inbound:
    """Read a mail; `recipient` is the envelope's, if the door knows it."""
    try:
        return _read(raw, recipient, f"{local_part}{delimiter}".lower())
    except (ValueError, LookupError, RecursionError) as fault:
        raise Unreadable from fault


def _read(raw: bytes, recipient: str, prefix: str) -> Inbound:
    top, parts = mime.open_mail(raw)
    part = _calendar_part(parts)
    calendar = parse.calendar(_calendar_text(part)) if part else None
    method = _method(part, calendar)
    events = calendar.inside("VEVENT") if calendar else []
    return Inbound(
        tokens=_tokens(_recipients(top, recipient, events), prefix),
        sender=_sender(top),
        method=method,
        answers=_answers(events) if method == "REPLY" else (),
        message_id=clean_line("".join(mime.values(top, "Message-ID")[:1])),
        automatic=_is_automatic(top),
        text=_text(parts),
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


def _sender(top: Message) -> str:
    found = [address for value in mime.values(top, "From") for address in addresses(value)]
    if len(found) > 1:
        raise SeveralSenders
    return "".join(found)


def _recipients(top: Message, recipient: str, events: list[Component]) -> list[str]:
    values = [recipient]
    for name in _ENVELOPE:
        values += mime.values(top, name)
    values += [_mailto(found) for event in events for found in event.all("ORGANIZER")]
    for name in ("To", "Cc"):
        values += mime.values(top, name)
    return values


def _tokens(recipients: list[str], prefix: str) -> tuple[str, ...]:
    tokens: dict[str, None] = {}
    for value in recipients:
        for address in addresses(value):
            local = unquote(address.rpartition("@")[0]).lower()
            if local.startswith(prefix) and len(local) > len(prefix):
                tokens[local.removeprefix(prefix)] = None
    return tuple(tokens)


def _answers(events: list[Component]) -> tuple[Answer, ...]:
    # Each meeting is one UID without recurrences; an override that some client makes up must not
    # hide what is said about the whole.
    whole = [event for event in events if not event.all("RECURRENCE-ID")]
    told = {event.value("UID") for event in whole}
    parts = [e for e in events if e.all("RECURRENCE-ID") and e.value("UID") not in told]
    answers = [*_all(whole), *(said for said in _all(parts) if said.answer != "needs-action")]
    return tuple(answers)


def _all(events: list[Component]) -> list[Answer]:
    found = (_answer(event, who) for event in events for who in event.all("ATTENDEE"))
    return [answer for answer in found if answer]


def _answer(event: Component, attendee: Property) -> Answer | None:
    word = _WORDS.get(attendee.parameter("PARTSTAT").upper() or "NEEDS-ACTION")
    uid, address = clean_line(event.value("UID")), _mailto(attendee)
    if word is None or not uid:
        return None
    said = "\n".join(found.text for found in event.all("COMMENT"))
    return Answer(
        uid=uid,
        answer=word,
        comment=clean_text(said or attendee.parameter("X-RESPONSE-COMMENT"))[:MOST_COMMENT],
        attendee=address,
        sequence=parse.number(event.value("SEQUENCE")),
        stamp=parse.instant(event.value("DTSTAMP")),
    )


def _mailto(person: Property) -> str:
    value = unquote(person.value)
    if not value.lower().startswith("mailto:"):
        value = person.parameter("EMAIL")
    return "".join(addresses(value[7:] if value.lower().startswith("mailto:") else value)[:1])


def _is_automatic(top: Message) -> bool:
    auto = "".join(mime.values(top, "Auto-Submitted")[:1]).partition(";")[0].strip().lower()
    return (
        auto not in {"", "no"}
        or "<>" in mime.values(top, "Return-Path")
        or any(top.get_all(name) for name in _LISTS)
        or "".join(mime.values(top, "Precedence")[:1]).lower() in {"bulk", "list", "junk"}
        or top.get_content_type() == "multipart/report"
    )


def _text(parts: tuple[Part, ...]) -> str:
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.kind == kind and not part.filename:
                text = part.text[: 5 * MOST_TEXT]
                return clean_text(_shown(text) if kind == "text/html" else text)[:MOST_TEXT]
    return ""


def _shown(page: str) -> str:
    """Give the words of a page, roughly; in one pass, whatever it is made of."""
    first, *rest = re.split(r"(?i)<(?:style|script|title)\b", page)
    after = (re.split(r"(?i)</(?:style|script|title)>", part, maxsplit=1)[1:] for part in rest)
    kept = " ".join([first, *(text for part in after for text in part)])
    words = re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", " ", kept))
    return html.unescape(words.replace(" \n", "\n").replace("\n ", "\n"))
