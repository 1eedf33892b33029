"""Which headers and parts has a mail (RFC 5322 2.2, 2045 5, 2046 5.1)?

Reads the narrow form that we write: no comments, no continued parameters, nothing before the first
or after the last boundary.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final

from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

_DEEPEST: Final = 3
_FIELD: Final = re.compile(r"([!-9;-~]+):(.*)", re.DOTALL)
_KIND: Final = re.compile(r"([a-z]+/[a-z]+)((?:;.*)?)")
_PARAMETER: Final = re.compile(r';[ \t]*([A-Za-z-]+)=(?:"([^"\\]*)"|([^\s;"()<>@,:\\/\[\]?=]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """A mail or a part of one: its headers (names in lower case, values on one line) and body."""

    fields: tuple[tuple[str, str], ...]
    body: str
    kind: str
    parameters: dict[str, str]
    parts: tuple[Part, ...]

    @property
    def names(self) -> list[str]:
        """The names of its headers, each as often as it stands there."""
        return [name for name, _ in self.fields]

    def field(self, name: str) -> str:
        """Give the value of a header; empty where there is none."""
        return next((value for known, value in self.fields if known == name), "")

    def content(self) -> bytes | None:
        """Give what the body holds, its transfer encoding taken off; None if that cannot be."""
        encoding = self.field("content-transfer-encoding")
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding != "base64":
            return self.body.encode("ascii")
        try:
            return binascii.a2b_base64(self.body.replace("\r\n", ""), strict_mode=True)
        except binascii.Error:
            return None


def read(text: str, depth: int = 1) -> Part:
    """Take a mail apart; raises Unfit."""
    head, end, body = text.partition("\r\n\r\n")
    fields = _fields(head)
    declared = [name for name, _ in fields if name.startswith("content-")]
    kind, parameters = _kind(dict(fields).get("content-type", ""))
    if not end or depth > _DEEPEST or len(set(declared)) != len(declared):
        raise Unfit(N_("The parts of the mail cannot be read."))
    inner = _split(body, parameters.get("boundary", "")) if kind.startswith("multipart/") else []
    return Part(fields, body, kind, parameters, tuple(read(part, depth + 1) for part in inner))


def _fields(head: str) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    for line in re.split(r"\r\n(?![ \t])", head):
        found = _FIELD.fullmatch(line)
        folds = line.split("\r\n")[1:]
        if found is None or not all(fold.strip() for fold in folds):
            raise Unfit(N_("The header of the mail cannot be read."))
        fields.append((found[1].lower(), found[2].replace("\r\n", "").strip(" \t")))
    return tuple(fields)


def _kind(value: str) -> tuple[str, dict[str, str]]:
    found = _KIND.fullmatch(value)
    rest = _PARAMETER.sub("", found[2]) if found else "?"
    pairs = [(name.lower(), quoted or bare) for name, quoted, bare in _PARAMETER.findall(value)]
    if found is None or rest or len(dict(pairs)) != len(pairs):
        raise Unfit(N_("The parts of the mail cannot be read."))
    return found[1], dict(pairs)


def _split(body: str, boundary: str) -> list[str]:
    # Every line that begins as a boundary must be one: some parsers look no further.
    cut = re.compile(rf"(?:\A|\r\n)--{re.escape(boundary)}([^\r\n]*)(?=\r\n|\Z)")
    before, *pieces = cut.split(body)
    *inner, after = pieces[1::2] or [""]
    ends = [*("" for _ in inner), "--"]
    whole = all(part.startswith("\r\n") for part in inner) and not before + after.strip()
    if not boundary or not whole or pieces[::2] != ends:
        raise Unfit(N_("The parts of the mail cannot be read."))
    return [part.removeprefix("\r\n") for part in inner]
