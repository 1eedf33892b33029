"""How is a page written as a tagged PDF (PDF/UA-1), and can it be done here?

WeasyPrint and the system's Pango do it; the service runs without either. Nothing is ever fetched:
whatever a page names, file or address, is refused. One file is written at a time in a process.
"""

from __future__ import annotations

import logging
import threading
from functools import cache
from typing import Any, NoReturn

from scheduler.errors import N_, Refused

MEND = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
LONGEST = 400_000  # characters of a page that are laid out
MOST_MARKS = 16_000  # of them in a page: about half a minute
PATIENCE = 20.0  # seconds to wait for somebody else's file
_OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "presentational_hints": True}
_turn = threading.Lock()


class NoPdfHere(Refused):
    """What writes PDF files is not installed."""

    message = N_(
        "PDF files cannot be written on this server. Take the Word file, or ask whoever runs the "
        "server to install Pango and the extra “pdf”: docs/operating.md says how."
    )
    status = 501


class TooManyAtOnce(Refused):
    """Others are having their files written."""

    message = N_("Other PDF files are being written just now. Try again in a minute.")
    status = 503


class TooLongForPdf(Refused):
    """The text would take minutes to lay out."""

    message = N_("This text is too long for a PDF file. Take the Word file instead.")
    status = 422


def available() -> bool:
    """Tell whether PDF files can be written."""
    return not missing()


@cache
def missing() -> str:
    """Say what PDF files lack here; "" when nothing."""
    try:
        import weasyprint  # noqa: F401, PLC0415  # loads the system's libraries, or fails
    except ImportError:
        return "the Python package weasyprint"
    except OSError as why:
        return str(why).splitlines()[0]
    return ""


def pdf(html: str, *, title: str, language: str) -> bytes:
    """Lay out a page of ours as PDF/UA-1; `title` and `language` (a code) are told to readers.

    Raises NoPdfHere, TooLongForPdf, TooManyAtOnce.
    """
    if not available():
        raise NoPdfHere
    if len(html) > LONGEST or html.count("<") > MOST_MARKS:
        raise TooLongForPdf
    if not _turn.acquire(timeout=PATIENCE):
        raise TooManyAtOnce
    try:
        return _laid_out(html, title, language)
    finally:
        _turn.release()


def _laid_out(html: str, title: str, language: str) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415  # only where it is needed: it is slow to load

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its warnings quote what was typed
    document = HTML(string=html, url_fetcher=_refuser()).render(**_OPTIONS)
    document.metadata.title, document.metadata.lang = title, language
    written: bytes = document.write_pdf(**_OPTIONS)
    return written


@cache
def _refuser() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  # as above

    class Refuser(URLFetcher):  # type: ignore[misc]  # the library has no types
        """Fetches nothing at all."""

        def fetch(self, *_url: Any, **_headers: Any) -> NoReturn:
            raise ValueError("nothing is fetched")

    return Refuser(allowed_protocols=())
