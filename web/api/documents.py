"""What can programs take home of a meeting?"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from scheduler.inputs.types import Input
from scheduler.queries import papers as papers_query
from web.api.endpoint import Call, Later, endpoint
from web.documents import papers
from web.documents.files import TYPES

FORMATS = ("pdf", "docx", "md", "json")
EDITION = "full | mine | organisation:<id> | public; without it all that is the token's to read."


class Wanted(Input):
    """In which form, and which edition."""

    format: Literal["pdf", "docx", "md", "json"] = "json"
    edition: Annotated[str, Field(max_length=60, description=EDITION)] = ""


@endpoint(
    "GET",
    "/meetings/<meeting>/minutes/document",
    rule="minutes:read",
    query=Wanted,
    files=tuple(TYPES[form].partition(";")[0] for form in FORMATS),
)
def get_minutes_document(call: Call[Wanted], meeting: UUID) -> Later:
    """Give an edition of minutes as a document: PDF, Word, Markdown or JSON."""
    asked = call.asked
    paper = papers_query.minutes(call.session, meeting, edition=asked.edition, by=call.actor)

    def write() -> Response:
        return papers.minutes_file(paper, asked.format).answer()

    return write
