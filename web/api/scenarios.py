"""What can programs do with scenarios, suggested injects and capabilities?"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from scheduler.errors import NotFound
from scheduler.inputs.scenario import (
    ApprovalInput,
    CapabilitiesInput,
    ScenarioInput,
    ScenarioPatch,
    SuggestionDecisionInput,
    SuggestionInput,
)
from scheduler.inputs.types import Input, Number, Reason
from scheduler.model import Scenario
from scheduler.queries import capabilities as capabilities_query
from scheduler.queries import scenarios as query
from scheduler.queries import suggestions as suggestions_query
from scheduler.queries.paging import part_of
from scheduler.queries.scenarios import ScenarioLine
from scheduler.services import capabilities, scenarios, suggestions
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint

To = Literal["draft", "review", "approved", "retired"]


class VersionAsked(Input):
    """Which version: its number, else the newest."""

    version: Number | None = None


class StepInput(Input):
    """A version takes another state: the newest, or that of a number; with a word if need be."""

    version: Number | None = None
    note: Reason = ""


@endpoint(
    "GET",
    "/networks/<network>/scenarios",
    rule="scenarios:propose",
    query=Listing,
    returns=out.Page[out.ScenarioLine],
)
def list_scenarios(call: Call[Listing], network: UUID) -> out.Page[out.ScenarioLine]:
    """List a network's scenarios by title; who does not lead exercises gets their own alone."""
    lines = query.of_network(call.session, network, call.actor)
    part = part_of(lines, key=_key, after=call.asked.after, limit=call.asked.limit)
    items = [out.ScenarioLine.of(line) for line in part.rows]
    return out.Page[out.ScenarioLine](items=items, next=part.next)


@endpoint(
    "POST",
    "/networks/<network>/scenarios",
    rule="scenarios:write",
    body=ScenarioInput,
    returns=out.Scenario,
    status=201,
    roomy=True,
)
def create_scenario(call: Call[ScenarioInput], network: UUID) -> out.Scenario:
    """Begin a scenario as a draft: whole, a ready one by its letter, or with a title alone."""
    made = scenarios.create(call.session, network, plan=call.asked, by=call.actor)
    return _shown(call, made.id)


@endpoint(
    "GET",
    "/scenarios/<scenario>",
    rule="scenarios:read",
    query=VersionAsked,
    returns=out.Scenario,
)
def get_scenario(call: Call[VersionAsked], scenario: UUID) -> out.Scenario:
    """Show all that a scenario says, in its newest version or the one asked for."""
    return _shown(call, scenario, call.asked.version)


@endpoint(
    "PUT",
    "/scenarios/<scenario>",
    rule="scenarios:write",
    body=ScenarioPatch,
    returns=out.Scenario,
    match="may",
    roomy=True,
)
def put_scenario(call: Call[ScenarioPatch], scenario: UUID) -> out.Scenario:
    """Write what a scenario says; an approved version stays, and the next draft is opened."""
    call.unchanged(_shown(call, scenario))
    scenarios.write(call.session, scenario, plan=call.asked, by=call.actor)
    return _shown(call, scenario)


def _step(path: str, to: To, does: str, words: str) -> None:
    """Declare the endpoint by which a version takes a state."""

    def step(call: Call[StepInput], scenario: UUID) -> out.Scenario:
        asked = call.asked
        version = _version_id(call, scenario, asked.version)
        plan = ApprovalInput(state=to, note=asked.note)
        scenarios.advance(call.session, version, plan=plan, by=call.actor)
        return _shown(call, scenario, asked.version)

    step.__name__, step.__doc__ = does, words
    declare = endpoint(
        "POST",
        f"/scenarios/<scenario>/{path}",
        rule="scenarios:write",
        body=StepInput,
        returns=out.Scenario,
    )
    declare(step)


_step("review", "review", "review_scenario", "Send a draft round to be reviewed.")
_step("approve", "approved", "approve_scenario", "Approve a version, so that it can be run.")
_step("draft", "draft", "redraft_scenario", "Take a version back from review to be written.")
_step("retire", "retired", "retire_scenario", "Take a version out of use.")


@endpoint(
    "GET",
    "/scenarios/<scenario>/suggestions",
    rule="scenarios:propose",
    query=Listing,
    returns=out.Page[out.Suggestion],
)
def list_suggestions(call: Call[Listing], scenario: UUID) -> out.Page[out.Suggestion]:
    """List the injects suggested for a scenario; who does not lead exercises gets their own."""
    lines = suggestions_query.of_scenario(call.session, scenario, call.actor)
    part = part_of(
        lines,
        key=lambda line: (line.at.isoformat(), str(line.id)),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.Suggestion.of(line) for line in part.rows]
    return out.Page[out.Suggestion](items=items, next=part.next)


@endpoint(
    "POST",
    "/scenarios/<scenario>/suggestions",
    rule="scenarios:propose",
    body=SuggestionInput,
    returns=out.Suggestion,
    status=201,
)
def suggest_inject(call: Call[SuggestionInput], scenario: UUID) -> out.Suggestion:
    """Suggest an inject for a scenario."""
    made = suggestions.suggest(call.session, scenario, plan=call.asked, by=call.actor)
    return _suggestion(call, made.id)


@endpoint(
    "POST",
    "/suggestions/<suggestion>/decide",
    rule="scenarios:write",
    body=SuggestionDecisionInput,
    returns=out.Suggestion,
)
def decide_suggestion(call: Call[SuggestionDecisionInput], suggestion: UUID) -> out.Suggestion:
    """Take a suggested inject into the draft, or decline it with a word."""
    suggestions.decide(call.session, suggestion, plan=call.asked, by=call.actor)
    return _suggestion(call, suggestion)


@endpoint(
    "GET",
    "/networks/<network>/capabilities",
    rule="scenarios:read",
    returns=out.Capabilities,
)
def get_capabilities(call: Call[Nothing], network: UUID) -> out.Capabilities:
    """Show what a network wants to be able to do; it can be sent back as it is."""
    return out.Capabilities.of(capabilities_query.of_network(call.session, network))


@endpoint(
    "PUT",
    "/networks/<network>/capabilities",
    rule="scenarios:write",
    body=CapabilitiesInput,
    returns=out.Capabilities,
    match="may",
)
def put_capabilities(call: Call[CapabilitiesInput], network: UUID) -> out.Capabilities:
    """Write what a network wants to be able to do, by code; what is left out is taken away."""
    call.unchanged(out.Capabilities.of(capabilities_query.of_network(call.session, network)))
    rows = capabilities.put(call.session, network, plan=call.asked, by=call.actor)
    return out.Capabilities.of(rows)


def _shown(call: Call[Any], scenario: UUID, number: int | None = None) -> out.Scenario:
    call.session.flush()
    call.session.expire_all()
    return out.Scenario.of(query.one(call.session, scenario, call.actor, number))


def _version_id(call: Call[Any], scenario: UUID, number: int | None) -> UUID:
    rows = call.session.get_one(Scenario, scenario).versions
    for row in reversed(rows):
        if number in {None, row.number}:
            return row.id
    raise NotFound


def _suggestion(call: Call[Any], suggestion: UUID) -> out.Suggestion:
    call.session.flush()
    call.session.expire_all()
    return out.Suggestion.of(suggestions_query.one(call.session, suggestion, call.actor))


def _key(line: ScenarioLine) -> tuple[str, ...]:
    return (str(int(line.retired)), line.title.casefold(), str(line.id))
