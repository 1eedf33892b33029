"""What has the tour's network done at its meetings and between them? One of everything it keeps."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from scheduler.actor import Actor
from scheduler.clock import today
from scheduler.inputs import CommentInput, ReportInput
from scheduler.model import Action
from scheduler.queries.entitled import Reader
from scheduler.services import comments, reports
from tests.story.place import Place, day
from tests.story.tokens import of_action, of_callout, token

TEXT = base64.b64encode("Läget i länet, kort.".encode()).decode()
SLOT = "Lugnt. *Ny lokal* för fritidsgården.\n\nRing 811218-9876 om nycklar."
AREAS = ("Anhöriga", "Avhopp och långsiktigt stöd till den som vill lämna", "Skolan")


def prepare(place: Place, meeting: str, long: str) -> None:
    """Let points be proposed for a called meeting, the round be told and papers be added."""
    service = place.service
    at = f"/meetings/{meeting}"
    for person, title in (("Bo", "Trygga skolvägar"), ("Lang", long), ("Anna", "Ny samverkan")):
        asked = {"title": title, "minutes": 20, "person": place.people[person], "text": "Därför."}
        made = service.post(f"{at}/proposals", asked)
    returned = {"state": "returned", "answer": "Tas upp i skolgruppen."}
    service.post(f"/proposals/{made['id']}/decide", returned)
    item = service.get(f"{at}/round")["items"][0]
    told = ({"text": SLOT}, {"nothing_to_report": True})  # the rest is silent
    for slot, report in zip(item["slots"], told, strict=False):
        service.api("PUT", f"/items/{item['id']}/round/{slot['organisation']}", report)
    for name, point in ((f"{long}.txt", None), ("Underlag.txt", item["id"])):
        paper = {"name": name, "content": TEXT, "item": point}
        service.post(f"{at}/attachments", paper)


def hold(place: Place, meetings: dict[str, str], states: tuple[str, ...]) -> None:
    """Let the minutes of meetings come as far as their names say."""
    service = place.service
    adjusters = {"adjusters": [place.people["Anna"], place.people["Skyddad"]]}
    for state in states:
        at = f"/meetings/{meetings[state]}/minutes"
        service.post(f"{at}/circulate", adjusters)
        _comment(place, meetings[state])
        if state != "circulated":
            for one in service.get(f"{at}/comments")["items"]:
                service.post(f"/comments/{one['id']}/settle", {"state": "taken", "answer": "Rätt."})
            for person in adjusters["adjusters"]:
                service.post(f"{at}/adjust", {"person": person})
        if state == "approved":
            service.post(f"{at}/approve")


def work(place: Place, long: str) -> dict[str, list[str]]:
    """Let the network have areas, commissions, standing points and reports; gives their ids."""
    service, at = place.service, f"/networks/{place.slug}"
    areas = [
        {
            "name": name,
            "owner": "Kumla kommun",
            "informed": ["Nora kommun"],
            "text": "*Mål*: färre.",
        }
        for name in AREAS
    ]
    first, *_ = [service.post(f"{at}/areas", area)["id"] for area in areas]
    asked = {"title": "Kartlägg stödet", "giver": long, "document": "KS 2027/14", "area": first}
    given = service.post(f"{at}/commissions", asked | {"report_back": day(-20)})["id"]
    items = [{"title": "Inledning", "minutes": 5}, {"title": "Lägesbild", "kind": "round"}]
    service.api("PUT", f"{at}/agenda-template", {"items": items})
    actions = [one["id"] for one in service.get(f"{at}/actions")["items"]]
    with service.database() as database, database.transaction() as session:
        for state, text in (("accepted", "Vi tar det."), ("in_progress", "Salen är bokad.")):
            row = session.get_one(Action, UUID(actions[0]))
            by = Actor(kind="link", id=row.organisation_id, person_id=row.person_id)
            plan = ReportInput.model_validate({"state": state, "text": text})
            reports.report(session, row.id, plan=plan, via="link", by=by)
    later, earlier = service.get(f"{at}/decisions")["items"][:2]
    service.post(f"/decisions/{earlier['id']}/supersede", {"superseded_by": later["id"]})
    return {
        "area": [first],
        "commission": [given],
        "action": actions[:1],
        "decision": [earlier["id"], later["id"]],
        "number": ["1"],
        "year": [str(today("Europe/Stockholm").year)],
    }


def links(place: Place, called: str, circulated: str, action: str) -> dict[str, list[str]]:
    """Give the tokens of Anna's links, by the start of their address."""
    service, anna = place.service, place.invitation(called, "Anna")["id"]
    there = place.invitation(circulated, "Anna")["id"]
    return {
        "/brief/": [token(service, "brief", anna)],
        "/round/": [token(service, "round", anna)],
        "/propose/": [token(service, "propose", anna)],
        "/c/": [token(service, "comment", there)],
        "/action/": [of_action(service, action)],
    }


def callout(place: Place, long: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Let the network's people be called for an exercise; gives its ids, and two links of it."""
    service, asked = place.service, {"text": long, "stop_word": long, "minutes": 90}
    made = service.post(f"/networks/{place.slug}/callouts", asked)
    calls = {one["person"]: one["id"] for one in made["calls"]}
    first, second = (calls[place.people[name]] for name in ("Anna", "Bo"))
    service.post(f"/callouts/{made['id']}/calls/{second}/answered")
    ids = {"callout": [made["id"]], "callout_call": [first]}
    return ids, {"/callout/": [of_callout(service, first), of_callout(service, second)]}


def scenarios(place: Place, long: str) -> dict[str, list[str]]:
    """Let a ready scenario be taken, approved and written on, and injects be suggested for it."""
    service = place.service
    made = service.post(f"/networks/{place.slug}/scenarios", {"ready": "C", "language": "sv"})
    at = f"/scenarios/{made['id']}"
    service.post(f"{at}/approve")
    service.api("PUT", at, {"content": made["content"] | {"title": f"Rykten: {long}"}})
    asked = {"title": long, "text": "Lokaltidningen ringer."}
    first, second = [service.post(f"{at}/suggestions", asked)["id"] for _ in range(2)]
    service.post(f"/suggestions/{second}/decide", {"state": "declined", "answer": long})
    empty = service.post(f"/networks/{place.slug}/scenarios", {"title": "Tomt"})["id"]
    items = [{"code": "lagesbild", "name": "Gemensam lägesbild"}]
    service.api("PUT", f"/networks/{place.slug}/capabilities", {"items": items})
    return {"scenario": [made["id"], empty], "suggestion": [first]}


def attendance(place: Place) -> list[dict[str, Any]]:
    """Give who was there: members, one late, one away, and a guest for whoever was away."""
    people = place.people
    return [
        {"person": people["Anna"]},
        {"person": people["Skyddad"], "arrived": "09:20"},
        {"person": people["Bo"], "present": False},
        {"name": "Gäst, Nora", "organisation": "Nora kommun", "for": people["Bo"]},
    ]


def _comment(place: Place, meeting: str) -> None:
    with place.service.database() as database, database.transaction() as session:
        for name, text in (("Anna", "Beslutet gällde mars."), ("Skyddad", "Jag kom 09:30.")):
            person = UUID(place.people[name])
            reader = Reader(Actor(kind="person", id=person, person_id=person))
            plan = CommentInput(text=text)
            comments.add(session, UUID(meeting), plan=plan, reader=reader, via="page")
