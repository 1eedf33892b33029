"""How is a mail shown inside a page?

In a frame of its own that may run nothing, reach nothing and go nowhere. A page's content policy
holds in its frames too, so the mail's one style sheet is named to it by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import NamedTuple

from flask import Response

from web.headers import SOURCES

_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_HEAD = '<head>\n<base target="_blank">'


class Frame(NamedTuple):
    """A mail's page for `srcdoc`, and what the content policy must allow for it."""

    document: str
    style: str


def framed(page: str) -> Frame:
    """Make a mail's page fit a frame: styles of single elements move to its style sheet."""
    rules: list[str] = []

    def move(found: re.Match[str]) -> str:
        rules.append(f'[data-style="{len(rules)}"]{{{html.unescape(found[1])}}}')
        return f' data-style="{len(rules) - 1}"'

    plain = page.replace("\r\n", "\n")
    body = _ATTRIBUTE.sub(move, _SHEET.sub("", plain))
    sheet = "\n".join([*(found[1] for found in _SHEET.finditer(plain)), *rules])
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    head = f"{_HEAD}<style>{sheet}</style>"
    return Frame(body.replace("<head>", head, 1), f"'sha256-{digest}'")


def allow(answer: Response, frame: Frame | None) -> Response:
    """Let a page that shows a mail use the mail's style sheet, inside and nowhere else."""
    if frame is not None:
        policy = "; ".join(SOURCES).replace("style-src 'self'", f"style-src 'self' {frame.style}")
        answer.headers["Content-Security-Policy"] = policy
    return answer
