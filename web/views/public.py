"""Pages for everybody: the first start, accessibility, how pages are shown, robots."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.language import PAGES
from scheduler.services import accounts
from web import auth
from web.reader import COOKIE, SCHEME_COOKIE, SCHEMES
from web.rules import public
from web.session import parts, reading

bp = Blueprint("public", __name__)

ROBOTS = "User-agent: *\nAllow: /feeds/\nDisallow: /\n"
YEAR = 365 * 24 * 60 * 60


@bp.get("/welcome")
@public("nobody can sign in yet")
def welcome() -> ResponseReturnValue:
    """Say how the first administrator gets in."""
    with reading() as session:
        if accounts.anyone(session):
            return redirect("/", 303)
    return render_template("public/welcome.html")


@bp.get("/accessibility")
@public("a statement that the law wants public")
def accessibility() -> ResponseReturnValue:
    """Say how accessible the pages are, and whom to tell when they are not."""
    return render_template("public/accessibility.html")


@bp.post("/appearance")
@public("only changes how this browser shows pages")
def appearance() -> ResponseReturnValue:
    """Choose language and colours for this browser."""
    answer = redirect(auth.local(request.form.get("next", "/")), 303)
    wanted = {COOKIE: ("language", PAGES), SCHEME_COOKIE: ("scheme", SCHEMES)}
    for cookie, (name, choices) in wanted.items():
        if request.form.get(name) in choices:
            answer.set_cookie(
                cookie,
                request.form[name],
                max_age=YEAR,
                secure=parts().settings.secure,
                httponly=True,
                samesite="Lax",
            )
    return answer


@bp.get("/robots.txt")
@public("search engines have nothing to look for here")
def robots() -> ResponseReturnValue:
    """Let calendar services fetch feeds, and nobody index anything."""
    return Response(ROBOTS, mimetype="text/plain")
