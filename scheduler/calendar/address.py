"""How does an address go over the wire, and which addresses does a header hold?

ASCII only (RFC 5321): a domain travels as its A-label (IDNA); a local part beyond ASCII would need
SMTPUTF8 at every hop. Header values from outside are read by one pass over the characters, since
the parsers of `email` recurse on nested comments.
"""

from __future__ import annotations

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
        host, port = _a_label(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not _DOMAIN.fullmatch(host):
        return ""
    place = f"{host}:{port}" if port else host
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query, fragment = (quote(p, safe="/?%:@!$&'()*+,;=~-._") for p in parts[3:])
    return urlunsplit((parts.scheme, place, path, query, fragment))


def addresses(value: str) -> list[str]:
    """Give the addresses in a header value, lower case, without names and comments."""
    return [found for part in _mailboxes(value) if (found := _address(part))]


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
    parts, depth, quoted, escaped = [[""]], 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = quoted or depth > 0
        elif quoted or (char == '"' and not depth):
            quoted = char != '"' if quoted else True
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif not depth and char in ",;":
            parts.append([""])
        elif not depth:
            parts[-1].append(char)
    return ["".join(part) for part in parts]


def _address(mailbox: str) -> str:
    inside = re.search(r"<([^<>]*)>", mailbox)
    text = inside[1] if inside else mailbox.rpartition(":")[2]  # a group's name ends with a colon
    text = "".join(text.split()).lower()
    return text if "@" in text else ""
