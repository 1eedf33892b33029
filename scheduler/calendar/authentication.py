"""What did our own mail server find out about a mail's sender?

RFC 8601: it writes Authentication-Results on top of what comes. Anybody can write the same header,
so only those under our server's own name count, and the topmost that speaks of DMARC decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_RESULT: Final = re.compile(r"\s*dmarc\s*(?:/\s*[0-9]+\s*)?=\s*([a-z]+)", re.IGNORECASE)


def dmarc(headers: Iterable[str], authserv_id: str) -> str:
    """Give our server's word on DMARC, such as `pass` or `fail`; empty if it gave none.

    `headers` are the values of Authentication-Results from the top; of several results in one
    (RFC 7489 6.6.1: several domains in From) a failure is the word.
    """
    if not authserv_id:
        return ""
    for value in headers:
        name, *statements = _statements(value)
        if name.split()[:1] != [authserv_id.lower()]:
            continue
        words = [found[1] for told in statements if (found := _RESULT.match(told))]
        if words:
            return "fail" if "fail" in words else words[0]
    return ""


def _statements(value: str) -> list[str]:
    """Cut a value at its semicolons, in lower case and without comments and quotes, in one pass."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value.lower():
        if escaped or (char == "\\" and (quoted or depth)):
            escaped = not escaped
        elif char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            kept.append("," if char == ";" else char)  # a semicolon in quotes ends nothing
        elif char in "()":
            depth = depth + 1 if char == "(" else max(depth - 1, 0)
        elif not depth:
            kept.append(char)
    return "".join(kept).split(";")
