"""What has the demonstration's mail server been given? Its files, read as mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from itertools import islice
from pathlib import Path
from typing import cast

from scheduler.tokens import PERSONAL_PATHS

MOST = 100
_LINK = re.compile(rf"https?://[^\s<>\"]+/(?:{'|'.join(PERSONAL_PATHS)})/[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mail in the list."""

    name: str
    to: str
    address: str
    sender: str
    subject: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One mail whole; `links` are those that a reader is meant to press."""

    line: Line
    text: str
    html: str
    calendar: str
    links: tuple[str, ...]


def latest(folder: Path, wanted: str = "") -> list[Line]:
    """List the newest mails of a folder, the newest first; `wanted` stands in To or Subject."""
    key = wanted.casefold()
    lines = (_line(path) for path in sorted(_files(folder), reverse=True))
    found = (line for line in lines if key in f"{line.to} {line.address} {line.subject}".casefold())
    return list(islice(found, MOST))


def count(folder: Path) -> int:
    """Count the mails of a folder."""
    return sum(1 for _ in _files(folder))


def read(folder: Path, name: str) -> Opened | None:
    """Give one mail by the name it has in the list; None when there is none of that name."""
    path = next((path for path in _files(folder) if path.name == name), None)
    if path is None:
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    text = _part(mail, "text/plain")
    return Opened(
        line=_line(path),
        text=text,
        html=_part(mail, "text/html"),
        calendar=_part(mail, "text/calendar"),
        links=tuple(dict.fromkeys(_LINK.findall(text))),
    )


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.suffix == ".eml" and path.is_file())


def _line(path: Path) -> Line:
    with path.open("rb") as file:
        mail = BytesParser(policy=default).parse(file, headersonly=True)
    return Line(
        name=path.name,
        to=_name(mail, "To"),
        address=_address(mail, "To"),
        sender=_name(mail, "From"),
        subject=str(mail["Subject"] or ""),
        at=mail["Date"].datetime if mail["Date"] else None,
    )


def _name(mail: EmailMessage, header: str) -> str:
    return ", ".join(one.display_name or one.addr_spec for one in _addresses(mail, header))


def _address(mail: EmailMessage, header: str) -> str:
    return ", ".join(one.addr_spec for one in _addresses(mail, header))


def _addresses(mail: EmailMessage, header: str) -> tuple[Address, ...]:
    found = mail[header]
    return cast("AddressHeader", found).addresses if found is not None else ()


def _part(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == kind:
            content = part.get_content()
            text = content.decode(errors="replace") if isinstance(content, bytes) else str(content)
            return text.replace("\r\n", "\n")
    return ""
