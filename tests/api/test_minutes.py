"""Can programs write minutes without losing each other's work?"""

import pytest

AGENDA = {
    "items": [
        {"title": "Lägesbild", "kind": "round", "minutes": 30},
        {
            "title": "Höstens övning",
            "kind": "decision",
            "class": "circle",
            "minutes": 20,
            "presenter": "Anna",
            "text": "Förslag *bifogas*.",
        },
    ]
}


@pytest.fixture
def meeting(api):
    body = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
    return f"/meetings/{api.post('/networks/lan/meetings', body)['id']}"


@pytest.fixture
def minutes(api, meeting):
    """The address of minutes that have been saved once."""
    api.put(f"{meeting}/minutes", {"entries": [{"text": "Mötet öppnades."}]})
    return f"{meeting}/minutes"


def test_before_the_first_save_minutes_are_a_draft_made_from_the_answers(api, meeting):
    anna, bo = api.get(f"{meeting}/invitations")["items"]
    api.post(f"{meeting}/invitations/{anna['id']}/reply", {"answer": "accepted"}, 200)
    draft = api.get(f"{meeting}/minutes")
    assert (draft["state"], draft["version"], draft["saved_at"]) == ("draft", 0, None)
    assert [(one["person"], one["present"]) for one in draft["attendance"]] == [
        (anna["person"]["id"], True),
        (bo["person"]["id"], False),
    ]


def test_minutes_hold_what_was_written(api, meeting):
    point = api.put(f"{meeting}/agenda", AGENDA)["items"][1]["id"]
    anna, bo = (one["person"]["id"] for one in api.get(f"{meeting}/invitations")["items"])
    owner = {"organisation": "Kumla kommun", "person": anna}
    body = {
        "attendance": [
            {"person": anna, "present": True},
            {"name": "Gäst", "organisation": "Rädda världen", "present": True, "for": bo},
        ],
        "entries": [{"item": point, "text": "Två förslag."}],
        "decisions": [{"item": point, "text": "Övningen hålls i oktober."}],
        "actions": [{"item": point, "text": "Boka lokal.", "owner": owner, "due": "2027-03-01"}],
    }
    made = api.put(f"{meeting}/minutes", body)
    assert (made["state"], made["version"]) == ("draft", 1)
    assert [(one["person"], one["name"], one["for"]) for one in made["attendance"]] == [
        (anna, "Anna", None),
        (None, "Gäst", bo),
    ]
    assert made["entries"] == body["entries"]
    assert made["decisions"] == [
        {
            "id": made["decisions"][0]["id"],
            "item": point,
            "year": 2027,
            "number": 1,
            "text": "Övningen hålls i oktober.",
            "superseded_by": "",
        }
    ]
    assert [(one["text"], one["owner"]["person"], one["due"]) for one in made["actions"]] == [
        ("Boka lokal.", anna, "2027-03-01")
    ]
    assert api.get(f"{meeting}/minutes") == made


def test_minutes_can_be_sent_back_as_they_were_got(api, meeting):
    anna, _ = (one["person"]["id"] for one in api.get(f"{meeting}/invitations")["items"])
    owner = {"organisation": "Kumla kommun", "person": anna}
    body = {
        "attendance": [{"person": anna}, {"name": "Gäst", "organisation": "Rädda världen"}],
        "decisions": [{"text": "Övningen hålls i oktober."}],
        "actions": [{"text": "Boka lokal.", "owner": owner, "due": "2027-03-01"}],
    }
    first = api.put(f"{meeting}/minutes", body)
    api.patch(f"/actions/{first['actions'][0]['id']}", {"state": "in_progress"})
    got = api.ask("GET", f"{meeting}/minutes")
    again = api.put(f"{meeting}/minutes", got.json, if_match=got.headers["ETag"])

    written = ("attendance", "entries", "decisions")
    assert [again[name] for name in written] == [got.json[name] for name in written]
    assert [(one["id"], one["state"]) for one in again["actions"]] == [
        (first["actions"][0]["id"], "in_progress")
    ]
    assert again["version"] == 2


def test_saved_minutes_change_only_for_who_says_which_version_they_have_seen(api, minutes):
    body = {"entries": [{"text": "Annat."}]}
    problem = api.refused("PUT", minutes, body, 428)
    assert problem["type"] == "urn:kallelse:if-match-needed"
    seen = api.ask("GET", minutes).headers["ETag"]
    assert api.put(minutes, body, if_match=seen)["version"] == 2


def test_two_writers_of_minutes_lose_nothing(api, minutes):
    seen = api.ask("GET", minutes).headers["ETag"]
    theirs = api.put(minutes, {"entries": [{"text": "Deras."}]}, if_match=seen)
    mine = {"entries": [{"text": "Mina."}]}
    problem = api.refused("PUT", minutes, mine, 409, if_match=seen)
    assert (problem["current"], problem["yours"]) == (theirs, mine)
    assert api.get(minutes) == theirs


def test_two_first_writers_of_minutes_lose_nothing(api, meeting):
    seen = api.ask("GET", f"{meeting}/minutes").headers["ETag"]
    theirs = api.put(f"{meeting}/minutes", {"entries": [{"text": "Deras."}]}, if_match=seen)
    mine = {"entries": [{"text": "Mina."}]}
    problem = api.refused("PUT", f"{meeting}/minutes", mine, 409, if_match=seen)
    assert problem["current"] == theirs
    api.refused("PUT", f"{meeting}/minutes", mine, 428)


def test_published_minutes_stay_as_they_are(api, minutes):
    made = api.post(f"{minutes}/publish", status=200)
    assert (made["state"], made["published_at"]) == ("published", "2027-01-04T09:00:00Z")
    seen = api.ask("GET", minutes).headers["ETag"]
    problem = api.refused("PUT", minutes, {"entries": []}, 409, if_match=seen)
    assert problem["type"] == "urn:kallelse:minutes-are-fixed"


def test_a_draft_is_seen_by_those_who_write_and_minutes_by_all_members(
    api, minutes, program, network
):
    member = program("member", network)
    member.refused("GET", minutes, None, 404)
    api.post(f"{minutes}/publish", status=200)
    assert member.get(minutes) == api.get(minutes)
