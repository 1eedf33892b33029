"""The brief before a meeting: an organisation's own page, signed in or by the link of its mail."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.queries import briefs, entitled, head
from web.reader import use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading

bp = Blueprint("briefs", __name__)


@bp.get("/meetings/<meeting>/brief")
@allow("agenda:read")
def index(meeting: UUID) -> ResponseReturnValue:
    """Lead to the reader's own brief, or list those that they may open."""
    with reading() as session:
        reader = entitled.reader(session, current_actor())
        allowed = briefs.organisations(session, meeting, reader)
        if len(allowed) == 1:
            return redirect(f"/meetings/{meeting}/brief/{allowed[0][0]}", 303)
        shown = head.of(head.load(session, meeting))
    return render_template("briefs/index.html", meeting=shown, organisations=allowed)


@bp.get("/meetings/<meeting>/brief/<uuid:organisation>")
@allow("agenda:read")
def show(meeting: UUID, organisation: UUID) -> ResponseReturnValue:
    """Show an organisation's brief: to its own people and to those who keep the records."""
    with reading() as session:
        reader = entitled.reader(session, current_actor())
        view = briefs.show(session, meeting, organisation, reader)
        several = len(briefs.organisations(session, meeting, reader)) > 1
    return render_template("briefs/show.html", view=view, several=several)


@bp.get("/brief/<token>")
@by_token("a mailed link opens what is open of one organisation's brief, until the meeting is over")
def by_link(token: str) -> ResponseReturnValue:
    """Show the open part of a brief to whoever was called."""
    with reading() as session:
        view = briefs.by_token(session, parts().keys, token)
    use_language(view.language)
    return render_template("briefs/link.html", view=view)
