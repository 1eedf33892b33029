"""What is in a mail from outside, whoever wrote it?

The parser of `email` recurses with every nested part, so the tree is taken apart here, one level
at a time, and the library only reads headers and decodes single parts. The limits come before the
work: what is too big, too deep or too many is unreadable.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING, Final

from scheduler.errors import N_, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PARTS: Final = 100
MOST_DEPTH: Final = 10
MOST_HEADERS: Final = 1000
MOST_HEADER_BYTES: Final = 256 * 1024
MOST_LINE: Final = 10_000
_CHARSETS: Final = {
    *("utf-8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "iso-8859-15"),
    *("windows-1252", "iso-8859-10", "iso-8859-4", "windows-1257"),
}
# Others are uuencoded, which the library reads for minutes if it must.
_PLAIN: Final = {"", "7bit", "8bit", "binary"}
_EMPTY_LINE: Final = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FIELD: Final = re.compile(rb"^[^\s:]+:", re.MULTILINE)


class Unreadable(Refused):
    """A mail that cannot be read, or that nobody should try to."""

    message = N_("This mail is broken and could not be read. Nothing was changed.")


class TooBig(Unreadable):
    """More bytes than an answer has."""

    message = N_("This mail is too big to be read: at most 10 MB, and 1 MB of calendar.")


class TooMuch(Unreadable):
    """More parts, headers or calendar entries than an answer has, or too deep inside each other."""

    message = N_("This mail has more parts, headers or entries than an answer can have.")


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a mail's tree: its header, and its body as it came."""

    head: Message
    body: bytes

    @property
    def kind(self) -> str:
        """The content type, lower case."""
        return self.head.get_content_type()

    @property
    def filename(self) -> str:
        """The file name, lower case; empty if there is none."""
        try:
            return str(self.head.get_filename() or "").lower()
        except (LookupError, ValueError):  # a name in a charset that is none (RFC 2231)
            return ""

    @property
    def content(self) -> bytes:
        """What the part holds, its transfer encoding taken off; nothing if that cannot be done."""
        encoding = str(self.head.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding in _PLAIN:
            return self.body
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return _from_base64(self.body) if encoding == "base64" else b""

    @property
    def charset(self) -> str:
        """The charset that the part declares, lower case."""
        return str(self.head.get_param("charset") or "").lower().replace("_", "-")

    @property
    def text(self) -> str:
        """The content as text."""
        return decode(self.content, self.charset)


def decode(content: bytes, charset: str) -> str:
    """Read UTF-8 if it is (Outlook reads nothing else), else what is declared."""
    tries = [charset, "utf-8"] if charset.startswith("utf-16") else ["utf-8", charset]
    for name in tries:
        if name in _CHARSETS:  # the others include codecs that take minutes
            try:
                return content.decode(name).removeprefix("\ufeff")
            except UnicodeError:
                continue
    return content.decode("windows-1252", "replace")


def open_mail(raw: bytes) -> tuple[Message, tuple[Part, ...]]:
    """Give a mail's header and its leaves in order; attached mails stay closed."""
    if len(raw) > MOST_BYTES:
        raise TooBig
    top = _read(raw)
    return top.head, tuple(_leaves(top))


def head(raw: bytes) -> Message:
    """Read only the header of a mail that came inside another."""
    end = _EMPTY_LINE.search(raw)
    return _read(raw[: end.end()] if end else raw).head


def values(head: Message, name: str) -> list[str]:
    """Give a header's values, unfolded, none longer than anybody needs."""
    raw = (str(value) for label, value in head.raw_items() if label.lower() == name.lower())
    plain = (value.encode("utf-8", "surrogateescape") for value in raw)
    found = [" ".join(decode(value, "").split()) for value in plain]  # SMTPUTF8 is UTF-8
    if any(len(value) > MOST_LINE for value in found):
        raise TooMuch
    return found


def _leaves(top: Part) -> Iterator[Part]:
    todo, seen, fields = [(top, 1)], 0, 0
    while todo:
        part, depth = todo.pop(0)
        seen, fields = seen + 1, fields + len(part.head)
        for name in ("Content-Type", "Content-Disposition"):
            values(part.head, name)  # refuses what the library would take long to read
        if seen > MOST_PARTS or depth > MOST_DEPTH or fields > MOST_HEADERS:
            raise TooMuch
        if part.head.get_content_maintype() != "multipart":
            yield part
            continue
        todo[:0] = [(_read(inner), depth + 1) for inner in _split(part)]


def _split(whole: Part) -> list[bytes]:
    """Cut a multipart's body at its boundary lines (RFC 2046 5.1.1)."""
    boundary = str(whole.head.get_boundary() or "")
    if not boundary or len(boundary) > 200:
        return []
    mark = re.escape(boundary.encode("utf-8", "replace"))
    cut = re.compile(rb"(?:\A|\r?\n)--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces = cut.split(whole.content, maxsplit=MOST_PARTS + 2)
    parts = []
    for end, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if end:
            break
        parts.append(re.sub(rb"\A\r?\n", b"", piece, count=1))
    if len(parts) > MOST_PARTS:
        raise TooMuch
    return parts


def _read(raw: bytes) -> Part:
    """Read a header; the body stays as it stands, for the library would go through its lines."""
    end = _EMPTY_LINE.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    if len(head) > MOST_HEADER_BYTES or len(_FIELD.findall(head)) > MOST_HEADERS:
        raise TooMuch
    parser = BytesParser(policy=compat32)
    return Part(parser.parsebytes(head + b"\r\n\r\n", headersonly=True), body)


def _from_base64(body: bytes) -> bytes:
    for end in (b"", b"==", b"A=="):  # some are cut off
        try:
            return binascii.a2b_base64(body + end)
        except binascii.Error:
            continue
    return b""
