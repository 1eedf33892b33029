"""How does a mail look on the wire? Told as text with places, put together as its program would."""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Callable
from dataclasses import dataclass, field
from string import Template

from tests.fakes import Sent

Places = dict[str, str]

STAMP = "20270104T090500Z"


@dataclass(frozen=True)
class Part:
    """One leaf: its type, its text with places, and how it travels."""

    kind: str
    text: str
    encoding: str = ""
    charset: str = "utf-8"
    head: str = ""

    def raw(self, places: Places) -> bytes:
        """The part with its header."""
        text = filled(self.text, places)
        content = _ENCODED[self.encoding](lines(text, self.charset))
        told = [f"Content-Type: {filled(self.kind, places)}"]
        told += [f"Content-Transfer-Encoding: {self.encoding}"] if self.encoding else []
        told += filled(self.head, places).splitlines()
        return "\r\n".join([*told, "", ""]).encode() + content


@dataclass(frozen=True)
class Multi:
    """A multipart; `kind` is its subtype with its parameters, all but the boundary."""

    kind: str
    parts: tuple[Part | Multi, ...]
    mark: str = field(default="=_b1")

    def raw(self, places: Places) -> bytes:
        """The multipart with its header."""
        head = f'Content-Type: multipart/{self.kind}; boundary="{self.mark}"\r\n\r\n'.encode()
        between = b"\r\n--" + self.mark.encode()
        body = b"".join(between + b"\r\n" + part.raw(places) for part in self.parts)
        return head + b"This is a multi-part message in MIME format." + body + between + b"--\r\n"


@dataclass(frozen=True)
class Mail:
    """A header with places, and what comes under it."""

    head: str
    body: Part | Multi

    def raw(self, places: Places) -> bytes:
        """The mail as it comes."""
        head = lines(filled(self.head.strip("\n") + "\n", places), "utf-8")
        return head + b"MIME-Version: 1.0\r\n" + self.body.raw(places)


def places_of(to: Sent, **more: str) -> Places:
    """What the mails name: the people, the address, the meeting and the letter to Anna."""
    local, _, domain = to.sender.partition("@")
    return {
        "anna": to.recipient,
        "bo": "bo@nora.example",
        "boss": "boss@kumla.example",
        "evil": "evil@elsewhere.example",
        "svar": to.sender,
        "svar_escaped": f"{local.replace('+', '%2B')}@{domain}",
        "uid": to.property("UID"),
        "letter": str(to.mail["X-Kallelse-Letter"]),
        "letter_id": str(to.mail["Message-ID"]),
        **more,
    }


def filled(text: str, places: Places) -> str:
    """Put the values in the places, written as $name."""
    return Template(text).safe_substitute(places)


def lines(text: str, charset: str) -> bytes:
    """Give text as bytes with the line ends of mail."""
    return text.replace("\n", "\r\n").encode(charset)


def calendar(method: str, *event: str, head: str = "PRODID:-//A client//EN") -> str:
    """A calendar with one event of these lines."""
    begin = ["BEGIN:VCALENDAR", *head.splitlines(), "VERSION:2.0"]
    begin += [f"METHOD:{method}"] if method else []
    return "\n".join([*begin, "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""])


def said(word: str, *more: str, attendee: str = "mailto:$anna", stamp: str = STAMP) -> list[str]:
    """The lines of an event that every client writes, and more."""
    who = f"ATTENDEE;CN=Anna;PARTSTAT={word}:{attendee}"
    return ["UID:$uid", f"DTSTAMP:{stamp}", "SEQUENCE:0", who, *more]


def head(*more: str, sender: str = "Anna <$anna>") -> str:
    """A header as people's programs write it."""
    told = [
        f"From: {sender}",
        "To: $svar",
        "Subject: Sv: Kallelse",
        "Message-ID: <1@kumla.example>",
    ]
    return "\n".join([*told, "Date: Mon, 04 Jan 2027 10:05:00 +0100", *more])


_ENCODED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "7bit": bytes,
    "8bit": bytes,
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "x-uuencode": binascii.b2a_uu,
}
