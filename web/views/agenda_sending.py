"""A called meeting's agenda as an update: whom it goes to, the exact mail, and sending it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import N_, Refused
from scheduler.inputs.leaving import LeavingInput
from scheduler.model import Meeting
from scheduler.queries import agenda, agenda_sending, head, preview
from scheduler.services import notices
from web import leaving, proposals, trials
from web.forms import Form
from web.forms import meeting as about
from web.proposals import Proposal
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("agenda_sending", __name__)

ADDRESS = "/meetings/<meeting>/agenda/send"


class NotCalledYet(Refused):
    """The agenda stands in the notice itself."""

    message = N_("Nobody has been called yet. The agenda goes out with the notice.")


class NothingToSend(Refused):
    """There is no agenda, or everybody knows it."""

    message = N_("Everybody who was called knows the agenda as it stands.")


@bp.get(ADDRESS)
@allow("meetings:plan")
def ask(meeting: UUID) -> ResponseReturnValue:
    """Show who would get the agenda, and what the mail says."""
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
            _refuse_early(row)
            if not agenda_sending.of_meeting(session, meeting).owed:
                raise NothingToSend
            leave = form.input.leaving(row.time_zone)
            notices.send_agenda(session, meeting, leave=leave, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _page(meeting, form)
    flash(gettext("The agenda is on its way. Answers stay as they are."))
    return redirect(f"/meetings/{meeting}", 303)


def _page(meeting: UUID, form: Form[LeavingInput]) -> ResponseReturnValue:
    with reading() as session:
        row = head.load(session, meeting)
        about.to_come(row)
        proposal = proposals.propose(form, lambda: _proposal(session, row))
        trials.send_if_asked(meeting, proposal)
        page = render_template(
            "agenda/send.html",
            meeting=head.of(row),
            points=agenda.points(row),
            sending=agenda_sending.of_meeting(session, meeting),
            form=form,
            proposal=proposal,
            leave=leaving.choice(form),
            seen=about.mark(row),
        )
    return proposals.page(page, form, proposal)


def _proposal(session: Session, row: Meeting) -> Proposal:
    _refuse_early(row)
    reader = proposals.wanted_reader()
    found = preview.of(session, proposals.renderer(), row.id, "agenda", reader=reader)
    return proposals.of(found, whole=True)


def _refuse_early(row: Meeting) -> None:
    about.to_come(row)
    if row.called_at is None:
        raise NotCalledYet
