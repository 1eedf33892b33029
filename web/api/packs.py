"""Which papers of an exercise can programs take home, and send?"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from flask import Response

from scheduler.inputs.types import Input
from scheduler.queries import packs as query
from scheduler.services import packs
from web.api.asking import Nothing
from web.api.endpoint import Call, Later, endpoint
from web.documents.files import TYPES
from web.documents.packs import FORMATS, pack_file


class Wanted(Input):
    """In which form."""

    format: Literal["pdf", "docx", "html", "md", "json"] = "json"


@endpoint(
    "GET",
    "/exercises/<exercise>/packs/<kind>",
    rule="exercises:read",
    query=Wanted,
    files=tuple(TYPES[form].partition(";")[0] for form in FORMATS),
)
def get_pack(call: Call[Wanted], exercise: UUID, kind: str) -> Later:
    """Give a paper of an exercise; what is not for players to those who lead exercises."""
    paper = query.of_exercise(call.session, exercise, kind, by=call.actor)
    form = call.asked.format

    def write() -> Response:
        return pack_file(paper, form).answer()

    return write


@endpoint("POST", "/exercises/<exercise>/packs/<kind>/send", rule="exercises:run", status=202)
def send_pack(call: Call[Nothing], exercise: UUID, kind: str) -> None:
    """Mail a paper to those it is for; who has it as it stands gets it once."""
    paper = query.of_exercise(call.session, exercise, kind, by=call.actor)
    packs.send(call.session, exercise, paper.kind, by=call.actor)
