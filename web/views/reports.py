"""How does an owner tell how an action goes? By the link of a mail, or on its page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.errors import Refused
from scheduler.inputs import ActionPatch, ReportInput
from scheduler.queries import actions as actions_query
from scheduler.queries import report_page
from scheduler.queries.entitled import reader
from scheduler.services import reports
from web.forms import Form
from web.reader import gettext, use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction
from web.views import actions

bp = Blueprint("reports", __name__)

ADDRESS = "/action/<token>"
WHOSE = "the link names one action and whose it is"


@bp.get(ADDRESS)
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show what was promised and what has been told of it; changes nothing."""
    return _page(token, Form(ReportInput))


@bp.post(ADDRESS)
@by_token(WHOSE)
def take(token: str) -> ResponseReturnValue:
    """Take what an owner tells by the link."""
    form = Form.from_request(ReportInput)
    try:
        with transaction() as session:
            action = report_page.find_action(session, parts().keys, token)
            report_page.must_be_open(session, action)
            owner = action.person_id or action.organisation_id
            by = Actor(kind="link", id=owner, person_id=action.person_id)
            reports.report(session, action.id, plan=form.input, via="link", by=by)
    except Refused as refused:
        form.refuse(refused)
        return _page(token, form)
    return redirect(f"/action/{token}", 303)


@bp.post("/actions/<action>/report")
@allow("actions:report")
def report(action: UUID) -> ResponseReturnValue:
    """Take what an owner who is signed in tells."""
    with reading() as session:
        line = actions_query.by_id(session, action, reader(session, current_actor()))
    form = Form.from_request(ReportInput)
    try:
        with transaction() as session:
            reports.report(session, action, plan=form.input, via="page", by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return actions.page(line, Form(ActionPatch), version=line.version, report=form)
    flash(gettext("Thank you. What you told stands below."))
    return redirect(f"/actions/{action}", 303)


def _page(token: str, form: Form[ReportInput]) -> ResponseReturnValue:
    with reading() as session:
        page = report_page.show(session, report_page.find_action(session, parts().keys, token))
    use_language(page.language)
    return render_template("reports/show.html", page=page, form=form, token=token), form.status
