"""What can be done with the injects that people suggest for a scenario?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import SuggestionDecided, SuggestionMade
from scheduler.exercise import editing
from scheduler.exercise.content import Content, Inject
from scheduler.inputs.scenario import ScenarioPatch, SuggestionDecisionInput, SuggestionInput
from scheduler.model import Scenario, Suggestion
from scheduler.services import scenarios

MOST_OPEN = 20
FIRST = "S"  # how the control numbers of suggested injects begin


class EnoughSuggested(Refused):
    """So many open suggestions of one person help nobody."""

    message = N_(
        "You have already suggested %(most)s injects that wait for a decision. "
        "Wait until some of them are decided."
    )


class SuggestionDecidedAlready(Refused):
    """Somebody was here first."""

    message = N_("This suggestion has been decided already. Reload the page to see how.")
    status = 409


class SayWhyNot(Refused):
    """A no comes with a word."""

    message = N_("Write a word to whoever suggested the inject: why it is not taken.")


class TakesNoSuggestions(Refused):
    """A scenario out of use is worked on no longer."""

    message = N_("This scenario is out of use. Ask the facilitator which one is worked on instead.")
    status = 409


def suggest(session: Session, scenario_id: UUID, *, plan: SuggestionInput, by: Actor) -> Suggestion:
    """Suggest an inject; nothing of the scenario is told to who does."""
    scenario = session.get(Scenario, scenario_id)
    if scenario is None:
        raise NotFound
    by.must("scenarios:propose", scenario.network_id)
    if scenario.retired_at is not None:
        raise TakesNoSuggestions
    _refuse_too_many(session, scenario, by)
    made = Suggestion(
        scenario_id=scenario.id,
        person_id=by.person_id,
        title=plan.title,
        text=plan.text,
        by=by.name,
    )
    session.add(made)
    session.flush()
    record(
        session,
        SuggestionMade(
            by=by.name, subject=made.id, network_id=scenario.network_id, scenario=scenario.id
        ),
    )
    return made


def decide(
    session: Session, suggestion_id: UUID, *, plan: SuggestionDecisionInput, by: Actor
) -> Suggestion:
    """Take a suggested inject into the draft, not yet approved there, or decline it with a word."""
    suggestion = session.get(Suggestion, suggestion_id, with_for_update=True)
    if suggestion is None:
        raise NotFound
    network_id = session.get_one(Scenario, suggestion.scenario_id).network_id
    by.must("scenarios:write", network_id)
    if suggestion.state != "open":
        raise SuggestionDecidedAlready
    if plan.state == "declined" and not plan.answer:
        raise SayWhyNot(field="answer")
    if plan.state == "taken":
        suggestion.inject_key = _take(session, suggestion, by)
    suggestion.state, suggestion.answer = plan.state, plan.answer
    suggestion.decided_by, suggestion.decided_at = by.name, now()
    session.flush()
    record(
        session,
        SuggestionDecided(
            by=by.name, subject=suggestion.id, network_id=network_id, state=suggestion.state
        ),
    )
    return suggestion


def _take(session: Session, suggestion: Suggestion, by: Actor) -> str:
    scenario = scenarios.loaded(session, suggestion.scenario_id, by)
    content = Content.model_validate(scenario.versions[-1].content)
    key = editing.fresh_key({inject.key for inject in content.injects}, FIRST)
    inject = Inject(key=key, title=suggestion.title, text=suggestion.text, status="draft")
    plan = ScenarioPatch(content=editing.put(content, "injects", inject))
    scenarios.write(session, scenario.id, plan=plan, by=by)
    return key


def _refuse_too_many(session: Session, scenario: Scenario, by: Actor) -> None:
    waiting = select(func.count()).where(
        Suggestion.scenario_id == scenario.id, Suggestion.by == by.name, Suggestion.state == "open"
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise EnoughSuggested(most=MOST_OPEN)
