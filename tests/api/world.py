"""What is there to reach for? Two networks with one of everything, made by an administrator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from scheduler.actor import ROLES, Actor
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.inputs import CommentInput
from scheduler.model import EventRow
from scheduler.queries.entitled import Reader
from scheduler.render import Renderer
from scheduler.services import comments
from tests.api.client import BASE, Api, a_token
from tests.api.lessons import lessons
from tests.conftest import SECRET
from tests.exercises import a_script
from tests.fakes import FakeSender
from tests.incoming import a_mail
from web.application import create_app

SERIES = {
    "title": "Länsnätverket",
    "rule": {"every": 1, "unit": "month", "nth": 1, "weekdays": ["th"]},
    "at": "09:00",
    "minutes": 60,
    "from": "2027-06-01",
    "until": "2027-07-31",
}
MEETING = {"title": "Möte", "start": "2027-02-04T09:00"}
PAPER = {"name": "Underlag.txt", "content": "TMOkZ2VzYmlsZA=="}
COMMISSION = {"title": "Kartlägg stödet", "giver": "Kommunstyrelsen"}
STATES = ("called", "draft", "behind", "cancelled", "planned", "published", "circulated")
MAILS = {"incoming": "counter", "answer": "other_address", "bounce": "bounce"}


@dataclass(frozen=True)
class Place:
    """One network; `ids` are by the names that addresses use, meetings by their state."""

    slug: str
    ids: dict[str, str]

    def path(self, template: str, meeting: str = "called", **which: str) -> str:
        """Fill an endpoint's address with this network's ids; `which`: another by that name."""
        filled = template.replace("<meeting>", self.ids[meeting])
        for name, other in ({"key": "C1"} | which).items():
            filled = filled.replace(f"<{name}>", self.ids.get(other, other))
        for name, value in self.ids.items():
            filled = filled.replace(f"<{name}>", value)
        return filled


class World:
    """Two networks, and a token of every role in the first."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(dir=folder, secret_key=SECRET, base_url=BASE)
        self.file = folder / "kallelse.db"
        self.database = Database(settings.database)
        Base.metadata.create_all(self.database.engine)
        self.app = create_app(settings, self.database)
        self.tokens = {"administrator": a_token(self.database, "administrator")}
        admin = self.program("administrator")
        self.mine, self.theirs = a_place(admin, "vart-nat"), a_place(admin, "deras-nat")
        for place in (self.mine, self.theirs):
            self._keep_mail(place)
            self._hold_letters(admin, place)
            self._comment(place)
        network = UUID(self.mine.ids["network"])
        self.tokens |= {role: a_token(self.database, role, network) for role in ROLES}
        with self.database.engine.connect() as connection:
            connection.execute(text("ROLLBACK"))
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _keep_mail(self, place: Place) -> None:
        """Let mails wait for somebody to decide, one for each kind of decision."""
        invited = f"invited@{place.slug}.example"
        with self.database.transaction() as session:
            for name, kind in MAILS.items():
                row = a_mail(session, UUID(place.ids["called"]), invited, kind=kind)
                place.ids[name] = str(row.id)

    def _hold_letters(self, admin: Api, place: Place) -> None:
        """Let a meeting have moved, whose letters are held: calendars show the earlier time."""
        meeting = place.ids["behind"]
        admin.post(f"/meetings/{meeting}/call", status=202)
        self._settle()
        held = {"start": "2027-02-05T09:00", "hold": True}
        admin.post(f"/meetings/{meeting}/move", held, 200)
        self._settle()
        place.ids["change"] = admin.get(f"/meetings/{meeting}/changes")["items"][-1]["id"]

    def _comment(self, place: Place) -> None:
        """Let somebody who was there object to minutes: no program may."""
        person = UUID(place.ids["person"])
        reader = Reader(Actor(kind="person", id=person, person_id=person))
        plan = CommentInput(text=f"Invändning {place.slug}")
        with self.database.transaction() as session:
            made = comments.add(
                session, UUID(place.ids["circulated"]), plan=plan, reader=reader, via="page"
            )
            place.ids["comment"] = str(made.id)

    def _settle(self) -> None:
        parts = self.app.extensions["kallelse"]
        renderer = Renderer(parts.settings, parts.keys)
        LocalEngine(Post(self.database, renderer, FakeSender())).settle()

    def program(self, role: str) -> Api:
        """A program with a token of a role."""
        return Api(self.app, self.tokens[role])

    def facts(self) -> int:
        """Count what has happened."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(EventRow)) or 0

    @contextmanager
    def copy(self, folder: Path) -> Iterator[None]:
        """Let changes happen to a copy, so that the next test finds everything as it was."""
        copied = Database(f"sqlite:///{shutil.copy(self.file, folder / 'copy.db')}")
        self.app.extensions["kallelse"].database = copied
        try:
            yield
        finally:
            self.app.extensions["kallelse"].database = self.database
            copied.close()


def a_place(admin: Api, slug: str) -> Place:
    """Make a network with one of everything; every name in it holds the network's short name."""
    network = admin.post("/networks", {"name": f"Nätverk {slug}", "slug": slug})
    at = f"/networks/{slug}"
    house = admin.post(f"{at}/organisations", {"name": f"Kommun {slug}", "kind": "municipality"})
    person = _person(admin, slug, "invited")
    meetings = {state: _meeting(admin, slug) for state in STATES}
    agenda = {"items": [{"title": f"Punkt {slug}"}, {"title": f"Runda {slug}", "kind": "round"}]}
    point, item = admin.put(f"/meetings/{meetings['called']}/agenda", agenda)["items"]
    decisions = []
    for state in ("published", "draft", "circulated"):
        body = _written(slug, person["id"])
        written = admin.put(f"/meetings/{meetings[state]}/minutes", body)
        decisions += written["decisions"]
    adjusters = {"adjusters": [person["id"]]}
    admin.post(f"/meetings/{meetings['circulated']}/minutes/circulate", adjusters, 200)
    admin.post(f"/meetings/{meetings['called']}/call", status=202)
    admin.post(f"/meetings/{meetings['published']}/minutes/publish", status=200)
    admin.post(f"/meetings/{meetings['cancelled']}/cancel", {"reason": f"Skäl {slug}"}, 200)
    invitation = admin.get(f"/meetings/{meetings['called']}/invitations")["items"][0]
    action = admin.post(
        f"/meetings/{meetings['called']}/actions",
        {"text": f"Uppgift {slug}", "owner": {"organisation": house["id"]}},
    )
    proposal = admin.post(
        f"/meetings/{meetings['called']}/proposals",
        {"title": f"Förslag {slug}", "person": person["id"]},
    )
    made: dict[str, dict[str, Any]] = {
        "proposal": proposal,
        "network": network,
        "house": house,
        "person": person,
        "other": _person(admin, slug, "other"),
        "series": admin.post(f"{at}/series", SERIES | {"title": f"Serie {slug}"}),
        "organisation": house,
        "point": point,
        "item": item,
        "invitation": invitation,
        "action": action,
        "area": admin.post(f"{at}/areas", {"name": f"Område {slug}"}),
        "commission": admin.post(f"{at}/commissions", COMMISSION | {"text": f"Ord {slug}"}),
        "feed": admin.post(f"{at}/feeds", {"kind": "network"}),
        "attachment": admin.post(f"/meetings/{meetings['called']}/attachments", PAPER),
        "decision": decisions[0],
        "later": decisions[1],
    }
    made |= _library(admin, slug, person["id"]) | _exercise(admin, slug, person["id"], house["id"])
    made |= lessons(admin, slug, made)
    return Place(slug, meetings | {name: thing["id"] for name, thing in made.items()})


def _library(admin: Api, slug: str, person: str) -> dict[str, Any]:
    """Make a scenario with a suggestion, and call somebody for an exercise."""
    scenario = admin.post(f"/networks/{slug}/scenarios", {"title": f"Scenario {slug}"})
    inject = {"title": f"Inspel {slug}"}
    called = {"text": f"Larm {slug}", "people": [person]}
    callout = admin.post(f"/networks/{slug}/callouts", called)
    return {
        "scenario": scenario,
        "suggestion": admin.post(f"/scenarios/{scenario['id']}/suggestions", inject),
        "callout": callout,
        "callout_call": callout["calls"][0],
    }


def _exercise(admin: Api, slug: str, person: str, house: str) -> dict[str, Any]:
    """Make an exercise with runs in the states that endpoints ask for; in one C1 is released."""
    script = a_script(title=f"Övning {slug}")
    scenario = admin.post(f"/networks/{slug}/scenarios", {"content": script})
    meetings = {name: _meeting(admin, slug) for name in ("unexercised", "exercised")}
    exercise = admin.post(
        f"/meetings/{meetings['exercised']}/exercise", {"scenario": scenario["id"]}
    )
    made: dict[str, Any] = {name: {"id": meeting} for name, meeting in meetings.items()}
    made |= {"exercise": exercise, "script": scenario}
    fresh = _meeting(admin, slug)
    made["fresh"] = admin.post(f"/meetings/{fresh}/exercise", {"scenario": scenario["id"]})
    people = [{"group": "kommun", "people": [person]}]
    made["reported"] = _reported(admin, slug, scenario["id"])
    for state in ("prepared", "run", "paused", "ended"):
        body = {"label": f"Bord {slug}", "audiences": people}
        made[state] = admin.post(f"/exercises/{exercise['id']}/runs", body)
    for state in ("run", "paused", "ended"):
        admin.post(f"/runs/{made[state]['id']}/start", status=200)
    admin.post(f"/runs/{made['run']['id']}/injects/C1/release", status=200)
    admin.post(f"/runs/{made['paused']['id']}/pause", status=200)
    admin.post(f"/runs/{made['ended']['id']}/end", status=200)
    made["run_role"] = admin.get(f"/runs/{made['prepared']['id']}/roles")["items"][0]
    return made


def _reported(admin: Api, slug: str, scenario: str) -> Any:
    """Make an exercise that was run and reported."""
    meeting = _meeting(admin, slug)
    exercise = admin.post(f"/meetings/{meeting}/exercise", {"scenario": scenario})
    run = admin.post(f"/exercises/{exercise['id']}/runs", {"label": f"Bord {slug}"})
    for step in ("start", "end", "close"):
        admin.post(f"/runs/{run['id']}/{step}", status=200)
    admin.post(f"/exercises/{exercise['id']}/report")
    return exercise


def _written(slug: str, person: str) -> dict[str, Any]:
    return {
        "attendance": [{"person": person}],
        "entries": [{"text": f"Anteckning {slug}"}],
        "decisions": [{"text": f"Beslut {slug}"}],
    }


def _person(admin: Api, slug: str, name: str) -> Any:
    body = {
        "name": f"{name.capitalize()} {slug}",
        "email": f"{name}@{slug}.example",
        "organisation": f"Kommun {slug}",
    }
    return admin.post(f"/networks/{slug}/people", body)


def _meeting(admin: Api, slug: str) -> str:
    made = admin.post(f"/networks/{slug}/meetings", MEETING | {"title": f"Möte {slug}"})
    return str(made["id"])
