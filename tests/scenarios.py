"""A network's library of scenarios, and who reaches into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.database import Database
from scheduler.exercise.content import Content
from scheduler.inputs.scenario import (
    ApprovalInput,
    ScenarioInput,
    ScenarioPatch,
    SuggestionDecisionInput,
    SuggestionInput,
)
from scheduler.model import EventRow, Scenario
from scheduler.queries import scenarios as query
from scheduler.queries.scenarios import ScenarioLine, ScenarioView
from scheduler.services import scenario_files, scenarios, suggestions
from scheduler.services.scenario_files import Audience, Given
from tests.factories import a_person

WORDS = {"title": "Ett rykte", "language": "sv", "injects": [{"key": "C1", "title": "Ett samtal"}]}


class Library:
    """The scenarios of one network; each thing done is a transaction of its own."""

    def __init__(self, database: Database, network: UUID) -> None:
        self.database, self.network = database, network

    def person(self, role: str, email: str = "maja@kumla.example") -> Actor:
        """Give somebody with a role, named after the address."""
        with self.database.transaction() as session:
            person = a_person(session, self.network, email, role=role).id
        roles = {self.network: frozenset({role})}
        return Actor(kind="person", id=person, person_id=person, roles=roles)

    def begin(self, by: Actor = SYSTEM, **plan: Any) -> UUID:
        """Begin a scenario: what the plan says, else a small one with an inject C1."""
        with self.database.transaction() as session:
            parsed = ScenarioInput.model_validate(plan or {"content": WORDS})
            return scenarios.create(session, self.network, plan=parsed, by=by).id

    def write(
        self,
        scenario: UUID,
        by: Actor = SYSTEM,
        edited: int | None = None,
        note: str = "",
        **fields: Any,
    ) -> tuple[int, str, int]:
        """Change fields of the content; gives number, state and edited of the version written."""
        with self.database.transaction() as session:
            newest = session.get_one(Scenario, scenario).versions[-1]
            content = Content.model_validate(newest.content | fields)
            plan = ScenarioPatch(content=content, change_note=note)
            made = scenarios.write(session, scenario, plan=plan, edited=edited, by=by)
            return made.number, made.state, made.edited

    def advance(self, scenario: UUID, *states: Any, by: Actor = SYSTEM) -> UUID:
        """Let the newest version take states; gives its id."""
        with self.database.transaction() as session:
            version = session.get_one(Scenario, scenario).versions[-1].id
            for state in states:
                scenarios.advance(session, version, plan=ApprovalInput(state=state), by=by)
            return version

    def add_paper(self, scenario: UUID, name: str, content: bytes, audience: Audience) -> None:
        """Add a paper to the draft."""
        with self.database.transaction() as session:
            given = Given(name, content, audience)
            scenario_files.add(session, scenario, given=given, megabytes=1, by=SYSTEM)

    def suggest(self, scenario: UUID, by: Actor = SYSTEM, title: str = "Pressen ringer") -> UUID:
        """Suggest an inject."""
        with self.database.transaction() as session:
            plan = SuggestionInput(title=title, text="En fråga")
            return suggestions.suggest(session, scenario, plan=plan, by=by).id

    def decide(self, suggestion: UUID, state: Any, answer: str = "", by: Actor = SYSTEM) -> None:
        """Decide a suggestion."""
        with self.database.transaction() as session:
            plan = SuggestionDecisionInput(state=state, answer=answer)
            suggestions.decide(session, suggestion, plan=plan, by=by)

    def lines(self, by: Actor = SYSTEM) -> list[ScenarioLine]:
        """Give the list as somebody sees it."""
        with self.database.reading() as session:
            return query.of_network(session, self.network, by)

    def view(self, scenario: UUID, by: Actor = SYSTEM, number: int | None = None) -> ScenarioView:
        """Give a scenario as somebody sees it."""
        with self.database.reading() as session:
            return query.one(session, scenario, by, number)

    def content(self, scenario: UUID) -> Content:
        """Give what the newest version says."""
        return self.view(scenario).content

    def versions(self, scenario: UUID) -> list[tuple[int, str, str]]:
        """Give each version's number, state and title."""
        with self.database.reading() as session:
            rows = session.get_one(Scenario, scenario).versions
            return [(row.number, row.state, row.content["title"]) for row in rows]

    def facts(self, *kinds: str) -> Sequence[dict[str, Any]]:
        """Give the bodies of facts of some kinds."""
        with self.database.reading() as session:
            return session.scalars(select(EventRow.body).where(EventRow.kind.in_(kinds))).all()
