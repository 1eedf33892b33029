"""How is a mail header written so that every reader gets back what was meant?

RFC 5322 2.2.3 and RFC 2047. Written here because the folding in `email` (CPython 3.11) loses
display names of more than a line and encodes Message-IDs of other headers into words.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from email.headerregistry import Address
from typing import TYPE_CHECKING, Final

from scheduler.calendar.address import wire
from scheduler.errors import N_, Refused

if TYPE_CHECKING:
    from scheduler.calendar.address import Mailbox

WIDTH: Final = 76
_LONGEST_WORD: Final = 900  # a line has at most 998 octets
_WORD_BYTES: Final = 39  # 64 octets as an encoded word: one fits beside "Subject: "
_NAME: Final = re.compile("[A-Za-z][A-Za-z0-9-]*")


class UnsafeHeader(Refused):
    """A mail header's text would begin another header, or cannot be told in it."""

    message = N_("%(header)s has line breaks or characters that mail cannot carry there.")


def line(name: str, value: str) -> bytes:
    """Write one header; text beyond ASCII only in Subject and X- headers."""
    refuse_controls(name, value)
    if not _is_plain(value):
        if name != "Subject" and not name.startswith("X-"):
            raise UnsafeHeader(header=name)
        value = encoded(value)
    return fold(name, value)


def mailbox(name: str, box: Mailbox) -> bytes:
    """Write a header that holds one address and its name."""
    refuse_controls(name, box.name)
    address = wire(box.address)
    if box.name and not _is_plain(box.name):
        return fold(name, f"{encoded(box.name)} <{address}>")
    return fold(name, str(Address(display_name=box.name, addr_spec=address)))


def fold(name: str, value: str) -> bytes:
    """Break a header's line before words that would pass the width."""
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def encoded(text: str) -> str:
    """Give text as encoded words, none of which splits a character."""
    chunks = [b""]
    for char in text:
        char_bytes = char.encode("utf-8")
        if len(chunks[-1]) + len(char_bytes) > _WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += char_bytes
    return " ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)


def refuse_controls(name: str, value: str) -> None:
    """Refuse a name that is none, and a value that parsers would split or cut."""
    if not _NAME.fullmatch(name):
        raise UnsafeHeader(header=repr(name)[:40])
    for char in value:
        if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
            raise UnsafeHeader(header=name)


def _is_plain(value: str) -> bool:
    words = value.split(" ")
    return (
        value.isascii()
        and "=?" not in value
        and (all(words) or not value)
        and max(map(len, words)) <= _LONGEST_WORD
    )
