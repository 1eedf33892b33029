"""The report about an exercise: a draft from its logs, out for comments, final."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from scheduler.documents import exercise_report
from scheduler.documents.exercise_report import ReportPaper
from scheduler.errors import NotFound, Refused
from scheduler.inputs.exercise import ReportInput
from scheduler.model import Exercise
from scheduler.queries import exercise_report as query
from scheduler.queries import exercises
from scheduler.services import exercise_reports
from web.documents import files, html
from web.documents.exercise_reports import FORMATS, paper_of, report_file
from web.forms import Form
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("exercise_reports", __name__)

_SHOWN_BY = re.compile(r"\[\d+:\d+(?:, \d+:\d+)*\]")


@bp.get("/exercises/<exercise>/report")
@allow("exercises:read")
def show(exercise: UUID) -> ResponseReturnValue:
    """Show the report that the reader may read, or give it as a file (`?format=`)."""
    form = request.args.get("format", "")
    if form:
        return _file(exercise, form)
    return _page(exercise, Form(ReportInput))


@bp.post("/exercises/<exercise>/report")
@allow("exercises:report")
def issue(exercise: UUID) -> ResponseReturnValue:
    """Keep the report as it stands: out for comments, or final."""
    form = Form.from_request(ReportInput)
    try:
        with transaction() as session:
            row = exercise_reports.issue(session, exercise, plan=form.input, by=current_actor())
            final = row.state == "final"
    except Refused as refused:
        form.refuse(refused)
        return _page(exercise, form), refused.status
    flash(
        gettext("The report is final: members of the network can read it.")
        if final
        else gettext("This version of the report is kept, out for comments.")
    )
    return redirect(f"/exercises/{exercise}/report", 303)


def _paper(session: Session, exercise: UUID) -> ReportPaper:
    number = request.args.get("number", type=int)
    return paper_of(session, exercise, number=number, by=current_actor())


def _page(exercise: UUID, form: Form[ReportInput]) -> str:
    with reading() as session:
        row = session.get(Exercise, exercise)
        if row is None:
            raise NotFound
        line = exercises.line(session, exercise)
        leads = current_actor().may("exercises:report", row.network_id)
        issued = query.issued(session, exercise) if leads else []
        try:
            paper = _paper(session, exercise)
        except Refused as refused:
            words = reader().refusal(refused)
            return render_template(
                "exercise_reports/none.html", line=line, leads=leads, words=words
            )
    document = exercise_report.document(paper)
    return render_template(
        "exercise_reports/show.html",
        line=line,
        paper=paper,
        document=document,
        inner=_linked(html.inner(document), paper, leads=leads),
        issued=issued,
        leads=leads,
        form=form,
        states=exercise_report.STATES,
        formats=[one for one in FORMATS if files.can_write(one)],
    )


def _file(exercise: UUID, form: str) -> Response:
    if form not in FORMATS:
        raise NotFound
    with reading() as session:
        paper = _paper(session, exercise)
    return report_file(paper, form).answer()


def _linked(inner: Markup, paper: ReportPaper, *, leads: bool) -> Markup:
    """Let what names lines of the logs lead there, for those who may read them."""
    if not leads:
        return inner
    runs = {str(run.number): run.id for run in paper.report.runs}

    def link(found: re.Match[str]) -> str:
        pairs = [one.partition(":") for one in found[0][1:-1].split(", ")]
        lines = [_line(runs.get(run, ""), run, entry) for run, _, entry in pairs]
        return f"[{', '.join(lines)}]"

    return Markup(_SHOWN_BY.sub(link, inner))  # noqa: S704  # ids and digits alone are put in


def _line(run: str, number: str, entry: str) -> str:
    if not run:
        return f"{number}:{entry}"
    after = max(int(entry) - 1, 0)
    place = f"/runs/{run}/log?after={after}#line-{entry}"
    return f'<a class="ds-link" href="{place}">{number}:{entry}</a>'
