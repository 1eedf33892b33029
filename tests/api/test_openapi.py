"""Does the description say what the API is?"""

import re

from jsonschema import Draft202012Validator

from scheduler.inputs import parse
from tests.api.client import BASE
from web.api import openapi
from web.api.asking import Nothing
from web.api.endpoint import ENDPOINTS
from web.api.examples import EXAMPLES


def references(thing):
    if isinstance(thing, dict):
        yield from ([thing["$ref"]] if isinstance(thing.get("$ref"), str) else [])
        for value in thing.values():
            yield from references(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from references(value)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_the_description_is_open_to_everybody(app):
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json == openapi.document(BASE)
    assert answer.json["openapi"] == "3.1.0"


def test_every_route_of_the_application_is_described(app):
    described = {(method, path) for method, path, _ in operations(openapi.document(BASE))}
    routed = {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routed - {("GET", "/openapi.json")}


def test_every_operation_has_its_own_name_and_says_what_it_does():
    found = [operation for _, _, operation in operations(openapi.document(BASE))]
    names = [operation["operationId"] for operation in found]
    assert len(set(names)) == len(names) == len(ENDPOINTS)
    assert [one["operationId"] for one in found if not one["summary"].endswith(".")] == []


def test_every_part_of_an_address_is_described():
    for _, path, operation in operations(openapi.document(BASE)):
        told = [one["name"] for one in operation["parameters"] if one["in"] == "path"]
        assert told == re.findall(r"\{(\w+)\}", path)


def test_every_reference_leads_somewhere():
    document = openapi.document(BASE)
    for reference in references(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_every_schema_is_one_of_json_schema():
    document = openapi.document(BASE)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_no_schema_is_described_that_nothing_uses():
    document = openapi.document(BASE)
    used = {ref.rpartition("/")[2] for ref in references(document) if "/schemas/" in ref}
    assert set(document["components"]["schemas"]) == used


def test_every_body_has_an_example_that_can_be_sent():
    bodies = {endpoint.body for endpoint in ENDPOINTS if endpoint.body}
    assert set(EXAMPLES) == bodies
    for model, example in EXAMPLES.items():
        assert isinstance(parse(model, example), model)
        Draft202012Validator(model.model_json_schema()).validate(example)


def test_objects_have_the_fields_that_scripts_hold_on_to():
    schemas = openapi.document(BASE)["components"]["schemas"]
    meeting = (
        "id network series kind title start minutes time_zone starts_at place online_url status "
        "uid sequence original_start answers"
    )
    invitation = "id person answer answered_at answered_via comment told_sequence reply_url"
    assert set(meeting.split()) <= set(schemas["Meeting"]["properties"])
    assert set(invitation.split()) <= set(schemas["Invitation"]["properties"])
    assert set(schemas["Answers"]["properties"]) == {
        "accepted",
        "declined",
        "tentative",
        "needs-action",
    }
    assert {"id", "name", "email", "organisation"} <= set(schemas["Invitee"]["properties"])


def test_an_endpoint_without_a_body_takes_none():
    assert Nothing.model_fields == {}
