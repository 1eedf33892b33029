"""What is a password worth, and how is it kept?

argon2id with 19 MiB, two passes, one lane; at most four at once, so that a flood of tries cannot
eat the memory. Fifteen characters at least, no rules of composition, no password that is common.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scheduler.common_passwords import is_common
from scheduler.errors import N_, Refused

SHORTEST = 15
LONGEST = 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)


class PasswordTooShort(Refused):
    """A password with too few characters."""

    message = N_(
        "A password needs at least %(shortest)s characters. "
        "Three or four words that do not belong together are easy to remember."
    )


class PasswordTooLong(Refused):
    """A password with too many characters."""

    message = N_("A password has at most %(longest)s characters.")


class PasswordTooCommon(Refused):
    """A password that a guesser tries first."""

    message = N_(
        "This password is among those that are guessed first: a common word, a pattern on the "
        "keyboard, or your own name. Take three or four words that do not belong together."
    )


def check(password: str, *, about: tuple[str, ...] = (), field: str = "password") -> None:
    """Refuse a password that is short or easily guessed; `about`: the person's name and address."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise PasswordTooShort(field=field, shortest=SHORTEST)
    if len(plain) > LONGEST:
        raise PasswordTooLong(field=field, longest=LONGEST)
    if is_common(plain, about):
        raise PasswordTooCommon(field=field)


def hashed(password: str) -> str:
    """Give what is stored of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def proves(password: str, stored: str) -> bool:
    """Tell whether `password` is the stored one; without a stored one it takes as long."""
    with _AT_ONCE:
        try:
            good = _HASHER.verify(stored or _decoy(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return good and bool(stored)


def _normal(password: str) -> str:
    # One spelling for what looks the same, whatever keyboard it came from (NIST SP 800-63B).
    return unicodedata.normalize("NFC", password)


@cache
def _decoy() -> str:
    return _HASHER.hash("nobody has this password, it only costs the same time")
