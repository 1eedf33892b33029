"""Can programs take minutes through all their states, and does the API keep to the order?"""

from __future__ import annotations

import pytest

STATES = ["circulated", "adjusted", "approved", "published"]


@pytest.fixture
def meeting(api):
    made = api.post("/networks/lan/meetings", {"title": "Möte", "start": "2027-02-04T09:00"})
    api.post(f"/meetings/{made['id']}/call", status=202)
    person = api.get(f"/meetings/{made['id']}/invitations")["items"][0]["person"]["id"]
    body = {
        "attendance": [{"person": person, "present": True}],
        "entries": [{"text": "Lugnt."}],
        "case_number": "2027/12",
    }
    api.put(f"/meetings/{made['id']}/minutes", body)
    return made["id"], person


def test_a_program_takes_minutes_through_all_states(api, meeting):
    id_, person = meeting
    at = f"/meetings/{id_}/minutes"
    shown = [
        api.post(f"{at}/circulate", {"adjusters": [person]}, 200),
        api.post(f"{at}/adjust", {"person": person}, 200),
        api.post(f"{at}/approve", {}, 200),
        api.post(f"{at}/publish", {}, 200),
    ]
    assert [one["state"] for one in shown] == STATES
    assert api.get(at)["case_number"] == "2027/12"
    kept = api.get(f"{at}/versions")["items"]
    assert [one["state"] for one in kept] == STATES
    assert [one["previous"] for one in kept[1:]] == [one["hash"] for one in kept[:-1]]
    assert shown[-1]["hash"] == kept[-1]["hash"]


def test_the_organisations_that_were_there_stand_beside_those_that_were_called(api, meeting):
    shown = api.get(f"/meetings/{meeting[0]}/minutes")["organisations"]
    assert sorted(shown["present"] + shown["missing"]) == sorted(shown["called"])
    assert (len(shown["called"]), len(shown["present"])) == (2, 1)


def test_approved_minutes_take_a_correction_with_a_reason_only(api, meeting):
    at = f"/meetings/{meeting[0]}/minutes"
    api.post(f"{at}/approve", {}, 200)
    seen = api.ask("GET", at).headers["ETag"]
    wrong = {"entries": [{"text": "Annat."}]}
    problem = api.refused("PUT", at, wrong, 409, if_match=seen)
    assert problem["type"] == "urn:kallelse:minutes-are-fixed"
    made = api.put(at, wrong | {"reason": "Fel ord."}, if_match=seen)
    assert (made["state"], made["entries"][0]["text"]) == ("approved", "Annat.")
    assert api.get(f"{at}/versions")["items"][-1]["reason"] == "Fel ord."


def test_a_token_without_a_person_comments_on_nothing(api, meeting):
    at = f"/meetings/{meeting[0]}/minutes"
    api.post(f"{at}/circulate", {}, 200)
    api.refused("POST", f"{at}/comments", {"text": "Fel."}, 403)
    assert api.get(f"{at}/comments")["items"] == []
