"""Can programs give out calendar addresses and take them back?"""

from urllib.parse import urlsplit

import pytest


@pytest.fixture
def person(api):
    return api.get("/networks/lan/people")["items"][0]["id"]


def test_an_address_is_shown_once(api, network):
    made = api.post("/networks/lan/feeds", {"kind": "network", "level": "title"})
    url = made.pop("url")
    assert urlsplit(url).path.startswith("/feeds/")
    assert url.endswith(".ics")
    assert made == {
        "id": made["id"],
        "kind": "network",
        "level": "title",
        "language": "",
        "network": str(network),
        "person": None,
        "created_at": "2027-01-04T09:00:00Z",
        "rotated_at": None,
        "fetched_at": None,
        "fetched_by": "",
    }
    assert api.get("/networks/lan/feeds") == {"items": [made], "next": None}


def test_an_address_is_replaced_by_a_new_one(api):
    made = api.post("/networks/lan/feeds", {"kind": "network"})
    replaced = api.post(f"/feeds/{made['id']}/rotate", status=200)
    assert replaced["url"] != made["url"]
    assert replaced | {"url": made["url"]} == made | {"rotated_at": "2027-01-04T09:00:00Z"}


def test_an_ended_address_stays_ended(api):
    made = api.post("/networks/lan/feeds", {"kind": "network"})
    assert api.ask("DELETE", f"/feeds/{made['id']}").status_code == 204
    assert api.get("/networks/lan/feeds")["items"] == []
    problem = api.refused("POST", f"/feeds/{made['id']}/rotate", None, 422)
    assert problem["type"] == "urn:kallelse:feed-is-ended"


def test_a_persons_address_that_a_coordinator_makes_is_of_that_network(api, network, person):
    made = api.post("/networks/lan/feeds", {"kind": "person", "person": person, "level": "full"})
    assert (made["kind"], made["person"], made["network"]) == ("person", person, str(network))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "person"}, "person"),
        ({"kind": "network", "person": "11111111-1111-4111-8111-111111111111"}, "person"),
        ({"kind": "network", "level": "everything"}, "level"),
    ],
)
def test_what_a_calendar_is_of_must_be_said(api, body, field):
    problem = api.refused("POST", "/networks/lan/feeds", body, 422)
    assert [error["field"] for error in problem["errors"]] == [field]
