"""Can programs call a network's people on duty, follow the answers and end it?"""

import pytest

from tests.factories import PEOPLE

AT = "2027-01-04T09:00:00Z"
ANNA, BO = PEOPLE


@pytest.fixture
def people(api):
    return {one["email"]: one for one in api.get("/networks/lan/people")["items"]}


def test_a_callout_is_made_read_and_listed(api, people):
    made = api.post("/networks/lan/callouts", {"text": "Kontroll", "minutes": 30})
    calls = made.pop("calls")
    assert made == {
        "id": made["id"],
        "network": made["network"],
        "text": "Kontroll",
        "stop_word": "SKARPT LÄGE",
        "called_at": AT,
        "ends_at": "2027-01-04T09:30:00Z",
        "stopped_at": None,
        "open": True,
        "called": 2,
        "reached": 0,
        "late": 0,
        "first_answer_seconds": None,
        "median_seconds": None,
    }
    assert calls[0] == {
        "id": calls[0]["id"],
        "person": people[ANNA]["id"],
        "name": "Anna",
        "organisation_name": "Kumla kommun",
        "answered_at": None,
        "seconds": None,
        "via": "",
        "late": False,
        "letter": "",
    }
    assert api.get(f"/callouts/{made['id']}") == made | {
        "calls": [call | {"letter": ""} for call in calls]
    }
    assert api.get("/networks/lan/callouts") == {"items": [made], "next": None}


def test_answers_by_telephone_are_noted_once(api, time):
    made = api.post("/networks/lan/callouts", {})
    anna, bo = (call["id"] for call in made["calls"])
    path = f"/callouts/{made['id']}"
    time.forward(seconds=40)
    api.post(f"{path}/calls/{bo}/answered", status=200)
    time.forward(seconds=20)
    api.post(f"{path}/calls/{anna}/answered", status=200)
    time.forward(seconds=20)
    shown = api.post(f"{path}/calls/{anna}/answered", status=200)
    assert [(one["seconds"], one["via"]) for one in shown["calls"]] == [
        (60, "coordinator"),
        (40, "coordinator"),
    ]
    assert (shown["reached"], shown["first_answer_seconds"], shown["median_seconds"]) == (2, 40, 40)


def test_a_call_of_another_callout_is_not_there(api):
    first, second = (api.post("/networks/lan/callouts", {}) for _ in range(2))
    path = f"/callouts/{first['id']}/calls/{second['calls'][0]['id']}/answered"
    api.refused("POST", path, None, 404)


def test_a_stopped_callout_takes_no_answer(api):
    made = api.post("/networks/lan/callouts", {})
    stopped = api.post(f"/callouts/{made['id']}/stop", status=200)
    assert (stopped["stopped_at"], stopped["open"]) == (AT, False)
    path = f"/callouts/{made['id']}/calls/{made['calls'][0]['id']}/answered"
    problem = api.refused("POST", path, None, 409)
    assert problem["detail"].startswith("This call-out exercise has been stopped")


def test_who_is_on_duty_is_said_of_people(api, people):
    assert [people[who]["duty"] for who in PEOPLE] == [False, False]
    body = {"name": "Eva", "email": "eva@kumla.example", "duty": True}
    assert api.post("/networks/lan/people", body)["duty"] is True
    made = api.post("/networks/lan/callouts", {"stop_word": "Stopp"})
    assert [call["name"] for call in made["calls"]] == ["Eva"]
    assert made["stop_word"] == "Stopp"


def test_call_outs_are_listed_in_parts(api, time):
    made = []
    for _ in range(3):
        made.append(api.post("/networks/lan/callouts", {})["id"])
        time.forward(seconds=1)
    first = api.get("/networks/lan/callouts?limit=2")
    rest = api.get(f"/networks/lan/callouts?limit=2&after={first['next']}")
    assert [one["id"] for one in first["items"] + rest["items"]] == made
