"""What does a request ask for: its JSON body, its query?"""

from __future__ import annotations

import json
from typing import Annotated, Any, NoReturn, TypeVar

from flask import request
from pydantic import Field

from scheduler.errors import N_, Refused
from scheduler.inputs import parse
from scheduler.inputs.types import Input

I_ = TypeVar("I_", bound=Input)
LONGEST_NAME = 80


class NotJson(Refused):
    """The body is of another type."""

    message = N_("Send the body as JSON, with the header “Content-Type: application/json”.")
    status = 415


class Malformed(Refused):
    """The body is not JSON (RFC 8259)."""

    message = N_("The body is not JSON: it breaks off at line %(line)s, column %(column)s.")
    status = 400


class Unreadable(Refused):
    """The body cannot be read as JSON at all."""

    message = N_("The body cannot be read as JSON: write it in UTF-8, with plain numbers.")
    status = 400


class TwiceNamed(Refused):
    """One name stands for two values, and nobody can know which was meant."""

    message = N_("“%(name)s” stands twice in the body. Keep the one that is meant.")
    status = 400


class NotAnObject(Refused):
    """The body is a list or a bare value."""

    message = N_("Send one JSON object with named fields: {…}.")
    status = 400


class Nothing(Input):
    """No fields at all."""


class Listing(Input):
    """Which part of a list: what comes after a cursor, and at most how many."""

    after: Annotated[str, Field(max_length=4_000, description="`next` of the part before.")] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


def body(model: type[I_]) -> I_:
    """Read the JSON body; raises InvalidInputs with every wrong field, or says where it breaks."""
    return parse(model, _json(request.get_data(cache=False)))


def query(model: type[I_]) -> I_:
    """Read the query string; a name that is not known is refused, lest a typo list everything."""
    return parse(model, request.args.to_dict())


def _json(raw: bytes) -> dict[str, Any]:
    if not raw.strip():
        return {}
    if request.mimetype != "application/json":
        raise NotJson
    try:
        data = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as wrong:
        raise Malformed(line=wrong.lineno, column=wrong.colno) from None
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, a deep nest
        raise Unreadable from None
    if not isinstance(data, dict):
        raise NotAnObject
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TwiceNamed(name=twice[:LONGEST_NAME])
    return made


def _refuse_constant(_: str) -> NoReturn:
    raise Unreadable  # NaN and Infinity are JavaScript, not JSON
