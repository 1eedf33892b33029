"""A small exercise to play with: what tests do to have one that is prepared, or going on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM
from scheduler.inputs.exercise import ExerciseInput, RoleInput, RunInput
from scheduler.inputs.scenario import ScenarioInput
from scheduler.model import Exercise, Meeting, Run, RunRole
from scheduler.services import exercises, runs, scenarios, seating
from tests.factories import a_meeting, a_network, a_person

KNOWN = "Vem är det som frågar?"
HINT = "Led dem inte till svaret."
NOTE = "Vänta tills det blir tyst."
EXPECTED = "De ringer varandra innan de svarar."


def a_script(**changes: Any) -> dict[str, Any]:
    """Two groups, two modules, four injects: by time, after another, in a module, by hand."""
    return {
        "title": "Rykten i flödet",
        "language": "sv",
        "purpose": "Öva en gemensam lägesbild.",
        "groups": [
            {"key": "kommun", "name": "Kommunen", "kinds": ["municipality"]},
            {"key": "polis", "name": "Polisen", "kinds": ["police"]},
        ],
        "personas": [{"key": "vaxel", "name": "Växeln", "organisation": "{kommun}s kommun"}],
        "variables": [{"key": "kommun", "value": "Björkhamra"}],
        "objectives": [
            {
                "key": "M1",
                "text": "Dela en lägesbild inom två timmar.",
                "indicators": [
                    {"key": "M1.1", "text": "Alla vet vem som frågar."},
                    {"key": "M1.2", "text": "En talesperson är utsedd."},
                ],
            }
        ],
        "modules": [
            {
                "key": "1",
                "title": "Ryktet",
                "text": "Det är en vanlig tisdag.",
                "talk_minutes": 30,
                "questions": [
                    {
                        "key": "F1",
                        "text": KNOWN,
                        "options": ["Kommunen", "Polisen"],
                        "silent": True,
                        "hint": HINT,
                    }
                ],
            },
            {"key": "2", "title": "Svaret", "text": "Klockan är tre.", "talk_minutes": 30},
        ],
        "injects": [
            _inject("C1", trigger={"kind": "start", "seconds": 60}, note=NOTE),
            _inject(
                "C2", delivery="mail", trigger={"kind": "after", "inject": "C1", "seconds": 30}
            ),
            _inject("C3", module="2", trigger={"kind": "module", "seconds": 120}),
            _inject("C4", module="2", groups=["polis"]),
        ],
        **changes,
    }


def _inject(key: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "module": "1",
        "title": f"Inspel {key}",
        "text": f"I {{kommun}} händer {key}.",
        "persona": "vaxel",
        "expected": [{"key": f"{key}.1", "text": f"{EXPECTED} ({key})"}],
        "objectives": ["M1"],
        "status": "approved",
        **changes,
    }


def an_exercise(session: Session, meeting: Meeting, **script: Any) -> Exercise:
    """Make a meeting an exercise with the small script."""
    scenario = scenarios.create(
        session,
        meeting.network_id,
        plan=ScenarioInput.model_validate({"content": a_script(**script)}),
        by=SYSTEM,
    )
    session.flush()
    return exercises.plan(session, meeting.id, plan=ExerciseInput(scenario=scenario.id), by=SYSTEM)


def a_run(session: Session, exercise: Exercise, label: str = "Bord 1") -> Run:
    """Prepare a run; those who are called sit by organisation."""
    return runs.prepare(session, exercise.id, plan=RunInput(label=label), by=SYSTEM)


def a_prepared_run(session: Session, **script: Any) -> Run:
    """A network with two members who play for their municipalities, on 4 February 2027."""
    meeting = a_meeting(session, a_network(session).id)
    return a_run(session, an_exercise(session, meeting, **script))


def seat(session: Session, run: Run, kind: str, email: str, group: str = "") -> RunRole:
    """Give somebody of the network, who is called too, a role in a run."""
    person = a_person(session, run.network_id, email)
    plan = RoleInput.model_validate({"person": person.id, "kind": kind, "group": group})
    return seating.seat(session, run.id, plan=plan, by=SYSTEM)


def roles_of(session: Session, run_id: UUID, kind: str = "player") -> list[RunRole]:
    """The roles of a kind in a run."""
    return [one for one in session.get_one(Run, run_id).roles if one.kind == kind]
