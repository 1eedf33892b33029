"""Those whose calendars show a meeting as it was: whom, the exact mail, and sending it again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import Refused
from scheduler.inputs.leaving import LeavingInput
from scheduler.model import Meeting
from scheduler.queries import head, preview
from scheduler.services import notices
from web import leaving, proposals, trials
from web.forms import Form
from web.forms import meeting as about
from web.proposals import Proposal
from web.reader import ngettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("behind", __name__)

ADDRESS = "/meetings/<meeting>/behind"


@bp.get(ADDRESS)
@allow("meetings:plan")
def ask(meeting: UUID) -> ResponseReturnValue:
    """Show who would get the notice again, and what it says."""
    return _page(meeting, Form(LeavingInput))


@bp.post(ADDRESS)
@allow("meetings:plan")
def send(meeting: UUID) -> ResponseReturnValue:
    """Send it; or show it as another of them gets it."""
    form = Form.from_request(LeavingInput)
    leaving.take(form)
    if request.form.get("step") != "send":
        return _page(meeting, form)
    try:
        with transaction() as session:
            row = about.unchanged(session, meeting)
            leave = form.input.leaving(row.time_zone)
            late = notices.resend_behind(session, meeting, leave=leave, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _page(meeting, form)
    flash(_done(len(late)))
    return redirect(f"/meetings/{meeting}", 303)


def _done(count: int) -> str:
    return ngettext(
        "The notice goes to %(n)d person again.", "The notice goes to %(n)d people again.", count
    )


def _page(meeting: UUID, form: Form[LeavingInput]) -> ResponseReturnValue:
    with reading() as session:
        row = head.load(session, meeting)
        about.to_come(row)
        proposal = proposals.propose(form, lambda: _proposal(session, row))
        trials.send_if_asked(meeting, proposal)
        page = render_template(
            "meetings/behind.html",
            meeting=head.of(row),
            form=form,
            proposal=proposal,
            leave=leaving.choice(form),
            seen=about.mark(row),
        )
    return proposals.page(page, form, proposal)


def _proposal(session: Session, row: Meeting) -> Proposal:
    reader = proposals.wanted_reader()
    found = preview.of_behind(session, proposals.renderer(), row.id, reader=reader)
    return proposals.of(found, whole=True)
