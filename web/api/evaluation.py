"""What can programs do with an exercise's evaluation: read it, write findings, follow them up?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.inputs.exercise import CorrectiveInput, FindingInput, FindingPatch, VerifyInput
from scheduler.queries import actions as actions_query
from scheduler.queries import evaluation
from scheduler.queries import findings as query
from scheduler.queries.entitled import reader
from scheduler.services import corrective, findings
from web.api import out
from web.api.asking import Nothing
from web.api.endpoint import Call, endpoint


@endpoint("GET", "/exercises/<exercise>/evaluation", rule="exercises:run", returns=out.Evaluation)
def get_evaluation(call: Call[Nothing], exercise: UUID) -> out.Evaluation:
    """Show how an exercise went: each rating with the counts, what was seen, found and thought."""
    return out.Evaluation.of(evaluation.of_exercise(call.session, exercise))


@endpoint(
    "POST",
    "/exercises/<exercise>/findings",
    rule="exercises:report",
    body=FindingInput,
    returns=out.Finding,
    status=201,
)
def add_finding(call: Call[FindingInput], exercise: UUID) -> out.Finding:
    """Write down a strength or an area for improvement, with the lines of the logs that show it."""
    made = findings.add(call.session, exercise, plan=call.asked, by=call.actor)
    return _shown(call, made.id)


@endpoint("GET", "/findings/<finding>", rule="exercises:run", returns=out.Finding)
def get_finding(call: Call[Nothing], finding: UUID) -> out.Finding:
    """Show a finding and what is done about it."""
    return _shown(call, finding)


@endpoint(
    "PATCH",
    "/findings/<finding>",
    rule="exercises:report",
    body=FindingPatch,
    returns=out.Finding,
    match="may",
)
def change_finding(call: Call[FindingPatch], finding: UUID) -> out.Finding:
    """Change what the body names about a finding; the rest stays."""
    call.unchanged(_shown(call, finding))
    findings.change(call.session, finding, plan=call.asked, by=call.actor)
    return _shown(call, finding)


@endpoint("DELETE", "/findings/<finding>", rule="exercises:report", status=204)
def remove_finding(call: Call[Nothing], finding: UUID) -> None:
    """Take a finding away; one that somebody works on stays."""
    findings.remove(call.session, finding, by=call.actor)


@endpoint(
    "POST",
    "/findings/<finding>/actions",
    rule="exercises:report",
    body=CorrectiveInput,
    returns=out.Action,
    status=201,
)
def add_corrective_action(call: Call[CorrectiveInput], finding: UUID) -> out.Action:
    """Promise to mend what was found; it returns on the agendas until it is shown to work."""
    made = corrective.add(call.session, finding, plan=call.asked, by=call.actor)
    return _action(call, made.id)


@endpoint(
    "POST",
    "/actions/<action>/verify",
    rule="exercises:report",
    body=VerifyInput,
    returns=out.Action,
)
def verify_action(call: Call[VerifyInput], action: UUID) -> out.Action:
    """Say what a later exercise has shown of a corrective action: it works, or is opened again."""
    corrective.verify(call.session, action, plan=call.asked, by=call.actor)
    return _action(call, action)


def _shown(call: Call[Any], finding: UUID) -> out.Finding:
    call.session.flush()
    return out.Finding.of(query.by_id(call.session, finding))


def _action(call: Call[Any], action: UUID) -> out.Action:
    call.session.flush()
    line = actions_query.by_id(call.session, action, reader(call.session, call.actor))
    return out.Action.of(line)
