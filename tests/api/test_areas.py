"""Can programs keep a network's areas and commissions, and read its briefs?"""

import pytest

MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
GIVEN = {"title": "Kartlägg stödet", "giver": "Kommunstyrelsen", "document": "KS 2027/14"}


@pytest.fixture
def house(api):
    found = {one["name"]: one["id"] for one in api.get("/networks/lan/organisations")["items"]}
    return found.__getitem__


def test_an_area_is_made_read_and_listed(api, house):
    plan = {"name": "Skola", "owner": "Kumla kommun", "informed": ["nora kommun"]}
    made = api.post("/networks/lan/areas", plan)
    assert made == made | {
        "position": 1,
        "name": "Skola",
        "owner": {
            "organisation": house("Kumla kommun"),
            "organisation_name": "Kumla kommun",
            "person": None,
            "person_name": "",
        },
        "participates": [],
        "informed": [house("Nora kommun")],
        "last": None,
        "next": None,
        "waited_days": None,
        "open_actions": 0,
        "closed": False,
    }
    assert api.get(f"/areas/{made['id']}") == made
    assert api.get("/networks/lan/areas") == {"items": [made], "next": None}


def test_what_was_got_can_be_sent_back_and_changes_nothing(api):
    plan = {"name": "Skola", "owner": {"organisation": "Kumla kommun"}, "text": "Ord"}
    made = api.post("/networks/lan/areas", plan)
    assert api.patch(f"/areas/{made['id']}", made) == made


def test_areas_change_place_and_are_closed(api):
    made = [api.post("/networks/lan/areas", {"name": name})["id"] for name in ("A", "B", "C")]
    api.patch(f"/areas/{made[2]}", {"position": 1})
    api.patch(f"/areas/{made[0]}", {"closed": True})
    first = api.get("/networks/lan/areas?limit=2")
    rest = api.get(f"/networks/lan/areas?limit=2&after={first['next']}")
    assert [one["name"] for one in first["items"] + rest["items"]] == ["C", "B", "A"]


def test_two_who_change_one_area_are_told_of_each_other(api):
    path = f"/areas/{api.post('/networks/lan/areas', {'name': 'Skola'})['id']}"
    seen = api.ask("GET", path).headers["ETag"]
    theirs = api.patch(path, {"text": "Deras"}, if_match=seen)
    problem = api.refused("PATCH", path, {"text": "Min"}, 409, if_match=seen)
    assert problem["current"] == theirs


def test_a_wrong_organisation_is_named_with_its_field(api):
    problem = api.refused(
        "POST", "/networks/lan/areas", {"name": "Skola", "participates": ["Okänd"]}, 422
    )
    assert [one["field"] for one in problem["errors"]] == ["participates.0"]


def test_a_commission_is_made_reported_and_closed(api, house):
    plan = GIVEN | {"bodies": ["Nora kommun"], "report_back": "2027-01-03"}
    made = api.post("/networks/lan/commissions", plan)
    assert (made["bodies"], made["late"], made["state"]) == ([house("Nora kommun")], True, "open")
    path = f"/commissions/{made['id']}"
    assert api.patch(path, made) == made
    reported = api.patch(path, {"state": "reported"})
    assert reported == made | {"state": "reported", "late": False}
    problem = api.refused("PATCH", path, {"state": "closed"}, 422)
    assert [one["field"] for one in problem["errors"]] == ["outcome"]
    closed = api.patch(path, {"state": "closed", "outcome": "Klart."})
    assert (closed["state"], closed["closed_at"]) == ("closed", "2027-01-04T09:00:00Z")
    assert api.get("/networks/lan/commissions") == {"items": [closed], "next": None}
    assert api.get(path) == closed


def test_the_briefs_of_a_meeting_are_read_by_whoever_may(api, program, network, house):
    meeting = api.post("/networks/lan/meetings", MEETING)["id"]
    items = [{"title": "Öppet", "kind": "decision"}]
    items += [{"title": "Slutet", "kind": "decision", "class": "circle"}]
    api.put(f"/meetings/{meeting}/agenda", {"items": items})
    owner = {"organisation": "Nora kommun"}
    api.post(f"/meetings/{meeting}/actions", {"text": "Boka lokal.", "owner": owner})
    api.post(f"/meetings/{meeting}/call", status=202)
    kumla, nora = api.get(f"/meetings/{meeting}/briefs")["items"]
    assert [one["title"] for one in kumla["decide"]] == ["Öppet", "Slutet"]
    assert [one["text"] for one in nora["promises"]] == ["Boka lokal."]
    assert nora["organisation"] == house("Nora kommun")
    assert nora["coming"] == [{"name": "Bo", "answer": "needs-action"}]
    member = program("member", network)
    assert member.get(f"/meetings/{meeting}/briefs") == {"items": [], "next": None}
