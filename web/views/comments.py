"""Comments on circulated minutes: by those who were there, signed in or by a mailed link."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.errors import NotFound, Refused
from scheduler.inputs import CommentDecisionInput, CommentInput
from scheduler.model import Minutes, MinutesComment
from scheduler.queries import comment_link, entitled, minutes_access
from scheduler.queries import comments as comments_query
from scheduler.queries import minutes as minutes_query
from scheduler.queries.entitled import Reader
from scheduler.services import comments
from web.forms import Form
from web.reader import gettext, use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction
from web.views import minutes as minutes_view

bp = Blueprint("comments", __name__)

WHOSE = "the link names one person who was at one meeting"


@bp.post(f"{minutes_view.ADDRESS}/comments")
@allow("minutes:comment")
def add(meeting: UUID) -> ResponseReturnValue:
    """Comment on a point, or on the whole."""
    form = Form.from_request(CommentInput)
    actor = current_actor()
    try:
        with transaction() as session:
            minutes_access.readable(session, meeting, actor)
            reader = entitled.reader(session, actor)
            comments.add(session, meeting, plan=form.input, reader=reader, via="page")
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            view = minutes_query.of_meeting(session, meeting)
            return minutes_view.page(session, view, form=form), form.status
    flash(gettext("Thank you: your comment is with those who write the notes."))
    return redirect(f"/meetings/{meeting}/minutes#{_anchor()}", 303)


@bp.post("/comments/<comment>/settle")
@allow("minutes:write")
def settle(comment: UUID) -> ResponseReturnValue:
    """Take a comment or decline it, with a word."""
    form = Form.from_request(CommentDecisionInput)
    try:
        with transaction() as session:
            comments.settle(session, comment, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            view = minutes_query.of_meeting(session, _meeting(comment))
            page = minutes_view.page(session, view, settling=comment, form=form)
        return page, form.status
    return redirect(f"/meetings/{_meeting(comment)}/minutes#comment-{comment}", 303)


@bp.get("/c/<token>")
@by_token(WHOSE)
def show_by_link(token: str) -> ResponseReturnValue:
    """Show the open points of circulated minutes, ready to be commented; changes nothing."""
    return _page(token, Form(CommentInput))


@bp.post("/c/<token>")
@by_token(WHOSE)
def add_by_link(token: str) -> ResponseReturnValue:
    """Comment on an open point as the person whom the link names."""
    form = Form.from_request(CommentInput)
    try:
        with transaction() as session:
            called, _ = comment_link.open_link(session, parts().keys, token)
            actor = Actor(kind="link", id=called.person_id, person_id=called.person_id)
            reader = Reader(actor)  # a forwarded link reaches open points alone
            comments.add(session, called.meeting_id, plan=form.input, reader=reader, via="link")
    except Refused as refused:
        form.refuse(refused)
        return _page(token, form)
    return redirect(f"/c/{token}?thanks=1#{_anchor()}", 303)


def _page(token: str, form: Form[CommentInput]) -> ResponseReturnValue:
    with reading() as session:
        called, view = comment_link.open_link(session, parts().keys, token)
        found = comments_query.of_meeting(session, called.meeting_id)
        own = [line for line in found if line.person_id == called.person_id]
        language = called.person.language
    use_language(language)
    page = render_template(
        "minutes/comment_link.html",
        view=view,
        form=form,
        comments=minutes_view.by_point(own),
        comments_now=comments_query.are_open(view),
        thanks=bool(request.args.get("thanks")),
        token=token,
    )
    return page, form.status


def _anchor() -> str:
    item = request.form.get("item", "")
    return f"point-{item}" if item else "whole"


def _meeting(comment: UUID) -> UUID:
    with reading() as session:
        row = session.get(MinutesComment, comment)
        if row is None:
            raise NotFound
        return session.get_one(Minutes, row.minutes_id).meeting_id
