"""How does an endpoint declare itself, and how is it called?

An endpoint is a plain function: it takes a `Call` and the ids of its address, calls one service in
the transaction that is open around it, and gives an object of web/api/out. All else is said in the
declaration, from which the OpenAPI description is made too (web/api/openapi.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.inputs.types import Input
from web import rules
from web.api import asking
from web.api.out.base import Out, Page
from web.api.problems import ChangedMeanwhile
from web.session import current_actor, parts, reading, transaction

PREFIX = "/api/v1"
ENDPOINTS: list[Endpoint] = []

A = TypeVar("A", bound=Input)
Later = Callable[[], Response]  # a file, written when the snapshot is closed
V = TypeVar("V", bound=Callable[..., Out | Later | None])
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class IfMatchNeeded(Refused):
    """Two writers could meet here, so the writer must say what they have seen (RFC 6585 3)."""

    message = N_("Say which version you have seen: send its ETag in the header “If-Match”.")
    status = 428


@dataclass(frozen=True, slots=True)
class Call(Generic[A]):
    """One request: who asks for what, and the transaction (or snapshot) it is answered in."""

    session: Session
    actor: Actor
    asked: A

    def unchanged(self, current: Out, *, required: bool = False) -> None:
        """Refuse unless `current` is what the writer has seen (If-Match, RFC 9110 13.1.1)."""
        seen = request.if_match
        if "If-Match" not in request.headers:
            if required:
                raise IfMatchNeeded
        elif not seen.contains(current.etag):
            raise ChangedMeanwhile(current, self.asked)


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One line of the API: an address, who may, what goes in and what comes out."""

    method: Method
    path: str
    rule: str
    does: Callable[..., Out | Later | None]
    body: type[Input] | None = None
    query: type[Input] | None = None
    returns: type[Out] | None = None
    status: int = 200
    match: Literal["no", "may", "must"] = "no"
    writes: bool = True
    files: tuple[str, ...] = ()  # the media types of the files that it gives
    roomy: bool = False  # takes a file
    raw: tuple[str, ...] = ()  # the media types of the file that is its body, as it stands
    also: Mapping[int, type[Out]] = field(default_factory=dict)  # other answers, by their status

    @property
    def name(self) -> str:
        """Its own name, unique among all."""
        return self.does.__name__

    def install(self, blueprint: Blueprint) -> None:
        """Give it its address; the guard asks its rule and resolves the address's names."""

        @rules.allow(self.rule)
        def view(**ids: UUID) -> Response:
            return self.answer(**ids)

        blueprint.add_url_rule(self.path, self.name, view, methods=[self.method])

    def answer(self, **ids: UUID) -> Response:
        """Answer one request: read what is asked, open the session, call, write the object."""
        asked = self._asked()
        with (transaction if self.writes else reading)() as session:
            made = self.does(Call(session, current_actor(), asked), **ids)
        if made is not None and not isinstance(made, Out):
            return made()
        return answered(made, self.status)

    def _asked(self) -> Input:
        if self.roomy:
            megabytes = parts().settings.attachment_megabytes
            request.max_content_length = (megabytes * 4 // 3 + 2) * 1024 * 1024  # as base64
        if self.method in {"GET", "DELETE"} or self.raw:
            return asking.query(self.query or asking.Nothing)
        return asking.body(self.body or asking.Nothing)


def endpoint(method: Method, path: str, *, rule: str, **more: Any) -> Callable[[V], V]:
    """Declare a function as an endpoint; `more`: Endpoint's own fields, with their defaults."""
    more.setdefault("writes", method != "GET")

    def declare(does: V) -> V:
        ENDPOINTS.append(Endpoint(method=method, path=path, rule=rule, does=does, **more))
        return does

    return declare


def answered(made: Out | None, status: int) -> Response:
    """Give an object as the answer to a request."""
    response = Response(status=status)
    if made is not None:
        response.data = made.written()
        response.mimetype = "application/json"
        _say_about(made, response)
    return response


def _say_about(made: Out, response: Response) -> None:
    if not isinstance(made, Page):
        response.set_etag(made.etag)
    if made.location and response.status_code == HTTPStatus.CREATED:
        response.headers["Location"] = f"{PREFIX}{made.location}"
