"""What does the reader see when the answer is no, or when something broke?

A refusal's own words, in the reader's language; under /api as problem details (RFC 9457). What
nobody foresaw shows a calm page with a reference; the log has the reference, the route and where
in the code it was, never a name, an address's token or what was typed.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from scheduler.errors import N_, NotFound, Refused, places
from scheduler.services import accounts
from scheduler.tokens import fresh
from web.api import problems
from web.reader import gettext, reader
from web.rules import FormTooOld
from web.session import NotSignedIn, is_api, reading

log = logging.getLogger("kallelse.web")

TITLES = {
    400: N_("This could not be read"),
    401: N_("Sign in first"),
    403: N_("This is not yours to do"),
    404: N_("There is nothing here"),
    405: N_("This address does not take that"),
    409: N_("Somebody else was first"),
    410: N_("This link no longer works"),
    413: N_("This is too large"),
    415: N_("This is in another format"),
    422: N_("Something is missing or wrong"),
    429: N_("Too many tries"),
    500: N_("Something broke on our side"),
}
WORDS = {
    400: N_("The request could not be read. Go back, check what you entered and try again."),
    405: N_("Go back and use the buttons on the page."),
    413: N_("What you sent is larger than 2 MB. Shorten it and try again."),
    415: N_("Send it in the format that the address asks for."),
    429: N_("Wait five minutes and try again."),
    500: N_(
        "It is not your fault, and what was saved before is still there. Try again in a while."
    ),
}


class Quiet(Flask):
    """A Flask whose log has no personal data in it."""

    def log_exception(self, exc_info: Any) -> None:
        """Write down what broke and where: type, code lines and route, never values."""
        kind, failure, _ = exc_info
        g.reference = fresh()[:8]
        route = request.url_rule.rule if request.url_rule else "no route"
        log.error(
            "reference %s: %s at %s %s\n%s",
            g.reference,
            kind.__name__ if kind else "?",
            request.method,
            route,
            places(failure) if failure else "",
        )


def install(app: Flask) -> None:
    """Say what each kind of no looks like."""
    app.register_error_handler(NotSignedIn, ask_to_sign_in)
    app.register_error_handler(Refused, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(500, break_calmly)


def ask_to_sign_in(refused: NotSignedIn) -> ResponseReturnValue:
    """Lead a stranger to the sign-in page; keep what a form holds that came too late."""
    if is_api():
        return problems.problem(refused)
    if request.method not in {"GET", "HEAD"}:
        return _again(refused)
    with reading() as session:
        begun = accounts.anyone(session)
    wanted = request.full_path.rstrip("?")
    query = "" if wanted == "/" else "?" + urlencode({"next": wanted})
    if "HX-Request" in request.headers:  # a part of a page: the whole page goes to sign in
        return Response(status=401, headers={"HX-Redirect": "/sign-in"})
    return redirect(f"/sign-in{query}" if begun else "/welcome", 303)


def refuse(refused: Refused) -> ResponseReturnValue:
    """Show a refusal's words, with its status."""
    if is_api():
        return problems.problem(refused)
    if isinstance(refused, FormTooOld):
        return _again(refused)
    return _page(refused.status, reader().refusal(refused))


def refuse_http(error: HTTPException) -> ResponseReturnValue:
    """Show what the web server itself refuses in the same way."""
    if error.response is not None or (error.code is not None and error.code < 400):
        return error.get_response()
    if is_api():
        return problems.from_http(error)
    status = error.code or 500
    words = NotFound.message if status == 404 else WORDS.get(status, Refused.message)
    answer = _page(status, gettext(words))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def break_calmly(error: Exception) -> ResponseReturnValue:
    """Show a page that needs nothing that may be broken."""
    del error
    g.visitor = g.asker = None
    g.pop("language", None)
    if is_api():
        return problems.problem(problems.Failed())
    return _page(500, gettext(WORDS[500]))


def _page(status: int, words: str) -> Response:
    page = render_template(
        "errors/refused.html",
        title=gettext(_title(status)),
        words=words,
        reference=g.get("reference"),
    )
    return Response(page, status, mimetype="text/html")


def _again(refused: Refused) -> Response:
    """Show what was typed with a button that sends it again; never a password."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if any("password" in name or name == "present" for name, _ in kept):
        kept = []
    page = render_template(
        "errors/again.html",
        title=gettext(_title(refused.status)),
        words=reader().refusal(refused),
        sign_in=isinstance(refused, NotSignedIn),
        kept=kept,
    )
    return Response(page, refused.status, mimetype="text/html")


def _title(status: int) -> str:
    return TITLES.get(status, TITLES[400])
