"""Can programs read a network's numbers?"""

import pytest


@pytest.fixture
def promised(api):
    body = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
    meeting = api.post("/networks/lan/meetings", body)["id"]
    for number in range(3):
        body = {"text": f"Sak {number}", "owner": {"organisation": "Kumla kommun"}}
        api.post(f"/meetings/{meeting}/actions", body)


def taken(numbers):
    return {one["name"]: one["numbers"]["taken"] for one in numbers["organisations"]}


def test_the_keepers_token_is_told_every_figure(api, network, promised):
    told = api.get("/networks/lan/numbers?year=2027")
    assert (told["network"], told["year"], told["whole"], told["held"]) == (
        str(network),
        2027,
        True,
        0,
    )
    assert taken(told) == {"Kumla kommun": 3, "Länsstyrelsen lan": 0, "Nora kommun": 0}
    assert told["together"] == {
        "called": 0,
        "there": 0,
        "substituted": 0,
        "share": None,
        "taken": 3,
        "in_time": 0,
        "late": 0,
        "open": 3,
        "median_days": None,
    }
    assert api.get("/networks/lan/numbers") == told


def test_another_token_is_told_no_small_figure(program, network, promised):
    told = program("facilitator", network).get("/networks/lan/numbers")
    few, untold = "fewer than 3", "not told"
    assert (told["whole"], told["answers"]) == (False, few)
    assert taken(told) == {"Kumla kommun": untold, "Länsstyrelsen lan": few, "Nora kommun": few}
    assert told["together"]["taken"] == untold
    assert told["organisations"][0]["numbers"]["open"] == 3
    assert program("member", network).refused("GET", "/networks/lan/numbers", None, 403)
