"""A meeting's minutes to read: by those who may in the state they have, on screen and paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.queries import comments as comments_query
from scheduler.queries import editions, entitled, minutes_access, minutes_link, papers
from scheduler.queries import minutes as minutes_query
from scheduler.queries.comments import CommentLine
from scheduler.queries.minutes import MinutesView
from web.documents.files import can_write
from web.reader import use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading

bp = Blueprint("minutes", __name__)

ADDRESS = "/meetings/<meeting>/minutes"


@bp.get(ADDRESS)
@allow("minutes:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show minutes with their state and what is to be done next; a draft is written instead."""
    with reading() as session:
        view = minutes_query.of_meeting(session, meeting)
        writes = current_actor().may("minutes:write", view.meeting.network_id)
        if view.state == "draft" and writes:
            return redirect(f"/meetings/{meeting}/minutes/write", 303)
        if not minutes_access.may_open(session, view, current_actor()):
            return render_template("minutes/none.html", view=view)
        return page(session, view)


@bp.get(f"{ADDRESS}/print")
@allow("minutes:read")
def on_paper(meeting: UUID) -> ResponseReturnValue:
    """Show the minutes as they look on paper."""
    with reading() as session:
        view = minutes_access.readable(session, meeting, current_actor())
    return render_template("minutes/print.html", view=view)


@bp.get(f"{ADDRESS}/versions")
@allow("minutes:write")
def versions(meeting: UUID) -> ResponseReturnValue:
    """Show through which versions the minutes have gone, when, by whom and why."""
    with reading() as session:
        view = minutes_query.of_meeting(session, meeting)
        lines = comments_query.versions(session, meeting)
    return render_template("minutes/versions.html", view=view, lines=lines)


@bp.get(f"{ADDRESS}/versions/<int:number>")
@allow("minutes:write")
def version(meeting: UUID, number: int) -> ResponseReturnValue:
    """Show the minutes as one earlier version had them."""
    with reading() as session:
        view = minutes_query.version(session, meeting, number)
    if view is None:
        raise NotFound
    return render_template("minutes/version.html", view=view, number=number)


@bp.get("/m/<token>")
@by_token("a mailed link opens the open points of one meeting's notes")
def by_link(token: str) -> ResponseReturnValue:
    """Show published open points to whoever was called."""
    with reading() as session:
        view, language = minutes_link.by_token(session, parts().keys, token)
    use_language(language)
    return render_template("minutes/link.html", view=view)


def page(session: Session, view: MinutesView, **more: object) -> str:
    """Render the page of minutes for who asks; `more`: what was typed into it and refused."""
    actor = current_actor()
    reader = entitled.reader(session, actor)
    found = comments_query.of_meeting(session, view.meeting.id)
    person = actor.person_id
    there = person is not None and entitled.attended(session, view.meeting.id, person)
    own = [one for one in view.adjusters if one.person_id == person and not one.adjusted]
    return render_template(
        "minutes/show.html",
        view=editions.for_reader(view, reader),
        editions=papers.offered(session, view, actor),
        pdf=can_write("pdf"),
        writes=actor.may("minutes:write", view.meeting.network_id),
        comments=by_point(comments_query.for_reader(session, found, view, reader)),
        left=[line for line in found if line.state == "open"],
        comments_now=there and comments_query.are_open(view),
        adjusts=bool(own) and view.state == "circulated",
        **({"form": None, "settling": None} | more),
    )


def by_point(lines: list[CommentLine]) -> dict[UUID | None, list[CommentLine]]:
    """Give comments by the point they are about; None: the whole meeting."""
    found: dict[UUID | None, list[CommentLine]] = {}
    for line in lines:
        found.setdefault(line.item_id, []).append(line)
    return found
