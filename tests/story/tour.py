"""A network in which everything has happened, and every address that there is to see of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Meeting, Membership
from scheduler.services import accounts
from scheduler.services import own_page as requests
from scheduler.tokens import PERSONAL_PATHS
from tests.story import between, importing
from tests.story.exercised import Exercised
from tests.story.place import Place, a_place, day
from tests.story.post import PostOffice
from tests.story.service import Service
from tests.story.waiting import until
from web import instance, rules
from web.application import create_app

ROLES = ("coordinator", "secretary", "facilitator", "member", "observer")
LONG = "Landsbygdsutvecklingssamordnaren Alexandra-Viktoria Söderström-Wallenstierna"
NOT_PAGES = (
    "/api/",
    "/demo/",
    "/healthz",
    "/metrics",
    "/readyz",
    "/robots.txt",
    ".ics",
    "/progress",
    "/pieces",
    ":form>",
    "/package.zip",
    "/papers/",
    "/export",
    "/files",
    "/live",
    "/stream",
    "/poll",
)
SEARCHED = ("/search?q=%C3%B6vning", "/search?q=ingenting", "/search?q=%22")
WRITTEN = ("published", "draft", "circulated", "adjusted", "approved")
POINTS = [
    {"title": "Lägesbild från kommunerna", "minutes": 40, "kind": "round", "presenter": "Alla"},
    {"title": "Bara för kretsen", "class": "circle", "minutes": 20, "text": "Underlag delas ut."},
    {"title": "Beslut om övning", "kind": "decision", "minutes": 30},
]


@dataclass
class Tour:
    """The network and, by the names that addresses use, what is in it."""

    place: Place
    values: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)  # by the start of their address
    meetings: list[str] = field(default_factory=list)  # what each of the meetings is for
    parts: list[str] = field(default_factory=list)  # addresses that ask for a part of something
    places: dict[str, str] = field(default_factory=dict)  # "running player": the token of a link

    def addresses(self) -> list[str]:
        """Every page that shows something, once for each thing that it can show."""
        app = create_app(instance.load(self.place.service.folder))
        try:
            routes = [row for row in rules.table(app) if "GET" in row.methods]
        finally:
            app.extensions["kallelse"].database.close()
        shown = [row.address for row in routes if not any(n in row.address for n in NOT_PAGES)]
        found = (address for route in shown for address in self._filled(route))
        return [*SEARCHED, *self.parts, *found]

    def _filled(self, route: str) -> Iterator[str]:
        head = route.partition("<token>")[0]
        names = re.findall(r"<(?:[^<>:]*:)?(\w+)>", route)
        words = re.findall(r"<any\(([^)]*)\):\w+>", route)
        choices = [
            words.pop(0).split(",") if f"):{n}>" in route else self._of(head, n) for n in names
        ]
        for chosen in product(*choices):
            given = iter(chosen)
            yield re.sub(r"<[^>]*>", lambda _: next(given), route)  # noqa: B023  # used at once

    def _of(self, head: str, name: str) -> list[str]:
        return self.links[head] if name == "token" else self.values[name]


def a_tour(service: Service, office: PostOffice) -> Tour:
    """Make a network with one of everything; its letters have all arrived."""
    place = a_place(service, language="sv")
    _people(place)
    tour = Tour(place, {"network": [place.slug]})
    meetings = _meetings(place)
    for name in place.people:
        office.letter(place.address(name))
    _answer(service, place, meetings["called"])
    service.post(
        f"/meetings/{meetings['called']}/move", {"start": f"{day(61)}T13:00", "reason": "!"}
    )
    service.post(f"/meetings/{meetings['cancelled']}/cancel", {"reason": "Snöstorm"})
    service.post(f"/meetings/{meetings['published']}/minutes/publish")
    between.hold(place, meetings, WRITTEN[2:])
    between.prepare(place, meetings["called"], LONG)
    until(lambda: not service.get("/outbox?state=queued")["items"], "quiet in the outbox")
    _pass(service, *(meetings[name] for name in ("past", *WRITTEN)))
    tour.values["meeting"], tour.meetings = list(meetings.values()), list(meetings)
    _find(service, office, tour, meetings["called"])
    tour.values |= between.work(place, LONG)
    [action] = tour.values["action"]
    tour.links |= between.links(place, meetings["called"], meetings["circulated"], action)
    called, links = between.callout(place, LONG)
    tour.values |= between.scenarios(place, LONG) | importing.uploads(place, LONG)
    made = Exercised(place, tour.values["scenario"][0], LONG)
    tour.values |= called | made.values()
    tour.links |= links | made.tokens()
    tour.parts, tour.places = made.parts(), made.links
    return tour


def _people(place: Place) -> None:
    for role in ROLES[1:]:
        place.add(role.capitalize(), role=role, language="sv")
    place.add("Lang", name=LONG, title="Landsbygdsutvecklingssamordnare")
    place.add("Ada", language="en")
    place.add("Skyddad", protected=True, title="Polisområdeschef")


def _meetings(place: Place) -> dict[str, str]:
    service = place.service
    found = {
        name: place.called(title=f"Möte {name}") for name in ("called", "cancelled", "published")
    }
    planned = ("planned", "past", *WRITTEN[1:])
    found |= {name: place.meeting(title=f"Möte {name}") for name in planned}
    for name in ("called", *WRITTEN):
        points = service.api("PUT", f"/meetings/{found[name]}/agenda", {"items": POINTS})["items"]
        if name != "called":
            service.api("PUT", f"/meetings/{found[name]}/minutes", _written(points, place))
    return found


def _written(points: list[Any], place: Place) -> dict[str, Any]:
    houses = place.service.get(f"/networks/{place.slug}/organisations")["items"]
    owner = {"organisation": houses[0]["id"]}
    return {
        "attendance": between.attendance(place),
        "entries": [{"item": points[0]["id"], "text": "Lugnt i *hela* länet.\n\n- ett\n- två"}],
        "decisions": [{"item": points[2]["id"], "text": "Vi övar i mars."}],
        "actions": [{"item": points[2]["id"], "text": "Boka sal", "owner": owner, "due": day(-20)}],
    }


def _answer(service: Service, place: Place, meeting: str) -> None:
    for name, word in (("Anna", "accepted"), ("Bo", "declined"), ("Lang", "tentative")):
        path = f"/meetings/{meeting}/invitations/{place.invitation(meeting, name)['id']}/reply"
        service.post(path, {"answer": word, "comment": "Krockar med nämndens sammanträde"})


def _pass(service: Service, *meetings: str) -> None:
    """Let meetings be over: there is no other way to the past than waiting."""
    with service.database() as database, database.transaction() as session:
        for meeting in meetings:
            row = session.get_one(Meeting, UUID(meeting))
            for column in ("start", "starts_at", "original_start"):
                setattr(row, column, getattr(row, column) - timedelta(days=63))


def _find(service: Service, office: PostOffice, tour: Tour, called: str) -> None:
    place = tour.place
    rule = {"dates": [day(90), day(120)], "at": "09:00", "minutes": 120, "when": "by_hand"}
    at = f"/networks/{place.slug}"
    series = [
        service.post(f"{at}/series", {"title": title, **rule})["id"]
        for title in ("Länsråd", "Beredning")
    ]
    service.post(f"/series/{series[1]}/fix")
    service.post(f"{at}/feeds", {"kind": "network"})
    with service.database() as database, database.reading() as session:
        network = UUID(place.id)
        rows = session.scalars(select(Membership).where(Membership.network_id == network)).all()
        houses = [str(row.organisation_id) for row in rows if row.person_id is None]
        members = [str(row.id) for row in rows if row.person_id is not None]
    tour.values |= {
        "series": series,
        "invitation": [place.invitation(called, "Anna")["id"]],
        "letter": [one["id"] for one in service.get("/outbox")["items"][:1]],
        "person": [place.people["Anna"], place.people["Skyddad"]],
        "membership": members[:1],
        "organisation": houses[:1],
    }
    tour.links |= _links(service, office, place.address("Anna"))


def _links(service: Service, office: PostOffice, reader: str) -> dict[str, list[str]]:
    """The links that somebody has got by mail: token by the start of its address."""
    service.visit(reader)
    with service.database() as database, database.transaction() as session:
        requests.request(session, email=reader, by=SYSTEM)
        accounts.request_link(session, email=reader, origin="a story")
    until(lambda: {"/me/", "/sign-in/"} <= _mailed(service, office, reader).keys(), "both links")
    return _mailed(service, office, reader)


def _mailed(service: Service, office: PostOffice, reader: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter in office.letters(reader):
        for link in letter.links():
            head, _, token = link.removeprefix(service.url).rpartition("/")
            known = found.setdefault(f"{head}/", [])
            if token not in known:
                known.append(token)
    return {head: known for head, known in found.items() if head.strip("/") in PERSONAL_PATHS}
