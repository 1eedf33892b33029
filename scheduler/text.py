"""What may stand in a text that people typed?

Filtered once, at the edge: control characters and Unicode's own line breaks fold mail headers and
calendar lines in parsers that split on them (RFC 5322 2.2, RFC 5545 3.1).
"""

from __future__ import annotations

import unicodedata

_BREAKS = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"} | {
    "\u2028": "\n",
    "\u2029": "\n",
}


def clean_line(text: str) -> str:
    """Give `text` as one line: breaks become spaces, other controls vanish, ends are trimmed.

    A line of which nothing can be seen (joiners, lone marks) is empty.
    """
    line = " ".join(clean_text(text).split())
    return line if any(unicodedata.category(char)[0] not in "CMZ" for char in line) else ""


def clean_text(text: str) -> str:
    r"""Give `text` with `\n` as its only break and without control characters (tab stays)."""
    for mark, plain in _BREAKS.items():
        text = text.replace(mark, plain)
    if (
        not text.replace("\n", "").replace("\t", "").isprintable()
    ):  # few texts are looked at by letter
        text = "".join(c for c in text if c in "\n\t" or not _is_control(c))
    return unicodedata.normalize("NFC", text).strip()


def _is_control(char: str) -> bool:
    # Cc: controls; Cs: lone surrogates, which UTF-8 cannot carry; the rest turns text around.
    return (
        unicodedata.category(char) in {"Cc", "Cs"}
        or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
