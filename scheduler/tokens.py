"""How do addresses carry authority?

Derived tokens (reply, svar, me, minutes and the like) are MACs over a purpose, an identity and a
generation: nothing is stored, every letter carries the same one, raising the generation revokes
it. Random tokens (feeds, sign-in, API) are stored as their hash alone and shown once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Purpose = Literal[
    "reply",
    "svar",
    "me",
    "minutes",
    "one-click",
    "propose",
    "round",
    "comment",
    "action",
    "brief",
    "play",
    "screen",
    "callout",
]
# How the addresses begin behind which a token is somebody's own authority: they are kept out of
# logs and out of mails to others.
PERSONAL_PATHS = (
    "r",
    "me",
    "m",
    "propose",
    "round",
    "c",
    "action",
    "brief",
    "callout",
    "play",
    "screen",
    "sign-in",
)

_MAC_BYTES = 16
_SVAR_MAC_BYTES = 12


@dataclass(frozen=True)
class KeyRing:
    """The secrets that sign: the first signs, all verify."""

    keys: tuple[str, ...]

    def __repr__(self) -> str:
        return f"KeyRing({len(self.keys)} keys)"

    def token(self, purpose: Purpose, identity: UUID, generation: int) -> str:
        """Give the token of one purpose for one thing: 43 characters of URL-safe base64."""
        mac = _mac(self.keys[0], purpose, identity.bytes, generation)[:_MAC_BYTES]
        return base64.urlsafe_b64encode(identity.bytes + mac).rstrip(b"=").decode()

    def verify(self, token: str, purpose: Purpose, identity: UUID, generation: int) -> bool:
        """Tell whether `token` is this thing's token, in constant time, by any key of the ring."""
        given = _decode(token)
        good = False
        for key in self.keys:
            mac = _mac(key, purpose, identity.bytes, generation)[:_MAC_BYTES]
            good |= hmac.compare_digest(given, identity.bytes + mac)
        return good

    def svar(self, number: int, generation: int, key: int) -> str:
        """Give the token of a reply address: base32, lower case, at least 96 bits of MAC.

        `key` is the ring's key counted from its oldest, so that ORGANIZER never changes for a UID
        when a newer key joins the ring.
        """
        secret = self.keys[len(self.keys) - 1 - key]
        head = number.to_bytes(5, "big")
        mac = _mac(secret, "svar", head, generation)[:_SVAR_MAC_BYTES]
        return base64.b32encode(head + mac).decode().rstrip("=").lower()

    @property
    def newest(self) -> int:
        """The newest key's place counted from the oldest."""
        return len(self.keys) - 1


def identity_in(token: str) -> UUID | None:
    """Read which thing a derived token claims to be for; the caller must still verify it."""
    given = _decode(token)
    return UUID(bytes=given[:16]) if len(given) == 16 + _MAC_BYTES else None


def number_in(svar: str) -> int | None:
    """Read the number that a svar token claims to be for; the caller must still compare it."""
    try:
        raw = base64.b32decode(svar.upper() + "=" * (-len(svar) % 8))
    except ValueError:
        return None
    return int.from_bytes(raw[:5], "big") if len(raw) == 5 + _SVAR_MAC_BYTES else None


def fresh() -> str:
    """Make a random token of 256 bits, 43 URL-safe characters; store only its `digest`."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Give what is stored of a random token: SHA-256, 64 hexadecimal characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mac(key: str, purpose: str, identity: bytes, generation: int) -> bytes:
    message = purpose.encode() + b"\0" + identity + generation.to_bytes(4, "big")
    return hmac.digest(key.encode(), message, "sha256")


def _decode(token: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return b""
