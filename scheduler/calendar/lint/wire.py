"""Can every mail server take these bytes as they are (RFC 5321 4.5.3.1, 5322 2.1)?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_LIMIT: Final = 998  # octets that no line reaches, its end not counted
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def faults(raw: bytes) -> Iterator[str]:
    """Give what is wrong with the bytes and lines."""
    if not raw.isascii():
        yield N_("The mail has bytes beyond ASCII, which not every mail server passes on.")
    if _CONTROL.search(raw):
        yield N_("The mail has control characters.")
    if _LONE.search(raw) or not raw.endswith(b"\r\n"):
        yield N_("A line of the mail does not end as lines of mail do.")
    if any(len(line) >= LINE_LIMIT for line in raw.split(b"\r\n")):
        yield N_("A line of the mail is longer than mail servers take.")
