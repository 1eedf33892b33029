"""Points that people ask for: proposed behind a personal link, decided on the agenda's page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler import identity_numbers
from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.inputs import ProposalDecisionInput, ProposalInput
from scheduler.model import Proposal
from scheduler.queries import propose_page
from scheduler.services import proposals
from web.forms import Form
from web.forms.proposal import Decision
from web.reader import gettext, use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction
from web.views import agenda as agenda_pages

bp = Blueprint("proposals", __name__)

ADDRESS = "/propose/<token>"
WHOSE = "the link names one person's call to one meeting"
DONE = {
    "accepted": N_("“%(title)s” is on the agenda. Whoever proposed it is told."),
    "postponed": N_("“%(title)s” is left to the next meeting. Whoever proposed it is told."),
    "returned": N_("“%(title)s” is returned with your word to whoever proposed it."),
}


@bp.get(ADDRESS)
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show until when points can be proposed, and what the person has proposed."""
    return _page(token, Form(ProposalInput))


@bp.post(ADDRESS)
@by_token(WHOSE)
def propose(token: str) -> ResponseReturnValue:
    """Take a proposed point."""
    form = Form.from_request(ProposalInput)
    try:
        with transaction() as session:
            invitation = propose_page.find(session, parts().keys, token)
            person_id = invitation.person_id
            by = Actor(kind="link", id=person_id, person_id=person_id)
            made = proposals.propose(session, invitation.id, plan=form.input, by=by)
            warns = bool(identity_numbers.found(f"{made.title}\n{made.text}"))
    except Refused as refused:
        form.refuse(refused)
        return _page(token, form)
    return redirect(f"/propose/{token}?{'number' if warns else 'taken'}", 303)


@bp.post("/proposals/<proposal>/decide")
@allow("agenda:decide")
def decide(proposal: UUID) -> ResponseReturnValue:
    """Take a point up, leave it to the next meeting, or give it back; to the agenda again."""
    form = Form.from_request(ProposalDecisionInput)
    with reading() as session:
        row = session.get_one(Proposal, proposal)
        meeting, title = row.meeting_id, row.title
    try:
        with transaction() as session:
            plan = form.input
            proposals.decide(session, proposal, plan=plan, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        if all(field == "answer" for field, _ in form.errors):
            return agenda_pages.page(meeting, Decision(id=proposal, form=form))
        for _, words in form.errors:  # somebody was here first, or the agenda is closed
            flash(words, "warning")
        return redirect(f"/meetings/{meeting}/agenda", 303)
    flash(gettext(DONE[plan.state], title=title))
    return redirect(f"/meetings/{meeting}/agenda", 303)


def _page(token: str, form: Form[ProposalInput]) -> ResponseReturnValue:
    with reading() as session:
        page = propose_page.show(session, propose_page.find(session, parts().keys, token))
    use_language(page.language)
    found = render_template(
        "proposals/show.html",
        page=page,
        form=form,
        token=token,
        taken=request.method == "GET" and bool({"taken", "number"} & set(request.args)),
        warned="number" in request.args,
    )
    return found, form.status
