"""Which DNS records make the letters believed, and answers come back? As lines of a zone file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from web import dkim
from web.outbound import is_loopback

if TYPE_CHECKING:
    from scheduler.config import Settings

LONGEST: Final = 255  # octets of one string in a TXT record (RFC 1035 3.3)
_SENDERS: Final = {  # relays that send from other addresses than the one that is talked to
    "smtp.office365.com": "include:spf.protection.outlook.com",
    "smtp.gmail.com": "include:_spf.google.com",
    "smtp-relay.gmail.com": "include:_spf.google.com",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `value` as it stands in a zone file, `why` for whoever sets it."""

    name: str
    type: str
    value: str
    why: str


def records(settings: Settings) -> list[Record]:
    """Give the records to set for the mail domain; none where it is no domain of the world."""
    domain = dkim.domain(settings)
    if "." not in domain:
        return []
    return [
        *_mx(settings, domain),
        _spf(settings, domain),
        *_dkim(settings, domain),
        _dmarc(domain),
    ]


def _mx(settings: Settings, domain: str) -> Iterator[Record]:
    if settings.imap_host:
        return  # answers come to a mailbox that somebody else keeps
    host = _host(settings) or domain
    yield Record(f"{domain}.", "MX", f"10 {host}.", "answers come to the mail server of this name")


def _spf(settings: Settings, domain: str) -> Record:
    why = "the relay may send for the domain; ask its keeper whether it sends from elsewhere too"
    return Record(f"{domain}.", "TXT", _quoted(f"v=spf1 {_sends(settings)} ~all"), why)


def _sends(settings: Settings) -> str:
    """Name who sends (RFC 7208 5)."""
    relay = settings.smtp_host.lower()
    if is_loopback(relay):
        host = _host(settings)
        return f"mx a:{host}" if host else "mx"
    try:
        address = ip_address(relay)
    except ValueError:
        return _SENDERS.get(relay, f"a:{relay}")
    return f"ip{address.version}:{address}"


def _dkim(settings: Settings, domain: str) -> Iterator[Record]:
    key = dkim.private_key(settings)
    if key is None:
        return
    name = f"{settings.dkim_selector}._domainkey.{domain}."
    value = _quoted(f"v=DKIM1; k=rsa; p={dkim.public_text(key)}")
    yield Record(name, "TXT", value, "readers can see that letters are signed by us")


def _dmarc(domain: str) -> Record:
    value = _quoted(f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}")
    why = "begin with p=none; when the reports name no sender but yours, say p=quarantine"
    return Record(f"_dmarc.{domain}.", "TXT", value, why)


def _host(settings: Settings) -> str:
    """Give the name under which people reach the service; empty when it is none of the world."""
    host = urlsplit(settings.base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host if "." in host else ""
    return ""


def _quoted(text: str) -> str:
    parts = (text[at : at + LONGEST] for at in range(0, len(text), LONGEST))
    return " ".join(f'"{part}"' for part in parts)
