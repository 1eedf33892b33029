"""In which forms can a document be had, and how is a file handed out?"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response

from scheduler.documents.document import Document, legible
from scheduler.documents.to_data import data
from scheduler.documents.to_markdown import markdown
from scheduler.text import clean_line
from web.documents.docx import docx_bytes
from web.documents.html import html
from web.documents.pdf import available, pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": WORD,
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": EXCEL,
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}
LONGEST_NAME = 80
# What no common file system takes in a name, and what turns text around or cannot be seen.
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to hand out: its bytes, what people call it, and its type."""

    content: bytes
    name: str
    media_type: str

    def answer(self) -> Response:
        """Give it as a download that no browser shows, guesses about or keeps (RFC 6266, 8187)."""
        answer = Response(self.content, content_type=self.media_type)
        answer.headers["Content-Disposition"] = disposition(self.name)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def write(document: Document, form: str, **more: Any) -> bytes:
    """Write a document in a form (pdf, docx, md, json, html); JSON has `more` beside it.

    Raises NoPdfHere, TooLongForPdf, TooManyAtOnce.
    """
    if form == "json":
        whole = {**more, "document": data(document)}
        said = json.dumps(whole, ensure_ascii=False, indent=2)
        return said.replace("<", "\\u003c").encode()  # for whoever takes it for a page
    return _WRITERS[form](document)


def can_write(form: str) -> bool:
    """Tell whether a form can be written on this server; all but PDF always can."""
    return form != "pdf" or available()


def disposition(name: str) -> str:
    """Say under which name to save a file; old programs get its letters without their marks."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_name(*words: str, form: str) -> str:
    """Make a file's name of words: one line, no path, nothing that a file system refuses."""
    line = clean_line(_UNSAFE.sub(" ", legible(" ".join(words))))
    return f"{line[:LONGEST_NAME].strip(' .') or 'kallelse'}.{form}"


def _pdf(document: Document) -> bytes:
    return pdf(html(document), title=document.title, language=document.language)


def _html(document: Document) -> bytes:
    return html(document).encode()


def _markdown(document: Document) -> bytes:
    return markdown(document).encode()


_WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "pdf": _pdf,
    "docx": docx_bytes,
    "md": _markdown,
    "html": _html,
}
