"""What exercises has the tour's network? One that goes on, and one that has been evaluated."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import Actor
from scheduler.inputs.exercise import FeedbackInput
from scheduler.inputs.run import (
    DecisionInput,
    ObservationInput,
    RatingInput,
    ResponseInput,
    SayingInput,
    VoteInput,
)
from scheduler.model import ScenarioVersion
from scheduler.queries.runs import state_of
from scheduler.services import feedback, playing
from tests.story.place import Place, day
from tests.story.tokens import of_screen

GROUPS = ("kommun", "polis", "skola", "civil")
PLAYERS = ("Anna", "Bo", "Lang", "Skyddad")
TASKS = {"Facilitator": "facilitator", "Secretary": "recorder", "Observer": "evaluator"}
SEEN = "Gruppen skiljer på vad som är känt och vad som bara sägs: " + "ordbehandlingsprogram" * 3
PAGES = ("", "/jump?module=M2", "/add?inject=C1", "/final?target=O1.1", "/injects/C3")


class Exercised:
    """Two exercises of a scenario, and by the names that addresses use what is in them."""

    def __init__(self, place: Place, scenario: str, long: str) -> None:
        self.place, self.service, self.scenario, self.long = place, place.service, scenario, long
        self.exercises: list[str] = []
        self.runs: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._goes_on()
        self._is_over()

    def values(self) -> dict[str, list[str]]:
        """The ids by the names that addresses use."""
        return {
            "scenario_version": self._versions(),
            "exercise": self.exercises,
            "run": list(self.runs.values()),
            "key": ["C1", "C6"],
            "finding": self.findings,
        }

    def tokens(self) -> dict[str, list[str]]:
        """The links' tokens by the start of their address."""
        screen = of_screen(self.service, self.runs["running"])
        return {"/play/": list(self.links.values()), "/screen/": [screen]}

    def parts(self) -> list[str]:
        """The addresses that show more when they are asked for a part."""
        edited = (("objectives", "O1"), ("modules", "M1"), ("injects", "C4"))
        at = f"/scenarios/{self.scenario}"
        found = [f"{at}/{kind}/edit?key={key}" for kind, key in edited]
        found += [f"{at}/compare?from=1&to=2", f"/exercises/{self.exercises[1]}/report?number=1"]
        found += [f"/runs/{self.runs['running']}{page}" for page in PAGES]
        chosen = f"/meetings/{self.place.meeting(title='Ett möte till')}/exercise"
        found += [chosen, f"{chosen}?scenario={self.scenario}"]
        rate = "rate?target=O1.2&group=kommun"
        return [*found, f"/play/{self.links['running evaluator']}/{rate}"]

    def _goes_on(self) -> None:
        """Two runs: one is prepared, one goes on, with everything that can stand in it."""
        exercise = self._exercise("Övning som pågår")
        self._run(exercise, "prepared", ("player",))
        run = self._run(exercise, "running", ("player", "evaluator", "recorder", "facilitator"))
        at = f"/runs/{run}"
        self.service.post(f"{at}/start")
        for key in ("C1", "C6"):
            self.service.post(f"{at}/injects/{key}/release", {})
        self._play(run)
        self.service.post(f"{at}/questions/M1.1/reveal")
        self.service.post(f"{at}/marks", {"action": "C1.1", "value": "yes"})
        extra = {"title": self.long, "text": SEEN, "later": True}
        self.service.post(f"{at}/injects", extra)

    def _is_over(self) -> None:
        """A run in its hot wash and a closed one, findings, an action, a report."""
        exercise = self._exercise("Övning som är över")
        for state in ("hotwash", "closed"):
            run = self._run(exercise, state, ("player", "evaluator"))
            at = f"/runs/{run}"
            self.service.post(f"{at}/start")
            self.service.post(f"{at}/injects/C1/release", {})
            self._play(run)
            self.service.post(f"{at}/end")
            self.service.post(f"{at}/hotwash")
            number = self._talk(run)
        self.service.post(f"{at}/close")
        at, evidence = f"/exercises/{exercise}", [{"run": run, "entry": number}]
        self.findings = []
        for kind in ("strength", "improvement"):
            found = {"kind": kind, "text": f"{self.long}: {SEEN}", "evidence": evidence}
            made = self.service.post(f"{at}/findings", found | {"objective": "O1"})
            self.findings.append(made["id"])
        todo = {"text": "Skriv en ringlista", "organisation": "Kumla kommun", "due": day(60)}
        self.service.post(f"/findings/{self.findings[1]}/actions", todo)
        self.service.post(f"{at}/report", {"state": "final"})

    def _exercise(self, title: str) -> str:
        meeting = self.place.meeting(title=title)
        plan = {"scenario": self.scenario, "purpose": self.long}
        self.exercises.append(self.service.post(f"/meetings/{meeting}/exercise", plan)["id"])
        return self.exercises[-1]

    def _run(self, exercise: str, state: str, linked: tuple[str, ...]) -> str:
        """Prepare a run with everybody in their places; keep the links of the first of a kind."""
        made = self.service.post(f"/exercises/{exercise}/runs", {"label": f"{state}, {self.long}"})
        seats = [(name, "player", group) for name, group in zip(PLAYERS, GROUPS, strict=True)]
        seats += [(name, kind, "") for name, kind in TASKS.items()]
        for name, kind, group in seats:
            plan = {"person": self.place.people[name], "kind": kind, "group": group}
            role = self.service.post(f"/runs/{made['id']}/roles", plan)
            if kind in linked:
                token = role["play_url"].rpartition("/")[2]
                self.links.setdefault(f"{state} {kind}", token)
        self.runs[state] = made["id"]
        return str(made["id"])

    def _play(self, run: str) -> None:
        """Let groups answer, and somebody observe, rate and decide."""
        for number, option in enumerate(("Bevaka", "Samordna med andra")):
            told = {"question": "M1.1", "option": option, "text": self.long}
            self._say(playing.answer, run, "player", ResponseInput(**told), number)
        seen = ObservationInput(kind="strength", text=SEEN, inject="C1", indicator="O1.2")
        self._say(playing.observe, run, "evaluator", seen)
        rated = RatingInput(target="O1.2", group="kommun", value="met", reason=SEEN)
        self._say(playing.rate, run, "evaluator", rated)
        decided = DecisionInput(text=SEEN, options=self.long, decided_by=self.long, stand_in=True)
        self._say(playing.decide, run, "recorder", decided)

    def _talk(self, run: str) -> int:
        """Let the hot wash be held, and forms come; gives the number of a line that was said."""
        improve = SayingInput(kind="improve", text=SEEN)
        number = self._say(playing.say, run, "player", improve)
        self._say(playing.say, run, "player", SayingInput(kind="kept", text=self.long), 1)
        self._say(playing.vote, run, "player", VoteInput(item=number), 2)
        form = FeedbackInput(answers={"F1": "4", "F5": SEEN})
        with self.service.database() as database, database.transaction() as session:
            for role in list(state_of(session, UUID(run)).seats)[:5]:
                feedback.give(session, UUID(role), plan=form)
        return number

    def _say(self, service: Any, run: str, kind: str, plan: Any, number: int = 0) -> int:
        """Let one of a kind say something in a run; gives the number of its line."""
        with self.service.database() as database, database.transaction() as session:
            seats = state_of(session, UUID(run)).seats
            roles = [role for role, seat in seats.items() if seat.kind == kind]
            by = Actor(kind="link", id=UUID(roles[number]))
            service(session, UUID(roles[number]), plan=plan, by=by)
            return state_of(session, UUID(run)).number

    def _versions(self) -> list[str]:
        with self.service.database() as database, database.reading() as session:
            mine = ScenarioVersion.scenario_id == UUID(self.scenario)
            return [str(one) for one in session.scalars(select(ScenarioVersion.id).where(mine))]
