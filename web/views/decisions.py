"""The decision log: what a network has decided, and what of it still holds."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Refused
from scheduler.inputs.minutes import SupersedeInput
from scheduler.model import Network
from scheduler.queries import decisions as query
from scheduler.queries.entitled import reader
from scheduler.services import decisions
from scheduler.text import clean_line
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("decisions", __name__)


@bp.get("/networks/<network>/decisions")
@allow("minutes:read")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's decisions, the newest first; of a year, with some words, if asked."""
    year = request.args.get("year", type=int)
    words = clean_line(request.args.get("q", ""))[:200]
    with reading() as session:
        who = reader(session, current_actor())
        return render_template(
            "decisions/index.html",
            network=session.get_one(Network, network),
            lines=query.log(session, network, who, year=year, words=words),
            years=query.years(session, network, who),
            year=year,
            words=words,
        )


@bp.get("/decisions/<decision>")
@allow("minutes:read")
def show(decision: UUID) -> ResponseReturnValue:
    """Show one decision, and whether a later one has taken its place."""
    return _page(decision, Form(SupersedeInput))


@bp.post("/decisions/<decision>/supersede")
@allow("minutes:write")
def supersede(decision: UUID) -> ResponseReturnValue:
    """Say which later decision takes the place of one, or that none does."""
    form = Form.from_request(SupersedeInput)
    try:
        with transaction() as session:
            decisions.supersede(session, decision, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _page(decision, form)
    flash(gettext("It is noted which decision holds."))
    return redirect(f"/decisions/{decision}", 303)


def _page(decision: UUID, form: Form[SupersedeInput]) -> ResponseReturnValue:
    with reading() as session:
        who = reader(session, current_actor())
        line = query.one(session, decision, who)
        if form.status == 200:
            form.data = {"superseded_by": line.later_id}
        later = query.later_than(query.log(session, line.network_id, who), line)
        page = render_template(
            "decisions/show.html",
            network=session.get_one(Network, line.network_id),
            line=line,
            form=form,
            later=later,
        )
    return page, form.status
