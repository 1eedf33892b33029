"""Where does a story happen? In a network of its own, made through the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from scheduler import clock
from tests.story.service import Service

_numbers = count(1)


def day(ahead: int) -> str:
    """The date of a day ahead of the real one, a Thursday or the next."""
    found = clock.today("Europe/Stockholm") + timedelta(days=ahead)
    return (found + timedelta(days=(3 - found.weekday()) % 7)).isoformat()


@dataclass(frozen=True)
class Place:
    """A network with a coordinator (Eva), and Anna and Bo of two municipalities."""

    service: Service
    slug: str
    id: str
    people: dict[str, str]  # name → id

    def address(self, name: str) -> str:
        """A person's mail address."""
        return f"{name.lower()}@{self.slug}.example"

    def add(self, name: str, /, **plan: Any) -> Any:
        """Let one more person belong to the network."""
        body = {"name": name, "email": self.address(name), "organisation": "Kumla kommun"}
        made = self.service.post(f"/networks/{self.slug}/people", body | plan)
        self.people[name] = made["id"]
        return made

    def meeting(self, ahead: int = 40, **plan: Any) -> str:
        """Plan a meeting on a Thursday some weeks from now, 09:00–11:00; gives its id."""
        body = {
            "title": "Länsnätverket",
            "start": f"{day(ahead)}T09:00",
            "minutes": 120,
            "place": "Residenset",
        }
        made = self.service.post(f"/networks/{self.slug}/meetings", body | plan)
        return str(made["id"])

    def called(self, **plan: Any) -> str:
        """Plan and call a meeting; gives its id."""
        meeting = self.meeting(**plan)
        self.service.post(f"/meetings/{meeting}/call")
        return meeting

    def invitation(self, meeting: str, name: str) -> Any:
        """One person's call and answer, as the API shows it."""
        listed = self.service.get(f"/meetings/{meeting}/invitations")["items"]
        [found] = [one for one in listed if one["person"]["id"] == self.people[name]]
        return found


def a_place(service: Service, *, language: str = "en", **plan: Any) -> Place:
    """Make a network. Its coordinator reads `language`, its members Swedish."""
    slug = f"nat-{next(_numbers)}"
    body = {"name": f"Länsnätverket {slug}", "slug": slug, "countries": ["SE"]}
    made = service.post("/networks", body | plan)
    place = Place(service, slug, made["id"], {})
    house = {"name": f"Länsstyrelsen {slug}", "kind": "county_board", "role": "convenor"}
    for organisation in (
        house,
        {"name": "Kumla kommun", "kind": "municipality"},
        {"name": "Nora kommun", "kind": "municipality"},
    ):
        service.post(f"/networks/{slug}/organisations", organisation)
    place.add("Eva", organisation=house["name"], role="coordinator", language=language)
    place.add("Anna")
    place.add("Bo", organisation="Nora kommun")
    return place
