"""Signing in with a password or a one-time link, and signing out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler import inputs, passwords
from scheduler.errors import Refused
from scheduler.inputs.access import LinkInput, SignInInput
from scheduler.services import accounts, sessions
from web import auth
from web.forms import Form
from web.reader import gettext
from web.rules import public, signed_in
from web.session import reading, transaction, visitor

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
@public("here one becomes somebody")
def show() -> ResponseReturnValue:
    """Ask for address and password, or for an address alone."""
    target = auth.local(request.args.get("next", "/"))
    if visitor() is not None:
        return redirect(target, 303)
    return render_template("sign_in/show.html", form=Form(SignInInput), target=target)


@bp.post("/sign-in")
@public("here one becomes somebody")
def with_password() -> ResponseReturnValue:
    """Sign in with a password; the hash is computed outside of any transaction."""
    form = Form.from_request(SignInInput)
    target = auth.local(request.form.get("next", "/"))
    try:
        asked = form.input
        with transaction() as session:
            tried = accounts.try_password(session, email=asked.email, origin=auth.origin())
        proven = passwords.proves(asked.password, tried.password_hash)
        with transaction() as session:
            _, token = accounts.sign_in(session, tried, proven=proven)
    except Refused as refused:
        form.refuse(refused)
        return render_template("sign_in/show.html", form=form, target=target), form.status
    return auth.begin(redirect(target, 303), token)


@bp.post("/sign-in/link")
@public("here one becomes somebody")
def mail_link() -> ResponseReturnValue:
    """Have a one-time link mailed; the answer is the same for every address."""
    form = Form.from_request(SignInInput)
    target = auth.local(request.form.get("next", "/"))
    try:
        asked = inputs.parse(LinkInput, {"email": form.value("email")})
        with transaction() as session:
            accounts.request_link(session, email=asked.email, origin=auth.origin())
    except Refused as refused:
        form.refuse(refused)
        return render_template("sign_in/show.html", form=form, target=target), form.status
    return redirect("/sign-in/sent?" + urlencode({"to": asked.email}), 303)


@bp.get("/sign-in/sent")
@public("says the same for every address")
def sent() -> ResponseReturnValue:
    """Say where to look for the link."""
    return render_template("sign_in/sent.html", email=request.args.get("to", "")[:254])


@bp.get("/sign-in/<token>")
@public("the link's token is the authority; opening it uses nothing")
def link(token: str) -> ResponseReturnValue:
    """Show the button that uses a one-time link: mail filters open links, people press buttons."""
    with reading() as session:
        if not accounts.link_is_open(session, token):
            raise accounts.LinkIsSpent
    return render_template("sign_in/link.html", token=token)


@bp.post("/sign-in/<token>")
@public("the link's token is the authority")
def with_link(token: str) -> ResponseReturnValue:
    """Sign in with a one-time link."""
    with transaction() as session:
        _, cookie = accounts.redeem_link(session, token=token)
    return auth.begin(redirect("/", 303), cookie)


@bp.post("/sign-out")
@signed_in("one may always leave")
def out() -> ResponseReturnValue:
    """End this browser's session."""
    someone = visitor() or abort(401)
    with transaction() as session:
        sessions.end(session, someone.session_id, account_id=someone.account_id)
    answer = auth.end(redirect("/sign-in", 303))
    flash(gettext("You are signed out."))
    return answer
