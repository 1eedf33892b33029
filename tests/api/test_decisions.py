"""Can programs read the decision log, and say which decision holds?"""

from __future__ import annotations

import pytest

POINTS = {"items": [{"title": "Öppet"}, {"title": "Kretsens", "class": "circle"}]}


@pytest.fixture
def decided(api, network):
    """Three published decisions: two open ones, and one of the circle."""
    body = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "people": []}
    meeting = api.post("/networks/lan/meetings", body)["id"]
    points = [one["id"] for one in api.put(f"/meetings/{meeting}/agenda", POINTS)["items"]]
    texts = [(0, "Vi ses i mars."), (0, "Vi ses i april."), (1, "Hemligt ord.")]
    decisions = [{"item": points[point], "text": text} for point, text in texts]
    made = api.put(f"/meetings/{meeting}/minutes", {"decisions": decisions})
    api.post(f"/meetings/{meeting}/minutes/publish", status=200)
    return meeting, [one["id"] for one in made["decisions"]]


def test_the_log_has_each_decision_with_its_number_and_meeting(api, network, decided):
    meeting, (first, _, _) = decided
    assert api.get(f"/decisions/{first}") == {
        "id": first,
        "network": str(network),
        "meeting": meeting,
        "item": api.get(f"/decisions/{first}")["item"],
        "year": 2027,
        "number": 1,
        "text": "Vi ses i mars.",
        "date": "2027-02-04",
        "area": None,
        "superseded_by": "",
        "later": None,
    }
    whole = api.get("/networks/lan/decisions")["items"]
    assert [one["number"] for one in whole] == [3, 2, 1]
    part = api.get("/networks/lan/decisions?limit=2")
    rest = api.get(f"/networks/lan/decisions?limit=2&after={part['next']}")
    assert part["items"] + rest["items"] == whole
    asked = api.get("/networks/lan/decisions?q=APRIL&year=2027")["items"]
    assert [one["number"] for one in asked] == [2]


def test_a_later_decision_takes_the_place_of_one(api, decided):
    _, (first, second, _) = decided
    path = f"/decisions/{first}/supersede"
    made = api.post(path, {"superseded_by": second}, 200)
    assert (made["superseded_by"], made["later"]) == ("2/2027", second)
    assert api.post(path, {"superseded_by": None}, 200)["superseded_by"] == ""
    problem = api.refused("POST", f"/decisions/{second}/supersede", {"superseded_by": first}, 422)
    assert [error["field"] for error in problem["errors"]] == ["superseded_by"]
