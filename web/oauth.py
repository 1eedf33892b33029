"""Which access token opens the mail server's door, for sending (SMTP) and for answers (IMAP)?

The one that is set; else one from the token server, by the refresh token (RFC 6749 6) or, without
it, in our own name (RFC 6749 4.4). It is kept until a minute before its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scheduler.ports import Unreachable
from web.outbound import may_ask, post_form

if TYPE_CHECKING:
    from scheduler.config import Settings

EARLY_SECONDS: Final = 60.0
UNSAID_SECONDS: Final = 300.0  # where the server does not say how long it holds (RFC 6749 5.1)
LONGEST_SECONDS: Final = 86_400.0
_TOKEN: Final = re.compile(r"[!-~]{1,16384}")
_USER: Final = re.compile(r"[ -~]{1,320}")


class _Kept(NamedTuple):
    token: str
    until: float
    refresh: str


class Tokens:
    """Access tokens, each kept until a minute before its end; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[Settings, _Kept] = {}

    def access_token(self, settings: Settings) -> str:
        """Give a token that opens the door now; raises Unreachable when there is none."""
        if settings.oauth_access_token:
            return settings.oauth_access_token
        with self._lock:
            kept = self._kept.get(settings)
            if kept is None or self._clock() >= kept.until:
                kept = self._kept[settings] = self._fetched(settings, kept)
            return kept.token

    def forget(self, settings: Settings) -> None:
        """Let go of a token that a server did not take; the next is fetched."""
        with self._lock:
            kept = self._kept.get(settings)
            if kept is not None:
                self._kept[settings] = kept._replace(until=self._clock())

    def _fetched(self, settings: Settings, before: _Kept | None) -> _Kept:
        if not settings.oauth_token_url:
            raise Unreachable("no access token: neither oauth_access_token nor oauth_token_url")
        began = self._clock()
        refresh = before.refresh if before else settings.oauth_refresh_token
        found = post_form(settings.oauth_token_url, _request(settings, refresh))
        token, kind = found.get("access_token"), found.get("token_type")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise Unreachable("the token server gave no access token")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise Unreachable("the token server gave a token of a kind that is not bearer")
        newer = found.get("refresh_token")
        lasts = _seconds(found.get("expires_in"))
        return _Kept(
            token,
            began + lasts - min(EARLY_SECONDS, lasts / 2),
            newer if isinstance(newer, str) and newer else refresh,
        )


_tokens = Tokens()
access_token = _tokens.access_token
forget = _tokens.forget


def faults(settings: Settings) -> list[str]:
    """Give what keeps tokens from being got and shown as the settings say: a line for each."""
    users = {
        "SMTP": settings.smtp_user or settings.smtp_auth != "xoauth2",
        "IMAP": settings.imap_user or settings.imap_auth != "xoauth2",
    }
    errors = [
        f"KALLELSE_{door}_USER is not set, but KALLELSE_{door}_AUTH is xoauth2: name the mailbox"
        for door, named in users.items()
        if not named
    ]
    url = settings.oauth_token_url
    if not settings.oauth_access_token and not url:
        either = "KALLELSE_OAUTH_ACCESS_TOKEN or KALLELSE_OAUTH_TOKEN_URL"
        errors.append(f"{either} must be set for xoauth2")
    if url and not may_ask(url):
        errors.append("KALLELSE_OAUTH_TOKEN_URL must begin with https:// and name a host")
    return errors


def xoauth2(user: str, token: str) -> str:
    """Give the first word of the mechanism XOAUTH2, not yet in base64; raises Unreachable."""
    if not _USER.fullmatch(user) or not _TOKEN.fullmatch(token):
        raise Unreachable("the user or the access token has characters that cannot be sent")
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _request(settings: Settings, refresh: str) -> dict[str, str]:
    grant = (
        {"grant_type": "refresh_token", "refresh_token": refresh}
        if refresh
        else {"grant_type": "client_credentials"}
    )
    who = {
        "client_id": settings.oauth_client_id,
        "client_secret": settings.oauth_client_secret,
        "scope": settings.oauth_scope,
    }
    return grant | {name: value for name, value in who.items() if value}


def _seconds(said: Any) -> float:
    try:
        seconds = float(said)
    except (TypeError, ValueError):
        return UNSAID_SECONDS
    return min(seconds, LONGEST_SECONDS) if seconds >= 0 else UNSAID_SECONDS
