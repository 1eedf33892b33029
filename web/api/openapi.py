"""What does the API look like to a program? OpenAPI 3.1, made from the declared endpoints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from web.api.endpoint import ENDPOINTS, PREFIX, Endpoint
from web.api.examples import EXAMPLES
from web.api.out.base import Page
from web.api.problems import TYPE, Problem

Schema = dict[str, Any]
EVENTS = "text/event-stream"
_REF = "#/components/schemas/{model}"
_REFUSALS = {
    400: ("Unreadable", "The body is not the JSON that this address takes."),
    401: ("TokenNeeded", "There is no valid token in the Authorization header."),
    403: ("NotAllowed", "The token's role does not include this."),
    404: ("NotFound", "There is no such thing, or it is not the token's to see."),
    409: ("Conflict", "Somebody was first; after If-Match the body holds both versions."),
    413: ("TooLarge", "The body is larger than anything here needs."),
    415: ("NotJson", "The body is of another type than JSON."),
    422: ("Refused", "It cannot be done as asked; `errors` names each wrong field."),
    428: ("IfMatchNeeded", "Say which version you have seen: send If-Match."),
    501: ("NotOnThisServer", "What writes files of this kind is not installed."),
    503: ("TooManyAtOnce", "Others are having their files written: ask again in a minute."),
}
_ABOUT = (
    "Local times are YYYY-MM-DDTHH:MM in the object's `time_zone`; instants are RFC 3339 in UTC. "
    "Ids are opaque. Lists come in parts: pass `next` as `after`. What the API changes leaves at "
    "once. Errors are problem details (RFC 9457) in the language of Accept-Language."
)


@cache
def document(base_url: str) -> Schema:
    """Describe the whole API as it answers below `base_url`."""
    schemas, definitions = _schemas()
    described = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Kallelse", "version": "1", "description": _ABOUT},
        "servers": [{"url": base_url + PREFIX}],
        "security": [{"token": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(_tag(one) for one in ENDPOINTS)],
        "paths": _paths(schemas),
        "components": {
            "schemas": dict(sorted(definitions.items())),
            "responses": {name: _refusal(words) for name, words in _REFUSALS.values()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made with `kallelse token add`: one role, in one network or, "
                    "for administrators, everywhere.",
                }
            },
        },
    }
    # pydantic has its own way of naming a list of something
    named = re.sub(r'Page_(\w+?)_(?=")', r"\1List", json.dumps(described))
    return cast("Schema", json.loads(named))


def path_of(endpoint: Endpoint) -> str:
    """Write an endpoint's path as OpenAPI does."""
    return re.sub(r"<(\w+)>", r"{\1}", endpoint.path)


def _schemas() -> tuple[Any, Schema]:
    """Give where each model's schema stands, by model and mode, and all the schemas."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for endpoint in ENDPOINTS:
        wanted += [(model, "validation") for model in (endpoint.body,) if model]
        answers = (endpoint.returns, *endpoint.also.values())
        wanted += [(model, "serialization") for model in answers if model]
    schemas, found = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)
    return schemas, found["$defs"]


def _paths(schemas: Any) -> Schema:
    paths: Schema = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(path_of(endpoint), {})[endpoint.method.lower()] = _operation(
            endpoint, schemas
        )
    return paths


def _operation(endpoint: Endpoint, schemas: Any) -> Schema:
    refused = {
        str(status): {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"}
        for status in _refused_with(endpoint)
    }
    made: Schema = {
        "operationId": endpoint.name,
        "summary": (endpoint.does.__doc__ or "").partition("\n")[0],
        "tags": [_tag(endpoint)],
        "description": f"Asks for the right `{endpoint.rule}`.",
        "parameters": list(_parameters(endpoint)),
        "responses": {str(endpoint.status): _success(endpoint, schemas), **refused},
    }
    for status, model in endpoint.also.items():
        made["responses"][str(status)] = _object(model, schemas)
    if EVENTS in endpoint.files:
        words = "No more streams are open now: read the list instead."
        made["responses"]["204"] = {"description": words}
    if endpoint.body:
        made["requestBody"] = _body(endpoint.body, schemas)
    if endpoint.raw:
        file = {"schema": {"type": "string", "format": "binary"}}
        content = dict.fromkeys(endpoint.raw, file)
        made["requestBody"] = {"required": True, "content": content}
    return made


def _body(model: type[BaseModel], schemas: Any) -> Schema:
    return {
        "required": any(field.is_required() for field in model.model_fields.values()),
        "content": {
            "application/json": {
                "schema": schemas[model, "validation"],
                "example": EXAMPLES[model],
            }
        },
    }


def _parameters(endpoint: Endpoint) -> Iterator[Schema]:
    for name in re.findall(r"<(\w+)>", endpoint.path):
        words = "Id or short name." if name == "network" else "Id."
        yield _parameter("path", name, {"type": "string"}, description=words, required=True)
    if endpoint.query:
        asked = endpoint.query.model_json_schema()
        for name, schema in asked["properties"].items():
            yield _parameter("query", name, _present(schema))
    if endpoint.match != "no":
        words = "The ETag of the version that you have seen."
        if endpoint.match == "must":
            words += " Only the first save goes without."
        yield _parameter("header", "If-Match", {"type": "string"}, description=words)


def _parameter(place: str, name: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": place, "required": False, "schema": schema} | more


def _present(schema: Schema) -> Schema:
    """Give the schema of a value that is there: one that is left out needs no null."""
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) != 1:
        return schema
    kept = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
    return {**kept, **choices[0]}


def _refused_with(endpoint: Endpoint) -> Iterator[int]:
    changes = endpoint.method != "GET"
    told = {
        400: endpoint.body is not None,
        401: True,
        403: True,
        404: "<" in endpoint.path,
        409: changes,
        413: changes,
        415: endpoint.body is not None or bool(endpoint.raw),
        422: True,
        428: endpoint.match == "must",
        501: bool(set(endpoint.files) - {EVENTS}),
        503: bool(set(endpoint.files) - {EVENTS}),
    }
    return (status for status, happens in told.items() if happens)


def _success(endpoint: Endpoint, schemas: Any) -> Schema:
    if endpoint.files:
        file = {"schema": {"type": "string", "format": "binary"}}
        return {"description": "A file.", "content": dict.fromkeys(endpoint.files, file)}
    if endpoint.returns is None:
        return {"description": "Done."}
    return _object(endpoint.returns, schemas)


def _object(model: type[BaseModel], schemas: Any) -> Schema:
    made: Schema = {
        "description": (model.__doc__ or Page.__doc__ or "").partition("\n")[0],
        "content": {"application/json": {"schema": schemas[model, "serialization"]}},
    }
    if not issubclass(model, Page):
        words = "Which version this is; send it in If-Match to change exactly this one."
        made["headers"] = {"ETag": {"description": words, "schema": {"type": "string"}}}
    return made


def _refusal(words: str) -> Schema:
    schema = {"$ref": _REF.format(model=Problem.__name__)}
    return {"description": words, "content": {TYPE: {"schema": schema}}}


def _tag(endpoint: Endpoint) -> str:
    return endpoint.does.__module__.rpartition(".")[2]
