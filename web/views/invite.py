"""Inviting more people to one meeting, and reminding them before the reminder's time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import Refused
from scheduler.inputs.invitation import InviteInput
from scheduler.inputs.types import Input
from scheduler.queries import head, preview, seats
from scheduler.services import invitations, reminders
from scheduler.services.reminders import Reminder
from web import leaving, proposals, trials
from web.forms import Form
from web.forms import meeting as about
from web.proposals import Proposal
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("invite", __name__)

REMINDERS: Mapping[str, Reminder] = {"silent": "remind_silent", "coming": "remind_coming"}
REMIND = "/meetings/<meeting>/remind/<any(silent,coming):whom>"


@bp.get("/meetings/<meeting>/invite")
@allow("meetings:plan")
def ask(meeting: UUID) -> ResponseReturnValue:
    """Ask who else is to be invited."""
    return _page(meeting, Form(InviteInput), show=False)


@bp.post("/meetings/<meeting>/invite")
@allow("meetings:plan")
def invite(meeting: UUID) -> ResponseReturnValue:
    """Invite more people; or show what they would get."""
    form = Form.from_request(InviteInput)
    form.data.setdefault("people", [])
    leaving.take(form)
    if request.form.get("step") != "send":
        return _page(meeting, form, show=True)
    try:
        plan = form.input
        with transaction() as session:
            row = about.unchanged(session, meeting)
            leave = plan.leaving(row.time_zone)
            by = current_actor()
            invitations.invite(session, meeting, people=plan.people, leave=leave, by=by)
    except Refused as refused:
        form.refuse(refused)
        return _page(meeting, form, show=leaving.shows_again(refused))
    flash(gettext("They are on the list."))
    return redirect(f"/meetings/{meeting}", 303)


@bp.get(REMIND)
@allow("meetings:plan")
def ask_to_remind(meeting: UUID, whom: str) -> ResponseReturnValue:
    """Show a reminder before it is sent."""
    with reading() as session:
        reminders.check(session, head.load(session, meeting), REMINDERS[whom])
    return _reminder_page(meeting, whom, Form(Input))


@bp.post(REMIND)
@allow("meetings:plan")
def remind(meeting: UUID, whom: str) -> ResponseReturnValue:
    """Send a reminder at once."""
    form = Form.from_request(Input)
    if request.form.get("step") != "send":
        return _reminder_page(meeting, whom, form)
    try:
        with transaction() as session:
            about.unchanged(session, meeting)
            reminders.send_now(session, meeting, kind=REMINDERS[whom], by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _reminder_page(meeting, whom, form)
    flash(gettext("The reminder is sent."))
    return redirect(f"/meetings/{meeting}", 303)


def _page(meeting: UUID, form: Form[InviteInput], *, show: bool) -> ResponseReturnValue:
    with reading() as session:
        row = head.load(session, meeting)
        about.to_come(row)
        before, mark, others = head.of(row), about.mark(row), seats.others(session, row)
        called, proposal = row.called_at is not None, None
        if show:
            proposal = proposals.propose(form, lambda: _invited(session, row.id, form))
            trials.send_if_asked(meeting, proposal)
        page = render_template(
            "invitations/invite.html",
            meeting=before,
            called=called,
            form=form,
            people=others,
            proposal=proposal,
            leave=leaving.choice(form),
            seen=mark,
        )
    return proposals.page(page, form, proposal)


def _invited(session: Session, meeting: UUID, form: Form[InviteInput]) -> Proposal:
    people = leaving.without(form).input.people
    make, reader = proposals.renderer(), proposals.wanted_reader()
    return proposals.of(preview.of_invited(session, make, meeting, people, reader=reader))


def _reminder_page(meeting: UUID, whom: str, form: Form[Any]) -> ResponseReturnValue:
    kind, make = REMINDERS[whom], proposals.renderer()
    with reading() as session:
        found = preview.of_reminder(session, make, meeting, kind, proposals.wanted_reader())
        proposal = proposals.of(found)
        trials.send_if_asked(meeting, proposal)
        page = render_template(
            "invitations/remind.html",
            meeting=proposal.after,
            form=form,
            proposal=proposal,
            whom=whom,
            seen=about.mark(found.meeting),
        )
    return proposals.page(page, form, proposal)
