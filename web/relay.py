"""What would happen if a letter left now? The relay is asked all but to take one."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scheduler.ports import Unreachable
from web import smtp

if TYPE_CHECKING:
    from scheduler.config import Settings

PATIENCE: Final = 10.0  # seconds, for each answer


@dataclass(frozen=True, slots=True)
class Relay:
    """What a relay said of itself: how it encrypts ("" if not), the biggest mail (0: any)."""

    tls: str
    size: int
    signed_in: bool

    @property
    def text(self) -> str:
        """Say it in one line."""
        biggest = f"mails up to {self.size // 1_000_000} MB" if self.size else "mails of any size"
        login = "signed in" if self.signed_in else "no sign-in"
        return f"{self.tls or 'not encrypted'}, {login}, {biggest}"


def look(settings: Settings) -> Relay:
    """Connect, encrypt and sign in as for a letter, and go; raises Unreachable in words."""
    patience = min(settings.smtp_timeout, PATIENCE)
    talk = smtp.connect(settings.model_copy(update={"smtp_timeout": patience}))
    try:
        code, words = talk.noop()
        if code != 250:
            raise Unreachable(f"{code} {words.decode('ascii', 'replace')}")
        secured = talk.sock.version() if isinstance(talk.sock, ssl.SSLSocket) else None
        return Relay(
            tls=secured or "",
            size=smtp.biggest(talk) or 0,
            signed_in=bool(settings.smtp_user),
        )
    except OSError as failure:
        raise Unreachable(str(failure)) from failure
    finally:
        smtp.part(talk)
