"""How do scenarios come in as files and go out as files by programs?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response, request
from pydantic import Field, StringConstraints

from scheduler.exercise.msel import reading as lists
from scheduler.inputs.scenario_import import ImportInput, MappingsInput
from scheduler.inputs.types import Input, LocalTime, Number, OptionalLine
from scheduler.queries import scenario_export
from scheduler.queries import scenario_mappings as scenario_mappings_query
from scheduler.queries import scenarios as query
from scheduler.services import scenario_import, scenario_mappings
from scheduler.services.scenario_import import File
from web.api import out
from web.api.asking import Nothing
from web.api.endpoint import Call, Later, answered, endpoint
from web.documents.scenario_files import FORMS, MEDIA_TYPES, Form, scenario_file
from web.session import parts, transaction

TAKEN = (lists.XLSX, lists.ODS, lists.CSV, "application/zip", "application/json")
START = "The exercise's, for lists with times of day."
MAPPING = "The name under which what the columns are taken for is kept."
INTO = "The scenario that the file goes into; without it a new one is made."


class ImportAsked(Input):
    """How the file in the body shall be understood; with dry_run nothing is written."""

    dry_run: bool = False
    start: Annotated[LocalTime | None, Field(description=START)] = None
    scenario: Annotated[UUID | None, Field(description=INTO)] = None
    mapping: Annotated[OptionalLine, Field(description=MAPPING)] = ""
    title: OptionalLine = ""
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = ""


class ExportAsked(Input):
    """In which form, and which version: its number, else the newest."""

    format: Form = "json"
    version: Number | None = None


@endpoint(
    "POST",
    "/networks/<network>/scenarios/import",
    rule="scenarios:write",
    query=ImportAsked,
    returns=out.Scenario,
    status=201,
    also={200: out.ImportPreview},
    raw=TAKEN,
    roomy=True,
    writes=False,
)
def import_scenario(call: Call[ImportAsked], network: UUID) -> Later:
    """Make a scenario of a file (what is in it decides its type), or say what would come of it."""
    asked = call.asked
    said = asked.model_dump(exclude={"dry_run", "mapping"})
    plan = ImportInput.model_validate({**said, "saved": asked.mapping})
    file = File("", request.get_data(cache=False, parse_form_data=False))
    found = scenario_import.look(call.session, network, file=file, plan=plan, by=call.actor)

    def told() -> Response:
        return answered(out.ImportPreview.of(found.preview), 200)

    def kept() -> Response:
        megabytes = parts().settings.attachment_megabytes
        with transaction() as session:
            made = scenario_import.keep(
                session, network, found=found, megabytes=megabytes, by=call.actor
            )
            session.flush()
            session.expire_all()
            return answered(out.Scenario.of(query.one(session, made.id, call.actor)), 201)

    return told if asked.dry_run else kept


@endpoint(
    "GET",
    "/networks/<network>/import-mappings",
    rule="scenarios:write",
    returns=out.ImportMappings,
)
def get_import_mappings(call: Call[Nothing], network: UUID) -> out.ImportMappings:
    """Show what columns of lists are taken for, by name; it can be sent back, or elsewhere."""
    return out.ImportMappings.of(scenario_mappings_query.of_network(call.session, network))


@endpoint(
    "PUT",
    "/networks/<network>/import-mappings",
    rule="scenarios:write",
    body=MappingsInput,
    returns=out.ImportMappings,
    match="may",
)
def put_import_mappings(call: Call[MappingsInput], network: UUID) -> out.ImportMappings:
    """Write what columns of lists are taken for, by name; what is left out is taken away."""
    before = scenario_mappings_query.of_network(call.session, network)
    call.unchanged(out.ImportMappings.of(before))
    return out.ImportMappings.of(
        scenario_mappings.put(call.session, network, plan=call.asked, by=call.actor)
    )


@endpoint(
    "GET",
    "/scenarios/<scenario>/export",
    rule="scenarios:read",
    query=ExportAsked,
    files=tuple(dict.fromkeys(MEDIA_TYPES[form].partition(";")[0] for form in FORMS)),
)
def export_scenario(call: Call[ExportAsked], scenario: UUID) -> Later:
    """Give a scenario as a list of injects (xlsx, csv), whole (zip, json), or as CEXF."""
    asked = call.asked
    content, papers = scenario_export.whole(
        call.session, scenario, call.actor, number=asked.version, papers=asked.format == "zip"
    )

    def write() -> Response:
        return scenario_file(content, papers, asked.format).answer()

    return write
