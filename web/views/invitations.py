"""One person's call: note an answer, send again, take off the list, let somebody else go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import N_, InvalidInput, NotFound, Refused
from scheduler.inputs import AnswerInput, LeavingInput
from scheduler.inputs.invitation import SubstituteInput
from scheduler.leaving import Leaving
from scheduler.model import Invitation
from scheduler.queries import head, preview, seats
from scheduler.services import answers, invitations, notices
from web import leaving, proposals, trials
from web.forms import Form
from web.forms import meeting as about
from web.proposals import Proposal
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("invitations", __name__)

ADDRESS = "/invitations/<invitation>/<any(remove,resend,substitute):verb>"
DONE = {
    "remove": N_("The person is no longer on the list."),
    "resend": N_("The notice is sent again."),
    "substitute": N_("Somebody else goes instead."),
}


@bp.get("/invitations/<invitation>/answer")
@allow("invitations:answer")
def ask_answer(invitation: UUID) -> ResponseReturnValue:
    """Ask what somebody has answered by telephone or in passing."""
    with reading() as session:
        row = _row(session, invitation)
        known = "" if row.answer == "needs-action" else row.answer
        form = Form(AnswerInput, {"answer": known, "comment": row.comment})
    return _answer_page(invitation, form)


@bp.post("/invitations/<invitation>/answer")
@allow("invitations:answer")
def answer(invitation: UUID) -> ResponseReturnValue:
    """Note an answer for somebody; nobody is written to."""
    form = Form.from_request(AnswerInput)
    try:
        plan = form.input
        with transaction() as session:
            row = answers.answer(
                session, invitation, plan=plan, via="coordinator", by=current_actor()
            )
    except Refused as refused:
        form.refuse(refused)
        return _answer_page(invitation, form)
    flash(gettext("The answer is noted."))
    return redirect(f"/meetings/{row.meeting_id}", 303)


@bp.get(ADDRESS)
@allow("meetings:plan")
def ask(invitation: UUID, verb: str) -> ResponseReturnValue:
    """Show what would be sent; for a substitute, ask first who it is."""
    return _page(invitation, verb, Form(_model(verb)), show=verb != "substitute")


@bp.post(ADDRESS)
@allow("meetings:plan")
def make(invitation: UUID, verb: str) -> ResponseReturnValue:
    """Do it; or show what it would send."""
    form = Form.from_request(_model(verb))
    leaving.take(form)
    if request.form.get("step") != "send":
        return _page(invitation, verb, form, show=True)
    try:
        with transaction() as session:
            meeting = _row(session, invitation).meeting_id
            row = about.unchanged(session, meeting)
            leave = form.input.leaving(row.time_zone)
            _do(session, invitation, verb, form, leave)
    except Refused as refused:
        form.refuse(refused)
        return _page(invitation, verb, form, show=leaving.shows_again(refused))
    flash(gettext(DONE[verb]))
    return redirect(f"/meetings/{meeting}", 303)


def _model(verb: str) -> type[LeavingInput]:
    return SubstituteInput if verb == "substitute" else LeavingInput


def _do(session: Session, invitation: UUID, verb: str, form: Form[Any], leave: Leaving) -> None:
    by = current_actor()
    if verb == "remove":
        invitations.remove(session, invitation, leave=leave, by=by)
    elif verb == "resend":
        notices.resend(session, invitation, leave=leave, by=by)
    else:
        other = _chosen(form)
        invitations.substitute(session, invitation, person_id=other, leave=leave, by=by)


def _proposal(session: Session, row: Invitation, verb: str, form: Form[Any]) -> Proposal:
    renderer = proposals.renderer()
    if verb == "remove":
        return proposals.of(preview.of_removed(session, renderer, row.id), only=[row.id])
    if verb == "resend":
        return proposals.of(preview.of_resent(session, renderer, row.id), only=[row.id])
    person = _chosen(leaving.without(form))
    if any(one.person_id == person and one.active for one in row.meeting.invitations):
        raise invitations.AlreadyInvited(field="person")
    going = preview.of_removed(session, renderer, row.id)
    coming = preview.of_invited(session, renderer, row.meeting_id, [person])
    return proposals.of(coming, going, only=[row.id])


def _chosen(form: Form[Any]) -> UUID:
    if not form.value("person"):
        raise InvalidInput(N_("Choose who goes instead."), field="person")
    plan: SubstituteInput = form.input
    return plan.person or UUID(int=0)


def _page(invitation: UUID, verb: str, form: Form[Any], *, show: bool) -> ResponseReturnValue:
    with reading() as session:
        row = _row(session, invitation)
        meeting = row.meeting
        about.to_come(meeting)
        facts: dict[str, Any] = {
            "meeting": head.of(meeting),
            "name": row.person.public_name,
            "called": meeting.called_at is not None,
            "seen": about.mark(meeting),
            "people": seats.others(session, meeting) if verb == "substitute" else [],
        }
        proposal = None
        if show:
            proposal = proposals.propose(form, lambda: _proposal(session, row, verb, form))
            trials.send_if_asked(meeting.id, proposal)
        page = render_template(
            f"invitations/{verb}.html",
            form=form,
            proposal=proposal,
            leave=leaving.choice(form),
            id=invitation,
            **facts,
        )
    return proposals.page(page, form, proposal)


def _answer_page(invitation: UUID, form: Form[AnswerInput]) -> ResponseReturnValue:
    with reading() as session:
        row = _row(session, invitation)
        page = render_template(
            "invitations/answer.html",
            meeting=head.of(row.meeting),
            name=row.person.public_name,
            before=row.answer,
            comment=row.comment,
            id=invitation,
            form=form,
        )
    return page, form.status


def _row(session: Session, invitation: UUID) -> Invitation:
    row = session.get(Invitation, invitation)
    if row is None or not row.active:
        raise NotFound
    return row
