"""How does the API say no? Problem details (RFC 9457) in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from pydantic import BaseModel, ConfigDict
from werkzeug.exceptions import HTTPException

from scheduler.errors import N_, Conflict, InvalidInputs, NotFound, Refused
from scheduler.exercise.msel.messages import Level, Message
from scheduler.inputs.types import Input
from scheduler.language import LETTERS, Language, best_match, language
from scheduler.services.scenario_import import NotImported
from web.api.out.base import Out

TYPE = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field; its name as it stands in the request."""

    model_config = ConfigDict(extra="forbid")

    field: str
    message: str


class Remark(BaseModel):
    """What there is to say of one cell of a file; row 0: of the whole, sheet: its name or path."""

    model_config = ConfigDict(extra="forbid")

    sheet: str
    row: int
    column: str
    level: Level
    text: str


class Problem(BaseModel):
    """Why not, and what to do instead; `type` names the refusal for programs.

    After a 409 with If-Match `current` and `yours` are the two versions; `messages` name the cells
    of a file that was not imported; `reference` is what to tell an administrator after a 500.
    """

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError]
    current: dict[str, Any] | None = None
    yours: dict[str, Any] | None = None
    messages: list[Remark] | None = None
    reference: str | None = None


class ChangedMeanwhile(Conflict):
    """What the writer has seen is no longer there; holds both versions."""

    message = N_(
        "Somebody else has changed this since you read it. Both versions stand in this answer: "
        "join them and send the result with the new ETag."
    )

    def __init__(self, current: Out, yours: Input) -> None:
        self.current = current
        self.yours = yours
        super().__init__()


class TokenNeeded(Refused):
    """The request carries no token that is known here (RFC 6750 3)."""

    message = N_(
        "Send a valid API token in the header “Authorization: Bearer …”. "
        "An administrator makes one with “kallelse token add”."
    )
    status = 401


class Failed(Refused):
    """Something broke on our side."""

    message = N_("Something broke on our side. Nothing was changed. Try again in a while.")
    status = 500


class OtherMethod(Refused):
    """The address exists, the method does not."""

    message = N_("This address does not take %(method)s. It takes %(allowed)s.")
    status = 405


class TooLarge(Refused):
    """The body is larger than anything here needs."""

    message = N_("This is too large. Send less at a time.")
    status = 413


def problem(refused: Refused) -> Response:
    """Say a refusal as a problem."""
    if refused.status == HTTPStatus.UNAUTHORIZED:
        refused = TokenNeeded()  # programs have tokens where people sign in
    reader, status = _reader(), HTTPStatus(refused.status)
    each = refused.errors if isinstance(refused, InvalidInputs) else [refused]
    said = Problem(
        type=f"urn:kallelse:{_name(type(refused))}",
        title=status.phrase,
        status=status.value,
        detail=reader.refusal(refused),
        errors=[
            FieldError(field=one.field, message=reader.refusal(one)) for one in each if one.field
        ],
        **_versions(refused),
    )
    response = Response(said.model_dump_json(exclude_unset=True), status, mimetype=TYPE)
    response.headers["Content-Language"] = reader.code
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Kallelse"'
    return response


def from_http(error: HTTPException) -> Response:
    """Say one of the web server's own errors as a problem, and keep its Allow."""
    made = problem(_refusal(error))
    made.headers.extend({name: value for name, value in error.get_headers() if name == "Allow"})
    return made


def remarks(messages: Iterable[Message]) -> list[Remark]:
    """Say in the asker's language what there is to say of a file's cells."""
    speech = _reader()
    return [
        Remark(
            sheet=one.sheet,
            row=one.row,
            column=one.column,
            level=one.level,
            text=speech.gettext(one.text, **one.params),
        )
        for one in messages
    ]


def _refusal(error: HTTPException) -> Refused:
    match error.code:
        case 404:
            return NotFound()
        case 405:
            allowed = sorted(getattr(error, "valid_methods", None) or [])
            return OtherMethod(method=request.method, allowed=", ".join(allowed))
        case 413:
            return TooLarge()
        case 500:
            return Failed()
    refused = Refused()
    refused.status = error.code or 500  # type: ignore[misc]  # one refusal, any status of HTTP
    return refused


def _versions(refused: Refused) -> dict[str, Any]:
    if isinstance(refused, ChangedMeanwhile):
        yours = refused.yours.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return {"current": json.loads(refused.current.written()), "yours": yours}
    if isinstance(refused, NotImported):
        return {"messages": remarks(refused.messages)}
    return {"reference": g.reference} if "reference" in g else {}


def _name(kind: type[Refused]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def _reader() -> Language:
    return language(best_match(request.headers.get("Accept-Language", ""), LETTERS))
