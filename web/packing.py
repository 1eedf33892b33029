"""How does a calendar travel compressed? The same bytes for the same calendar."""

from __future__ import annotations

import re
import zlib

from werkzeug.datastructures import Accept

_LEVEL = 6
_GZIP = 16 + zlib.MAX_WBITS  # a header without time and name, so that nothing in it varies
# The line that holds the secret address, with what it is folded into (RFC 5545 3.1).
_SECRET = re.compile(rb"(\r\nSOURCE(?:[^\r\n]|\r\n )*)")


def is_wanted(accepted: Accept) -> bool:
    """Tell whether somebody who accepts these encodings likes gzip best (RFC 9110 12.5.3)."""
    weights = {name.lower(): weight for name, weight in accepted}
    weight = weights.get("gzip", 0)
    return bool(weight > 0 and weight >= weights.get("identity", 0))


def packed(calendar: bytes) -> bytes:
    """Compress a calendar with gzip.

    Its own address is compressed apart from the texts that people have typed: their lengths
    together would let somebody who types and listens guess it (BREACH).
    """
    pack = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    pieces = [
        pack.compress(piece) + pack.flush(zlib.Z_FULL_FLUSH)
        for piece in _SECRET.split(calendar, maxsplit=1)
    ]
    return b"".join([*pieces, pack.flush(zlib.Z_FINISH)])
