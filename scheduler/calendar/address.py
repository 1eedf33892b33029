"""How does an address go over the wire, and which addresses does a header hold?

ASCII only (RFC 5321): a domain travels as its A-label (IDNA); a local part beyond ASCII would need
SMTPUTF8 at every hop. Header values from outside are read by one pass over the characters, since
the parsers of `email` recurse on nested comments.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from scheduler.errors import N_, Refused

# RFC 5322 3.2.3 dot-atom. Quoted local parts are legal and break in half of the world's software.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# Letters that IDNA 2003, the standard library's, maps to others: the mail would go elsewhere.
_MAPPED_AWAY: Final = frozenset("ßς\u200c\u200d")


class AddressNotSupported(Refused):
    """An address that mail cannot be sent to from here."""

    message = N_(
        "Mail cannot be sent to %(address)s. "
        "Write the address as name@domain, with plain letters, digits and dots before the @."
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """An address and the name shown beside it."""

    address: str
    name: str = ""


def wire(address: str) -> str:
    """Give the ASCII form of an address, the same in header, envelope and ATTENDEE."""
    local, at, domain = address.rpartition("@")
    ascii_domain = _a_label(domain)
    fits = at and _LOCAL.fullmatch(local) and len(local) <= 64 and _DOMAIN.fullmatch(ascii_domain)
    if not fits or len(local) + 1 + len(ascii_domain) > 254:
        raise AddressNotSupported(field="email", address=repr(address)[1:-1][:80])
    return f"{local}@{ascii_domain}"


def mailto(address: str) -> str:
    """Give the address as a URI (RFC 6068)."""
    return "mailto:" + quote(wire(address), safe="@!$'*+-._~=")


def uri(text: str) -> str:
    """Give a web address in ASCII, percent-encoded; empty when it is no http(s) address."""
    try:
        parts = urlsplit(text.strip())
        place = _place(parts.hostname or "", parts.port)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not place:
        return ""
    path, query, fragment = (_percent(part) for part in parts[2:])
    return urlunsplit((parts.scheme, place, path, query, fragment))


def _place(host: str, port: int | None) -> str:
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host)}]"
    else:
        host = _a_label(host)
        if not _DOMAIN.fullmatch(host):
            return ""
    return f"{host}:{port}" if port else host


def _percent(text: str) -> str:
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe="/?%:@!$&'()*+,;=~-._"))


def addresses(value: str) -> list[str]:
    """Give the addresses in a header value, lower case, without names and comments."""
    return [found for mailbox in _mailboxes(value) for found in _inside(mailbox)]


def _a_label(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    if _MAPPED_AWAY & set(domain.lower()) or len(domain) > 253:
        return ""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _mailboxes(value: str) -> list[str]:
    """Split at the commas between mailboxes; drop comments and what is quoted."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped or (char == "\\" and (quoted or depth)):
            escaped = not escaped
        elif quoted or (char == '"' and not depth):
            quoted = char != '"' if quoted else True
        elif char in "()":
            depth = depth + 1 if char == "(" else max(depth - 1, 0)
        elif not depth:
            kept.append("," if char == ";" else char)
    return "".join(kept).split(",")


def _inside(mailbox: str) -> list[str]:
    found = re.findall(r"<([^<>]*)>", mailbox)
    if not found:
        text = mailbox.rpartition(":")[2]  # a group's name and a URI's scheme end with a colon
        found = text.split() if text.count("@") > 1 else [text]
    return ["".join(text.split()).lower() for text in found if "@" in text]
