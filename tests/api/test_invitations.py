"""Can programs say who is called, and note answers?"""

from urllib.parse import urlsplit

import pytest

MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}


@pytest.fixture
def meeting(api):
    made = api.post("/networks/lan/meetings", MEETING)
    return api.post(f"/meetings/{made['id']}/call", status=202)["id"]


@pytest.fixture
def anna(api, meeting):
    return api.get(f"/meetings/{meeting}/invitations")["items"][0]


def test_an_invitation_shows_the_person_and_the_silence(api, meeting, anna):
    assert anna == {
        "id": anna["id"],
        "meeting": meeting,
        "person": {
            "id": anna["person"]["id"],
            "name": "Anna",
            "email": "anna@kumla.example",
            "organisation": anna["person"]["organisation"],
            "organisation_name": "Kumla kommun",
        },
        "optional": False,
        "answer": "needs-action",
        "answered_at": None,
        "answered_via": None,
        "answered_late": False,
        "comment": "",
        "called_at": None,
        "told_sequence": None,
        "told_at": None,
        "behind": False,
        "bounced_at": None,
        "feed_fetched_at": None,
        "feed_fetched_by": "",
        "substitute_for": None,
        "reply_url": anna["reply_url"],
    }
    assert urlsplit(anna["reply_url"]).path.startswith("/r/")
    assert api.get(f"/meetings/{meeting}/invitations/{anna['id']}") == anna


def test_what_the_calendar_was_told_is_shown_once_the_letter_has_left(api, meeting, anna, settle):
    settle()
    told = api.get(f"/meetings/{meeting}/invitations/{anna['id']}")["told_sequence"]
    assert told == 0


@pytest.mark.parametrize("role", ["secretary", "facilitator"])
def test_the_secret_address_of_the_answer_is_for_those_who_plan(program, network, meeting, role):
    listed = program(role, network).get(f"/meetings/{meeting}/invitations")["items"]
    assert [one for one in listed if "reply_url" in one] == []
    assert len(listed) == 2


def test_an_answer_given_to_the_coordinator_is_noted_as_such(api, meeting, anna):
    body = {"answer": "tentative", "comment": "Kanske från tio."}
    noted = api.post(f"/meetings/{meeting}/invitations/{anna['id']}/reply", body, 200)
    assert noted == anna | body | {
        "answered_at": "2027-01-04T09:00:00Z",
        "answered_via": "coordinator",
    }
    assert api.get(f"/meetings/{meeting}")["answers"] == {
        "accepted": 0,
        "declined": 0,
        "tentative": 1,
        "needs-action": 1,
    }


def test_a_word_that_is_no_answer_is_refused_at_its_field(api, meeting, anna):
    path = f"/meetings/{meeting}/invitations/{anna['id']}/reply"
    problem = api.refused("POST", path, {"answer": "yes"}, 422)
    assert [error["field"] for error in problem["errors"]] == ["answer"]


def test_one_more_is_invited_and_another_removed(api, meeting, anna):
    body = {"name": "Cissi", "email": "cissi@nora.example", "organisation": "Nora kommun"}
    cissi = api.post("/networks/lan/people", body)
    made = api.post(f"/meetings/{meeting}/invitations", {"people": [cissi["id"]]})
    assert [one["person"]["name"] for one in made["items"]] == ["Cissi"]

    answer = api.ask("DELETE", f"/meetings/{meeting}/invitations/{anna['id']}")
    assert (answer.status_code, answer.data) == (204, b"")
    listed = api.get(f"/meetings/{meeting}/invitations")["items"]
    assert [one["person"]["name"] for one in listed] == ["Bo", "Cissi"]


def test_somebody_of_the_network_goes_instead(api, meeting, anna):
    body = {"name": "Cissi", "email": "cissi@kumla.example", "organisation": "Kumla kommun"}
    cissi = api.post("/networks/lan/people", body)
    path = f"/meetings/{meeting}/invitations/{anna['id']}/substitute"
    made = api.post(path, {"person": cissi["id"]})
    assert (made["person"]["name"], made["substitute_for"]) == ("Cissi", anna["person"]["id"])
    listed = api.get(f"/meetings/{meeting}/invitations")["items"]
    assert [one["person"]["name"] for one in listed] == ["Cissi", "Bo"]


def test_somebody_new_goes_instead_and_belongs_until_the_day_after(api, meeting, anna):
    path = f"/meetings/{meeting}/invitations/{anna['id']}/substitute"
    made = api.post(path, {"name": "Vik Arie", "email": "vik@kumla.example"})
    assert made["person"]["organisation_name"] == "Kumla kommun"
    people = api.get("/networks/lan/people")["items"]
    assert [(one["name"], one["until"]) for one in people] == [
        ("Anna", None),
        ("Vik Arie", "2027-02-05"),
        ("Bo", None),
    ]


def test_a_substitute_who_is_known_by_the_address_is_that_person(api, meeting, anna):
    path = f"/meetings/{meeting}/invitations/{anna['id']}/substitute"
    problem = api.refused("POST", path, {"name": "Bo", "email": "BO@nora.example"}, 422)
    assert problem["type"] == "urn:kallelse:already-invited"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "person"),
        ({"email": "vik@kumla.example"}, "name"),
        ({"name": "Vik", "email": "vik"}, "email"),
        ({"name": "Vik", "person": "11111111-1111-4111-8111-111111111111"}, "person"),
    ],
)
def test_a_substitute_needs_an_id_or_a_name_and_an_address(api, meeting, anna, body, field):
    path = f"/meetings/{meeting}/invitations/{anna['id']}/substitute"
    problem = api.refused("POST", path, body, 422)
    assert [error["field"] for error in problem["errors"]] == [field]


def test_an_invitation_is_found_under_its_own_meeting_alone(api, meeting, anna):
    other = api.post("/networks/lan/meetings", MEETING | {"start": "2027-03-04T09:00"})["id"]
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/reply"), ("POST", "/substitute")):
        body = {"": None, "/reply": {"answer": "declined"}, "/substitute": {"person": other}}[path]
        api.refused(method, f"/meetings/{other}/invitations/{anna['id']}{path}", body, 404)
    assert api.get(f"/meetings/{meeting}/invitations/{anna['id']}") == anna


def test_the_address_of_the_answer_is_the_one_that_the_letter_holds(
    api, meeting, anna, settle, sender
):
    settle()
    letters = {one.recipient: one.text for one in sender.sent}
    assert anna["reply_url"] in letters["anna@kumla.example"]
