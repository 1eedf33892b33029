"""One's own settings: name, language and time, password, where one is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler import passwords
from scheduler.errors import Refused
from scheduler.inputs.access import DeliveryInput, OwnInput, PasswordInput
from scheduler.model import Person, WebSession
from scheduler.services import accounts, people, sessions
from web import auth, choices
from web.forms import Form
from web.reader import gettext
from web.rules import signed_in
from web.session import Visitor, reading, transaction, visitor

bp = Blueprint("settings", __name__)


@bp.get("/settings")
@signed_in("everybody's own")
def show() -> ResponseReturnValue:
    """Show one's own settings."""
    return _page()


@bp.post("/settings")
@signed_in("everybody's own")
def change() -> ResponseReturnValue:
    """Change one's own name, language and time zone."""
    form = Form.from_request(OwnInput)
    me = _me()
    try:
        with transaction() as session:
            accounts.change_own(session, me.account_id, plan=form.input, by=me.actor)
    except Refused as refused:
        form.refuse(refused)
        return _page(own=form)
    flash(gettext("Your settings are saved."))
    return redirect("/settings", 303)


@bp.post("/settings/delivery")
@signed_in("everybody's own")
def delivery() -> ResponseReturnValue:
    """Choose mail, subscription or both."""
    form = Form.from_request(DeliveryInput)
    me = _me()
    try:
        with transaction() as session:
            people.choose_delivery(session, me.person_id, delivery=form.input.delivery, by=me.actor)
    except Refused as refused:
        form.refuse(refused)
        return _page(way=form)
    flash(gettext("Your settings are saved."))
    return redirect("/settings", 303)


@bp.post("/settings/password")
@signed_in("everybody's own")
def password() -> ResponseReturnValue:
    """Set a new password: every other browser is signed out."""
    form = Form.from_request(PasswordInput)
    me = _me()
    try:
        plan = form.input
        with reading() as session:
            account = accounts.own_account(session, me.account_id, by=me.actor)
            visit = session.get_one(WebSession, me.session_id)
            accounts.check_new_password(account, visit, plan=plan)
        hashed = passwords.hashed(plan.password)
        with transaction() as session:
            _, token = accounts.set_password(
                session, me.account_id, password_hash=hashed, by=me.actor
            )
    except Refused as refused:
        form.refuse(refused)
        return _page(secret=form)
    answer = auth.begin(redirect("/settings", 303), token)
    flash(gettext("Your new password holds. All other browsers are signed out."))
    return answer


@bp.post("/settings/sessions/<uuid:visit>/end")
@signed_in("everybody's own")
def end(visit: UUID) -> ResponseReturnValue:
    """Sign out one of one's own browsers."""
    me = _me()
    with transaction() as session:
        sessions.end(session, visit, account_id=me.account_id)
    flash(gettext("That browser is signed out."))
    return redirect("/settings", 303)


@bp.post("/settings/sessions/end")
@signed_in("everybody's own")
def end_others() -> ResponseReturnValue:
    """Sign out all of one's browsers but this one."""
    me = _me()
    with transaction() as session:
        sessions.end_all(session, me.account_id, keep=me.session_id)
    flash(gettext("All other browsers are signed out."))
    return redirect("/settings", 303)


def _me() -> Visitor:
    return visitor() or abort(401)


def _page(**typed: Form[Any]) -> ResponseReturnValue:
    """Show the page; a form in `typed` (own, way, secret) stands in for what is stored."""
    me = _me()
    with reading() as session:
        account = accounts.own_account(session, me.account_id, by=me.actor)
        visit = session.get_one(WebSession, me.session_id)
        forms = _stored(account.person) | typed
        page = render_template(
            "settings/show.html",
            **forms,
            visits=sessions.living(session, me.account_id),
            here_now=me.session_id,
            asks_present=bool(account.password_hash) and not accounts.is_fresh(visit),
            has_password=bool(account.password_hash),
            zones=choices.zones(),
        )
    return page, max(form.status for form in forms.values())


def _stored(person: Person) -> dict[str, Form[Any]]:
    own = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
    return {
        "own": Form(OwnInput, own),
        "way": Form(DeliveryInput, {"delivery": person.delivery}),
        "secret": Form(PasswordInput),
    }
