"""Which report about an exercise can programs take home, and issue?"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from scheduler.inputs.exercise import ReportInput
from scheduler.inputs.types import Input
from scheduler.services import exercise_reports
from web.api import out
from web.api.endpoint import Call, Later, endpoint
from web.documents.exercise_reports import FORMATS, paper_of, report_file
from web.documents.files import TYPES


class Wanted(Input):
    """In which form; `number` of a version that was kept, else the draft (final for members)."""

    format: Literal["html", "pdf", "docx", "md", "json", "xlsx"] = "json"
    number: Annotated[int, Field(ge=1)] | None = None


@endpoint(
    "GET",
    "/exercises/<exercise>/report",
    rule="exercises:read",
    query=Wanted,
    files=tuple(TYPES[form].partition(";")[0] for form in FORMATS),
)
def get_exercise_report(call: Call[Wanted], exercise: UUID) -> Later:
    """Give the report about an exercise: its data as JSON, or a document, or its tables."""
    paper = paper_of(call.session, exercise, number=call.asked.number, by=call.actor)
    form = call.asked.format

    def write() -> Response:
        return report_file(paper, form).answer()

    return write


@endpoint(
    "POST",
    "/exercises/<exercise>/report",
    rule="exercises:report",
    body=ReportInput,
    returns=out.IssuedReport,
    status=201,
)
def issue_exercise_report(call: Call[ReportInput], exercise: UUID) -> out.IssuedReport:
    """Keep the report as it stands: out for comments, or final."""
    row = exercise_reports.issue(call.session, exercise, plan=call.asked, by=call.actor)
    return out.IssuedReport.of(row)
