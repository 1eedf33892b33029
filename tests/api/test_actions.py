"""Can programs follow what was promised?"""

import pytest

OWNER = {"organisation": "Kumla kommun"}


@pytest.fixture
def meeting(api):
    body = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
    return api.post("/networks/lan/meetings", body)["id"]


@pytest.fixture
def add(api, meeting):
    def added(text, due=None, **more):
        body = {"text": text, "due": due, "owner": OWNER, **more}
        return api.post(f"/meetings/{meeting}/actions", body)

    return added


def test_an_action_has_an_owner_and_a_date(api, network, meeting, add):
    made = add("Boka lokal.", "2027-02-20")
    assert made == {
        "id": made["id"],
        "network": str(network),
        "meeting": meeting,
        "item": None,
        "text": "Boka lokal.",
        "owner": {
            "organisation": made["owner"]["organisation"],
            "organisation_name": "Kumla kommun",
            "person": None,
            "person_name": "",
        },
        "due": "2027-02-20",
        "horizon": "",
        "area": None,
        "commission": None,
        "origin": "meeting",
        "finding": None,
        "element": "",
        "verified_by": None,
        "state": "proposed",
        "overdue": False,
        "stale": False,
        "created_at": "2027-01-04T09:00:00Z",
        "changed_at": "2027-01-04T09:00:00Z",
        "closed_at": None,
    }
    assert api.get(f"/actions/{made['id']}") == made


def test_the_overdue_come_first_then_the_open_by_date_then_the_closed(api, add):
    done = add("Klar", "2027-01-02")
    api.patch(f"/actions/{done['id']}", {"state": "done"})
    for text, due in (("Utan dag", None), ("Senare", "2027-05-01"), ("Sen", "2027-01-03")):
        add(text, due)
    whole = api.get("/networks/lan/actions")["items"]
    assert [one["text"] for one in whole] == ["Sen", "Senare", "Utan dag", "Klar"]

    first = api.get("/networks/lan/actions?limit=3")
    second = api.get(f"/networks/lan/actions?limit=3&after={first['next']}")
    assert (first["items"] + second["items"], second["next"]) == (whole, None)


def test_actions_are_listed_by_state_and_organisation(api, add):
    add("Kumlas")
    add("Noras", owner={"organisation": "Nora kommun"})
    done = add("Klar")
    api.patch(f"/actions/{done['id']}", {"state": "done"})
    house = done["owner"]["organisation"]
    kumlas = api.get(f"/networks/lan/actions?state=proposed&organisation={house}")["items"]
    assert [one["text"] for one in kumlas] == ["Kumlas"]


def test_a_change_leaves_alone_what_it_does_not_name(api, add):
    made = add("Boka lokal.", "2027-02-20")
    changed = api.patch(f"/actions/{made['id']}", {"state": "in_progress"})
    assert changed == made | {"state": "in_progress"}
    assert api.patch(f"/actions/{made['id']}", {"due": None}) == changed | {"due": None}


def test_two_who_change_one_action_are_told_of_each_other(api, add):
    path = f"/actions/{add('Boka lokal.')['id']}"
    seen = api.ask("GET", path).headers["ETag"]
    theirs = api.patch(path, {"state": "in_progress"}, if_match=seen)
    problem = api.refused("PATCH", path, {"state": "declined"}, 409, if_match=seen)
    assert (problem["current"], problem["yours"]) == (theirs, {"state": "declined"})


def test_a_star_matches_whatever_is_there(api, add):
    path = f"/actions/{add('Boka lokal.')['id']}"
    assert api.patch(path, {"state": "done"}, if_match="*")["state"] == "done"


def test_an_owner_that_is_misspelt_is_refused_with_the_nearest_name(api, meeting):
    body = {"text": "Boka lokal.", "owner": {"organisation": "Kumla komun"}}
    problem = api.refused("POST", f"/meetings/{meeting}/actions", body, 422)
    assert [error["field"] for error in problem["errors"]] == ["owner.organisation"]
    assert "Kumla kommun" in problem["errors"][0]["message"]
