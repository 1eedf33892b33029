"""An exercise at a table, with its evaluator, recorder and players: what do tests of it do?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.exercise.canonical import as_json, content_hash
from scheduler.exercise.content import Content
from scheduler.inputs.exercise import ExerciseInput, RoleInput, RunInput
from scheduler.inputs.run import ReleaseInput
from scheduler.model import RunRole, Scenario, ScenarioVersion
from scheduler.queries.runs import log, state_of
from scheduler.services import exercises, runs, seating
from scheduler.tokens import KeyRing
from tests.conftest import SECRET
from tests.factories import a_meeting, a_network, a_person

FEBRUARY = datetime(2027, 2, 4, 8, 0, tzinfo=UTC)
SECRET_WORDS = ("Tystnadsord", "Förväntansord", "Ledtrådsord")
CONTENT: dict[str, Any] = {
    "title": "Rykten i flödet",
    "language": "en",
    "capabilities": [{"code": "lage", "name": "Shared picture"}],
    "objectives": [
        {
            "key": "O1",
            "text": "Share one picture within two hours.",
            "capabilities": ["lage"],
            "indicators": [
                {"key": "I1", "text": "Everybody knows who asks.", "target": "In ten minutes"},
                {"key": "I2", "text": "One voice answers the press."},
            ],
        }
    ],
    "groups": [{"key": "kommun", "name": "Municipality"}, {"key": "polis", "name": "Police"}],
    "modules": [
        {
            "key": "M1",
            "title": "The rumour",
            "talk_minutes": 60,
            "questions": [{"key": "Q1", "text": "Who asks whom?", "hint": SECRET_WORDS[2]}],
        }
    ],
    "injects": [
        {
            "key": "C1",
            "module": "M1",
            "title": "A call",
            "text": "The switchboard is full.",
            "note": SECRET_WORDS[0],
            "expected": [{"key": "C1.1", "text": SECRET_WORDS[1]}],
            "objectives": ["O1"],
        },
        {"key": "C2", "module": "M1", "title": "A letter", "text": "Somebody asks for names."},
    ],
    "feedback": [
        {"key": "F1", "text": "It was worth the time.", "kind": "scale"},
        {"key": "F2", "text": "What do you take with you?"},
    ],
    "scale": {"name": "met"},
}


class Table:
    """One exercise with one run; `roles` are its roles' ids by kind, players by address."""

    later: UUID  # an exercise after it, for those who make one

    def __init__(self, database: Any, settle: Any, time: Any, **content: Any) -> None:
        self.database, self.settle, self.time = database, settle, time
        with database.transaction() as session:
            self.network = a_network(session, language="en", people_=()).id
            people = {
                kind: a_person(session, self.network, f"{kind}@kumla.example", name=kind.title()).id
                for kind in ("player", "second", "evaluator", "critic", "recorder", "director")
            }
        self.people: dict[str, UUID] = people
        self.content = Content.model_validate(CONTENT | content)
        self.exercise, self.run = self.plan()
        self.roles = {
            "player": self.seat("player", "player", "kommun"),
            "second": self.seat("second", "player", "polis"),
            "evaluator": self.seat("evaluator", "evaluator"),
            "critic": self.seat("critic", "evaluator"),
            "recorder": self.seat("recorder", "recorder"),
            "director": self.seat("director", "director"),
        }

    def plan(self, start: str = "2027-02-04T09:00") -> tuple[UUID, UUID]:
        """Make a meeting an exercise with a run that nobody sits in."""
        with self.database.transaction() as session:
            meeting = a_meeting(session, self.network, start=start, people=[])
            scenario = session.scalars(
                select(Scenario).where(Scenario.network_id == self.network)
            ).first() or self._scenario(session)
            made = exercises.plan(
                session,
                meeting.id,
                plan=ExerciseInput(scenario=scenario.id, gap="count"),
                by=SYSTEM,
            )
            run = runs.prepare(session, made.id, plan=RunInput(label="Table 1"), by=SYSTEM)
            ids = made.id, run.id
        self.settle()
        return ids

    def seat(self, who: str, kind: Any, group: str = "", run: UUID | None = None) -> UUID:
        """Give somebody a role."""
        plan = RoleInput(person=self.people[who], kind=kind, group=group)
        with self.database.transaction() as session:
            return seating.seat(session, run or self.run, plan=plan, by=SYSTEM).id

    def do(self, service: Any, *args: Any, by: Actor = SYSTEM, **how: Any) -> Any:
        """Do something in a transaction, and let what follows happen; gives an id, if any."""
        with self.database.transaction() as session:
            made = service(session, *args, by=by, **how)
            made_id = getattr(made, "id", None)
        self.settle()
        return made_id

    def start(self, at: datetime = FEBRUARY) -> None:
        """STARTEX at an instant, with the first inject out."""
        self.time.to(at)
        self.do(runs.start, self.run)
        self.release("C1")

    def release(self, key: str) -> None:
        """Let an inject out by hand."""
        self.do(runs.release, self.run, key, plan=ReleaseInput())

    def end(self, *, hotwash: bool = False) -> None:
        """ENDEX, and the hot wash if asked."""
        self.do(runs.end, self.run)
        if hotwash:
            self.do(runs.open_hotwash, self.run)

    def run_later(self, start: str = "2027-05-06T09:00", at: Any = None) -> UUID:
        """Hold another exercise later, from start to end; gives its id."""
        exercise, run = self.plan(start)
        self.time.to(at or datetime(2027, 5, 6, 7, 0, tzinfo=UTC))
        self.do(runs.start, run)
        self.do(runs.end, run)
        return exercise

    def path(self, who: str) -> str:
        """The address behind somebody's personal link."""
        return self.path_of(self.roles[who])

    def path_of(self, role_id: UUID) -> str:
        """The address behind a role's personal link."""
        with self.database.reading() as session:
            role = session.get_one(RunRole, role_id)
            return f"/play/{KeyRing((SECRET,)).token('play', role.id, role.generation)}"

    @property
    def state(self) -> Any:
        """How the run stands."""
        with self.database.reading() as session:
            return state_of(session, self.run)

    def log(self) -> Any:
        """The lines of the run."""
        with self.database.reading() as session:
            return log(session, self.run)

    def _scenario(self, session: Any) -> Scenario:
        scenario = Scenario(network_id=self.network, title=self.content.title, language="en")
        session.add(scenario)
        session.flush()
        version = ScenarioVersion(
            scenario_id=scenario.id,
            number=1,
            content=as_json(self.content),
            hash=content_hash(self.content),
            by="system",
        )
        session.add(version)
        session.flush()
        session.refresh(scenario)
        return scenario
