"""How do tests ask the API? Each answer is held to the API's own description."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.services import accounts
from web.api import openapi

PREFIX = "/api/v1"
BASE = "http://127.0.0.1:8000"
FILE = {"type": "string", "format": "binary"}


class Api:
    """One program with its token; every answer is checked before a test sees it."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.browser = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Ask, and hold the answer to the description; `more`: headers as if_match="…"."""
        named = {name.replace("_", "-"): value for name, value in more.items()}
        answer = self.browser.open(
            PREFIX + path, method=method, json=body, headers=self.headers | named
        )
        check(method, path.partition("?")[0], answer)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        """Read one thing."""
        return self._made("GET", path, None, 200, headers)

    def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        """Do one thing."""
        return self._made("POST", path, body, status, headers)

    def put(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        """Write one thing."""
        return self._made("PUT", path, body, status, headers)

    def patch(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        """Change one thing."""
        return self._made("PATCH", path, body, status, headers)

    def refused(self, method: str, path: str, body: Any, status: int, **headers: str) -> Any:
        """Ask for what is refused; gives the problem."""
        return self._made(method, path, body, status, headers)

    def _made(self, method: str, path: str, body: Any, status: int, headers: dict[str, str]) -> Any:
        answer = self.ask(method, path, body, **headers)
        assert answer.status_code == status, answer.text
        return answer.json


def a_token(database: Database, role: str, network_id: UUID | None = None) -> str:
    """Make a token of a role."""
    with database.transaction() as session:
        return accounts.make_token(session, role=role, network_id=network_id, by=SYSTEM)[1]


def check(method: str, path: str, answer: TestResponse) -> None:
    """Hold an answer to the description: status, type and every field."""
    operation = _operation(method, path)
    assert answer.headers["Cache-Control"].removeprefix("private, ") == "no-store"
    told = operation["responses"]
    assert str(answer.status_code) in told, f"{method} {path} → {answer.status} {answer.text}"
    content = _followed(told[str(answer.status_code)]).get("content")
    if content is None:
        assert answer.data == b""
        return
    if {"schema": FILE} in content.values():
        assert answer.mimetype in content
        return
    assert list(content) == [answer.mimetype]
    validate(answer.json, content[answer.mimetype]["schema"])


def validate(thing: Any, schema: dict[str, Any]) -> None:
    """Raise unless `thing` is as the description's schema says."""
    document = {"$id": "urn:api", **openapi.document(BASE)}
    resource = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    absolute = {key: f"urn:api{value}" if key == "$ref" else value for key, value in schema.items()}
    Draft202012Validator(absolute, registry=registry, format_checker=FormatChecker()).validate(
        thing
    )


def _operation(method: str, path: str) -> Any:
    for template, operations in openapi.document(BASE)["paths"].items():
        fits = re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
        if fits and method.lower() in operations:
            return operations[method.lower()]
    raise AssertionError(f"{method} {path} is not in the description")


def _followed(response: dict[str, Any]) -> Any:
    if "$ref" not in response:
        return response
    name = response["$ref"].rpartition("/")[2]
    return openapi.document(BASE)["components"]["responses"][name]
