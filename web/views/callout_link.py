"""How does somebody who is called answer? By the link of the mail: one press, no account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.queries import callout_link
from scheduler.services import callouts
from scheduler.services.callouts import CalloutIsStopped
from web.reader import use_language
from web.rules import by_token
from web.session import parts, reading, transaction

bp = Blueprint("callout_link", __name__)

ADDRESS = "/callout/<token>"
WHOSE = "the link names one person's call in one call-out exercise"


@bp.get(ADDRESS)
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show what is asked and what was answered; changes nothing."""
    with reading() as session:
        page = callout_link.show(session, callout_link.find(session, parts().keys, token))
    use_language(page.language)
    return render_template("callouts/link.html", page=page, token=token)


@bp.post(ADDRESS)
@by_token(WHOSE)
def take(token: str) -> ResponseReturnValue:
    """Take the answer; the page that follows says that it came, or that the exercise is over."""
    try:
        with transaction() as session:
            call = callout_link.find(session, parts().keys, token)
            by = Actor(kind="link", id=call.id, person_id=call.person_id)
            callouts.answer(session, call.id, via="link", by=by)
    except CalloutIsStopped:
        pass  # the page says so
    return redirect(f"/callout/{token}", 303)
