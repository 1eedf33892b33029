"""The papers of a meeting: listed, added, opened by whoever may see their point."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound, Refused
from scheduler.model import Attachment
from scheduler.queries import agenda as agenda_query
from scheduler.queries import attachments as query
from scheduler.queries import editions, entitled
from scheduler.services import attachments
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("papers", __name__)

ROOM = 1024 * 1024  # for what a form says beside its file


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _: dict[str, object] | None) -> None:
    """Let a request with a file be larger than others; who asks is known before it is read."""
    if endpoint == "papers.add":
        request.max_content_length = (parts().settings.attachment_megabytes + 1) * ROOM


@bp.get("/meetings/<meeting>/papers")
@allow("papers:read")
def index(meeting: UUID) -> ResponseReturnValue:
    """List a meeting's papers; to those who may, with a form to add one."""
    return _page(meeting)


@bp.post("/meetings/<meeting>/papers")
@allow("papers:write")
def add(meeting: UUID) -> ResponseReturnValue:
    """Keep a file."""
    megabytes = parts().settings.attachment_megabytes
    name, content = _given(megabytes)
    try:
        with transaction() as session:
            attachments.add(
                session,
                meeting,
                name=name,
                content=content,
                item=_item(request.form.get("item", "")),
                megabytes=megabytes,
                by=current_actor(),
            )
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _page(meeting, reader().refusal(refused)), refused.status
    flash(gettext("The paper is kept."))
    return redirect(f"/meetings/{meeting}/papers", 303)


@bp.get("/papers/<attachment>")
@allow("papers:read")
def download(attachment: UUID) -> ResponseReturnValue:
    """Give a file to be saved, never to be shown within our pages."""
    with reading() as session:
        paper, content = query.content(
            session, attachment, entitled.reader(session, current_actor())
        )
    answer = Response(content, mimetype=paper.media_type)
    name = quote(paper.name, safe="")  # RFC 8187
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/papers/<attachment>/remove")
@allow("papers:write")
def remove(attachment: UUID) -> ResponseReturnValue:
    """Take a paper away."""
    with transaction() as session:
        meeting = session.get_one(Attachment, attachment).meeting_id
        attachments.remove(session, attachment, by=current_actor())
    flash(gettext("The paper is taken away."))
    return redirect(f"/meetings/{meeting}/papers", 303)


def _page(meeting: UUID, error: str = "") -> str:
    with reading() as session:
        who = entitled.reader(session, current_actor())
        view = editions.agenda_for(agenda_query.of_meeting(session, meeting), who)
        papers = query.of_meeting(session, meeting, who)
    return render_template(
        "papers/index.html",
        view=view,
        papers=papers,
        error=error,
        item=request.form.get("item", ""),
        megabytes=parts().settings.attachment_megabytes,
        writes=current_actor().may("papers:write", view.meeting.network_id),
    )


def _given(megabytes: int) -> tuple[str, bytes]:
    """Read the file, a little further than it may be large, and let it go."""
    given = request.files.get("file")
    if given is None:
        return "", b""
    with closing(given):
        return given.filename or "", given.read(megabytes * ROOM + 1)


def _item(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        raise NotFound from None
