"""In which language does the reader read this page?"""

from __future__ import annotations

from typing import cast

from flask import g, request

from scheduler.language import PAGES, Language, best_match, language
from web.session import visitor

COOKIE = "kallelse-language"
SCHEME_COOKIE = "kallelse-scheme"
SCHEMES = ("auto", "light", "dark")


def reader() -> Language:
    """Give the reader's language: chosen here, their own, their browser's, else Swedish."""
    if "language" not in g:
        g.language = language(_code())
    return cast("Language", g.language)


def use_language(code: str) -> Language:
    """Show the rest of this page in a language of its own: a personal link's reader's."""
    g.language = language(code)
    return reader()


def scheme() -> str:
    """Give the colour scheme that the reader chose here: light, dark, or as their system has it."""
    chosen = request.cookies.get(SCHEME_COOKIE, "auto")
    return chosen if chosen in SCHEMES else "auto"


def gettext(msgid: str, /, **params: object) -> str:
    """Say a text in the reader's language."""
    return reader().gettext(msgid, **params)


def ngettext(one: str, many: str, n: int, /, **params: object) -> str:
    """Say a text that counts in the reader's language."""
    return reader().ngettext(one, many, n, **params)


def _code() -> str:
    chosen = request.cookies.get(COOKIE, "")
    if chosen in PAGES:
        return chosen
    someone = visitor()
    if someone is not None:
        return someone.language if someone.language in PAGES else "en"
    asked = request.headers.get("Accept-Language", "")
    return best_match(asked, PAGES) if asked else "sv"
