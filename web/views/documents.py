"""What can be taken home: minutes, agenda, lists, and the package for the registry.

Files are written after the snapshot they are read from is closed, and always handed out to be
saved: no browser shows them in our name.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.documents import attendance
from scheduler.queries import papers, registry
from web.documents import files, html
from web.documents import papers as written
from web.documents import registry as packing
from web.rules import allow
from web.session import current_actor, parts, reading

bp = Blueprint("documents", __name__)


@bp.get("/meetings/<meeting>/minutes.<any(pdf,docx,md,json,html):form>")
@allow("minutes:read")
def minutes(meeting: UUID, form: str) -> ResponseReturnValue:
    """Give an edition of minutes (`?edition=`) as a file; without one, all that is theirs."""
    edition = request.args.get("edition", "")
    with reading() as session:
        paper = papers.minutes(session, meeting, edition=edition, by=current_actor())
    return written.minutes_file(paper, form).answer()


@bp.get("/meetings/<meeting>/minutes/package.zip")
@allow("minutes:write")
def package(meeting: UUID) -> ResponseReturnValue:
    """Give all that is kept of a meeting, for the registry."""
    with reading() as session:
        base_url = parts().settings.base_url
        records = registry.of_meeting(session, meeting, base_url=base_url, by=current_actor())
    return packing.registry_file(records, _body).answer()


@bp.get("/meetings/<meeting>/agenda.<any(pdf,docx):form>")
@allow("agenda:read")
def agenda(meeting: UUID, form: str) -> ResponseReturnValue:
    """Give the agenda on paper, with the time of each point."""
    with reading() as session:
        paper = papers.agenda(session, meeting, by=current_actor())
    return written.agenda_file(paper, form).answer()


@bp.get("/meetings/<meeting>/attendance-sheet")
@allow("invitations:read")
def attendance_sheet(meeting: UUID) -> ResponseReturnValue:
    """Show the list that everybody signs, to print."""
    with reading() as session:
        paper = papers.sheet(session, meeting, by=current_actor())
    document = attendance.sheet(paper)
    return render_template(
        "documents/sheet.html",
        document=document,
        meeting=paper.meeting,
        inner=html.inner(document),
        pdf=files.can_write("pdf"),
    )


@bp.get("/meetings/<meeting>/attendance-sheet.<any(pdf,docx):form>")
@allow("invitations:read")
def attendance_file(meeting: UUID, form: str) -> ResponseReturnValue:
    """Give the list that everybody signs as a file."""
    with reading() as session:
        paper = papers.sheet(session, meeting, by=current_actor())
    return written.sheet_file(paper, form).answer()


@bp.get("/networks/<network>/actions.<any(pdf,docx,xlsx):form>")
@allow("actions:read")
def actions(network: UUID, form: str) -> ResponseReturnValue:
    """Give a network's actions, those that are theirs to read, as a list on paper or a sheet."""
    with reading() as session:
        paper = papers.actions(session, network, by=current_actor())
    return written.actions_file(paper, form).answer()


def _body(stored: str) -> bytes:
    with reading() as session:
        return registry.body(session, stored)
