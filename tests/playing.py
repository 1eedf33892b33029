"""A run to play in: two groups, what comes to them, and the links into it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.actor import SYSTEM
from scheduler.exercise.canonical import as_json, content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.state import State
from scheduler.inputs.exercise import ExerciseInput, RoleInput, RunInput
from scheduler.inputs.run import ReleaseInput
from scheduler.model import Run, RunRole, Scenario, ScenarioVersion
from scheduler.queries.runs import state_of
from scheduler.services import exercises, runs, seating
from tests.factories import a_meeting, a_network, a_person

SECRET = "Nattviol"  # stands wherever players may not look
PEOPLE = ("anna@kumla.example", "bo@nora.example")
CONTENT: dict[str, Any] = {
    "title": "Rykten i flödet",
    "summary": SECRET,
    "purpose": SECRET,
    "language": "sv",
    "groups": [
        {"key": "kommun", "name": "Kommunen", "kinds": ["municipality"]},
        {"key": "polis", "name": "Polisen", "kinds": ["police"]},
    ],
    "objectives": [
        {"key": "O1", "text": SECRET, "indicators": [{"key": "I1", "text": SECRET}]},
    ],
    "personas": [{"key": "red", "name": "Redaktionen", "organisation": "Björkhamrabladet"}],
    "papers": [
        {
            "name": "karta.png",
            "sha256": "a" * 64,
            "media_type": "image/png",
            "size": 3,
            "audience": "all",
        },
        {
            "name": "facit.png",
            "sha256": "b" * 64,
            "media_type": "image/png",
            "size": 3,
            "audience": "facilitators",
        },
    ],
    "modules": [
        {
            "key": "M1",
            "title": "Första dygnet",
            "text": "Det är en vanlig tisdag.",
            "story_time": "Dag 1 kl. 08.00",
            "talk_minutes": 30,
            "questions": [
                {
                    "key": "Q1",
                    "text": "Vem går ut först?",
                    "silent": True,
                    "options": ["Kommunen", "Polisen"],
                    "hint": SECRET,
                }
            ],
        },
        {"key": "M2", "title": "Andra dygnet", "text": "Två dagar senare.", "talk_minutes": 30},
    ],
    "injects": [
        {
            "key": "C1",
            "module": "M1",
            "title": "Ett rykte",
            "text": "Bladet ringer om ett rykte.",
            "persona": "red",
            "delivery": "phone",
            "note": SECRET,
            "objectives": ["O1"],
            "expected": [{"key": "E1", "text": SECRET}],
            "files": ["karta.png", "facit.png"],
        },
        {"key": "C2", "module": "M1", "title": "Till polisen", "text": "Y", "groups": ["polis"]},
        {"key": "C3", "module": "M1", "title": "Allmän fråga", "text": "Z"},
        {"key": "N1", "module": "M1", "kind": "note", "title": SECRET, "text": SECRET},
        {"key": "C4", "module": "M2", "title": f"Kommer sen {SECRET}", "text": SECRET},
    ],
}


class Game:
    """A run with Anna among the players of the municipality and Bo among those of the police."""

    def __init__(self, database: Any, keys: Any, **changes: Any) -> None:
        self.database, self.keys = database, keys
        content = Content.model_validate({**CONTENT, **changes})
        with database.transaction() as session:
            network = a_network(session, people_=())
            people = [a_person(session, network.id, one) for one in PEOPLE]
            meeting = a_meeting(session, network.id, title="Övningsdag", kind="exercise")
            scenario = Scenario(network_id=network.id, title=content.title, language="sv")
            session.add(scenario)
            session.flush()
            session.add(
                ScenarioVersion(
                    scenario_id=scenario.id,
                    number=1,
                    content=as_json(content),
                    hash=content_hash(content),
                    by="system",
                )
            )
            session.flush()
            session.refresh(scenario)
            plan = ExerciseInput(scenario=scenario.id)
            exercise = exercises.plan(session, meeting.id, plan=plan, by=SYSTEM)
            run = runs.prepare(session, exercise.id, plan=RunInput(label="Bord 1"), by=SYSTEM)
            self.network, self.scenario, self.run = network.id, scenario.id, run.id
            self.meeting, self.exercise = meeting.id, exercise.id
            for role in run.roles:
                seating.unseat(session, role.id, by=SYSTEM)
            self.people = [one.id for one in people]
        self.anna = self.seat(self.people[0], "player", "kommun")
        self.bo = self.seat(self.people[1], "player", "polis")

    def seat(self, person: UUID, kind: str, group: str = "") -> UUID:
        """Give somebody a role."""
        with self.database.transaction() as session:
            plan = RoleInput.model_validate({"person": person, "kind": kind, "group": group})
            return seating.seat(session, self.run, plan=plan, by=SYSTEM).id

    def link(self, role: UUID) -> str:
        """Give the address of somebody's page."""
        with self.database.reading() as session:
            found = session.get_one(RunRole, role)
            return f"/play/{self.keys.token('play', found.id, found.generation)}"

    def screen(self) -> str:
        """Give the address of the screen."""
        with self.database.reading() as session:
            run = session.get_one(Run, self.run)
            return f"/screen/{self.keys.token('screen', run.id, run.screen_generation)}"

    def do(self, service: Any, *args: Any, **how: Any) -> None:
        """Do something to the run."""
        with self.database.transaction() as session:
            service(session, self.run, *args, by=SYSTEM, **how)

    def state(self) -> State:
        """Give how it stands."""
        with self.database.reading() as session:
            return state_of(session, self.run)

    def start(self) -> None:
        """Start it."""
        self.do(runs.start)

    def release(self, key: str) -> None:
        """Release an inject."""
        self.do(runs.release, key, plan=ReleaseInput())
