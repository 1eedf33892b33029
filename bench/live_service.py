"""On what is the benchmark of live pages run? A real service, and a run with many players."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import scheduler.reactions  # noqa: F401  # facts need their table
from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.exercise.canonical import as_json, content_hash
from scheduler.exercise.content import Content
from scheduler.inputs import MeetingInput, NetworkInput, OrganisationInput, PersonInput
from scheduler.inputs.access import AccountInput
from scheduler.inputs.exercise import ExerciseInput, RoleInput, RunInput
from scheduler.model import RunRole, Scenario, ScenarioVersion
from scheduler.services import (
    accounts,
    exercises,
    meetings,
    networks,
    people,
    runs,
    seating,
    sessions,
)
from web import instance

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[1]
GROUPS = 6
INJECTS = 40


def text_of(number: int) -> str:
    """Give the words by which an inject is known when it comes."""
    return f"Inspel nummer {number:03} i Björkhamra"


@dataclass(frozen=True, slots=True)
class World:
    """What the clients need: links of players, a token, a signed-in browser, pages to look at."""

    run: UUID
    links: list[str]
    token: str
    cookie: str
    pages: list[str]


class Service:
    """One instance folder and the process that serves it."""

    def __init__(self, folder: Path, streams: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._command(
            "init", "--email", "ada@lan.example", "--name", "Ada Administratör",
            "--base-url", f"http://{HOST}:{self.port}", "--mail-domain", "kallelse.example",
            "--smtp-host", HOST, "--smtp-port", str(free_port()), "--smtp-security", "none",
        )  # fmt: skip
        with (folder / "kallelse.toml").open("a", encoding="utf-8") as settings:
            settings.write(f"streams = {streams}\n")

    def start(self) -> None:
        """Serve, and wait until it is ready."""
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-m", "web.cli", "run", "--dir", str(self.folder)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise TimeoutError("the service did not become ready")
            time.sleep(0.1)

    def stop(self) -> float:
        """End it; gives the seconds that took."""
        if self.process is None:
            return 0
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.process = None
        return time.perf_counter() - begun

    def api(self, token: str, method: str, path: str, body: Any = None) -> None:
        """Ask the API; what it refuses fails."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        sent = json.dumps(body or {})
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, f"/api/v1{path}", sent, headers)
        answer = connection.getresponse()
        words = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {words.decode()}")
        connection.close()

    def world(self, players: int) -> World:
        """Make a run with so many players."""
        settings = instance.load(self.folder)
        keys, database = instance.keys(settings), Database(settings.database)
        with database.transaction() as session:
            network, meeting, run = _prepared(session, players)
            _, token = accounts.make_token(
                session, role="facilitator", network_id=network, by=SYSTEM
            )
            plan = AccountInput(email="ada@lan.example", administrator=True)
            account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
            _, cookie = sessions.begin(session, account)
            roles = session.query(RunRole).filter_by(run_id=run, left_at=None).all()
            links = [f"/play/{keys.token('play', role.id, 0)}" for role in roles]
        database.close()
        return World(run, links, token, cookie, ["/networks/lan", f"/meetings/{meeting}"])

    def _is_ready(self) -> bool:
        try:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def _command(self, *words: str) -> None:
        typed = [sys.executable, "-m", "web.cli", *words, "--dir", str(self.folder)]
        subprocess.run(  # noqa: S603  # our own command
            typed, cwd=ROOT, check=True, stdin=subprocess.DEVNULL, capture_output=True
        )


def _content() -> Content:
    return Content.model_validate(
        {
            "title": "Rykten i flödet",
            "language": "sv",
            "groups": [{"key": f"g{n}", "name": f"Bord {n}"} for n in range(GROUPS)],
            "modules": [
                {
                    "key": "M1",
                    "title": "Första dygnet",
                    "talk_minutes": 120,
                    "questions": [
                        {"key": "Q1", "text": "Vem leder?", "silent": True, "options": ["Vi", "De"]}
                    ],
                }
            ],
            "injects": [
                {
                    "key": f"C{number}",
                    "module": "M1",
                    "title": text_of(number),
                    "text": "Bladet ringer till växeln och frågar vem som svarar. " * 8,
                }
                for number in range(INJECTS)
            ],
        }
    )


def _prepared(session: Any, players: int) -> tuple[UUID, UUID, UUID]:
    network = networks.create(
        session, plan=NetworkInput(name="Länsnätverket", slug="lan"), by=SYSTEM
    )
    plan = OrganisationInput(name="Björkhamra kommun", kind="municipality")
    people.join_organisation(session, network.id, plan=plan, by=SYSTEM)
    made = MeetingInput.model_validate(
        {"title": "Övningsdag", "start": "2027-02-04T09:00", "minutes": 180, "kind": "exercise"}
    )
    meeting = meetings.add(session, network.id, plan=made, by=SYSTEM)
    content = _content()
    scenario = Scenario(network_id=network.id, title=content.title, language="sv")
    session.add(scenario)
    session.flush()
    version = ScenarioVersion(
        scenario_id=scenario.id,
        number=1,
        content=as_json(content),
        hash=content_hash(content),
        by="system",
    )
    session.add(version)
    session.flush()
    session.refresh(scenario)
    exercise = exercises.plan(
        session, meeting.id, plan=ExerciseInput(scenario=scenario.id), by=SYSTEM
    )
    run = runs.prepare(session, exercise.id, plan=RunInput(label="Alla bord"), by=SYSTEM)
    for number in range(players):
        _seat(session, network.id, run.id, number)
    return network.id, meeting.id, run.id


def _seat(session: Any, network: UUID, run: UUID, number: int) -> None:
    plan = PersonInput(
        name=f"Spelare {number}",
        email=f"spelare{number}@bjorkhamra.example",
        organisation="Björkhamra kommun",
        language="sv" if number % 4 else "en",
    )
    person = people.add(session, network, plan=plan, by=SYSTEM).person_id
    place = RoleInput(person=person, kind="player", group=f"g{number % GROUPS}")
    seating.seat(session, run, plan=place, by=SYSTEM)


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
