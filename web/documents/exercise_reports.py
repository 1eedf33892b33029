"""Which files can be had of the report about an exercise, and what are they called?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.documents import exercise_report
from scheduler.documents.exercise_report import ReportPaper
from scheduler.documents.exercise_tables import Tables
from scheduler.language import language
from scheduler.queries.report_access import readable
from web.documents import files
from web.documents.files import TYPES, File
from web.documents.spreadsheet import sheets

FORMATS = ("html", "pdf", "docx", "md", "json", "xlsx")


def paper_of(
    session: Session, exercise_id: UUID, *, number: int | None = None, by: Actor
) -> ReportPaper:
    """Give the report that somebody may read, with what is said of it."""
    told, row = readable(session, exercise_id, number=number, by=by)
    if row is None:
        return ReportPaper(report=told, state="draft")
    return ReportPaper(
        report=told,
        state=row.state,
        number=row.number,
        case_number=row.case_number,
        hash=row.hash,
    )


def report_file(paper: ReportPaper, form: str) -> File:
    """Write a report; as JSON it is its data with the document, as XLSX its tables."""
    document = exercise_report.document(paper)
    told = paper.report
    if form == "xlsx":
        tables = Tables(told, language(told.language))
        content = sheets(document.title, tables.sheets())
    else:
        more = _about(paper) if form == "json" else {}
        content = files.write(document, form, **more)
    name = files.safe_name(told.when.date().isoformat(), document.title, form=form)
    return File(content=content, name=name, media_type=TYPES[form])


def _about(paper: ReportPaper) -> dict[str, object]:
    return {
        "state": paper.state,
        "number": paper.number,
        "case_number": paper.case_number,
        "sha256": paper.hash,
        "report": paper.report.model_dump(mode="json"),
    }
