"""A meeting's minutes: written together, published once, read by those who were called."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, NotFound, Refused
from scheduler.inputs import MinutesInput
from scheduler.queries import minutes as minutes_query
from scheduler.queries import minutes_link
from scheduler.queries.minutes import MinutesView
from scheduler.services import minutes
from web.forms import Form, owners
from web.forms import minutes as rows
from web.reader import gettext, use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("minutes", __name__)

ADDRESS = "/meetings/<meeting>/minutes"


@bp.get(ADDRESS)
@allow("minutes:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show published minutes; a draft is a form for those who may write it."""
    view = _view(meeting)
    if view.published:
        return render_template("minutes/show.html", view=view)
    if not _may_write(view):
        return render_template("minutes/none.html", view=view)
    return _form(view, rows.shown(view), version=view.version)


@bp.post(ADDRESS)
@allow("minutes:write")
def write(meeting: UUID) -> ResponseReturnValue:
    """Save the minutes, or give back the form with more rows."""
    form = rows.typed()
    version = _version()
    if request.form.get("do"):
        return _form(_view(meeting), form, version=version)
    try:
        plan = form.input
        with transaction() as session:
            minutes.save(session, meeting, plan=plan, version=version, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        view = _view(meeting)
        clash = isinstance(refused, Conflict)
        return _form(view, form, version=view.version if clash else version, clash=clash)
    flash(gettext("The notes are saved as a draft. Nobody has been told yet."))
    return redirect(f"/meetings/{meeting}/minutes", 303)


@bp.get(f"{ADDRESS}/publish")
@allow("minutes:write")
def ask_to_publish(meeting: UUID) -> ResponseReturnValue:
    """Show what will be published, and how many will be told."""
    view = _view(meeting)
    if view.published or not view.version:
        return redirect(f"/meetings/{meeting}/minutes", 303)
    with reading() as session:
        called = minutes_query.count_called(session, meeting)
    return render_template("minutes/publish.html", view=view, called=called)


@bp.post(f"{ADDRESS}/publish")
@allow("minutes:write")
def publish(meeting: UUID) -> ResponseReturnValue:
    """Publish what the page showed; if somebody has saved since, show that first."""
    with transaction() as session:
        if _version() != minutes_query.of_meeting(session, meeting).version:
            raise Conflict
        minutes.publish(session, meeting, by=current_actor())
    flash(gettext("The notes are published. Everybody who was called gets a link by mail."))
    return redirect(f"/meetings/{meeting}/minutes", 303)


@bp.get(f"{ADDRESS}/print")
@allow("minutes:read")
def on_paper(meeting: UUID) -> ResponseReturnValue:
    """Show the minutes as they look on paper."""
    view = _view(meeting)
    if not view.published and not _may_write(view):
        raise NotFound
    return render_template("minutes/print.html", view=view)


@bp.get("/m/<token>")
@by_token("a mailed link opens the open points of one meeting's notes")
def by_link(token: str) -> ResponseReturnValue:
    """Show published open points to whoever was called."""
    with reading() as session:
        view, language = minutes_link.by_token(session, parts().keys, token)
    use_language(language)
    return render_template("minutes/link.html", view=view)


def _view(meeting: UUID) -> MinutesView:
    with reading() as session:
        return minutes_query.of_meeting(session, meeting)


def _may_write(view: MinutesView) -> bool:
    return current_actor().may("minutes:write", view.meeting.network_id)


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _form(
    view: MinutesView, form: Form[MinutesInput], *, version: int, clash: bool = False
) -> ResponseReturnValue:
    with reading() as session:
        choices = owners.choices(session, view.meeting.network_id)
    page = render_template(
        "minutes/edit.html",
        view=view,
        form=form,
        places=rows.laid_out(form, view),
        owners=choices,
        version=version,
        clash=clash,
    )
    return page, form.status
