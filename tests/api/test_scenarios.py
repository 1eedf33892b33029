"""Can programs keep a network's scenarios, and do members see no more than their own?"""

import pytest

from scheduler.exercise.ready import ready

CONTENT = {
    "title": "Rykten i flödet",
    "language": "sv",
    "objectives": [{"key": "M1", "text": "Dela lägesbild", "indicators": []}],
    "modules": [{"key": "1", "title": "Dag ett", "talk_minutes": 30}],
    "injects": [
        {
            "key": "1",
            "module": "1",
            "title": "Ett samtal",
            "note": "HEMLIGT",
            "expected": [{"key": "1a", "text": "HEMLIGT"}],
            "trigger": {"kind": "start", "seconds": 300},
        }
    ],
}
SECRET = "HEMLIGT"


@pytest.fixture
def made(api):
    return api.post("/networks/lan/scenarios", {"content": CONTENT})


@pytest.fixture
def path(made):
    return f"/scenarios/{made['id']}"


def test_a_scenario_is_made_read_and_listed(api, network, made, path):
    assert made == made | {
        "network": str(network),
        "title": "Rykten i flödet",
        "language": "sv",
        "source": "",
        "proposed": False,
        "version": 1,
        "state": "draft",
        "edited": 1,
        "retired": False,
    }
    assert made["content"]["injects"][0]["trigger"] == {
        "kind": "start",
        "seconds": 300,
        "inject": "",
        "requires": None,
    }
    assert api.get(path) == made
    listed = api.get("/networks/lan/scenarios")["items"]
    assert [(one["id"], one["minutes"], one["injects"]) for one in listed] == [(made["id"], 30, 1)]


def test_the_address_of_what_was_made_is_told(api):
    answer = api.ask("POST", "/networks/lan/scenarios", {"title": "Nytt"})
    assert answer.headers["Location"] == f"/api/v1/scenarios/{answer.json['id']}"


def test_a_ready_scenario_is_taken_by_its_letter(api):
    made = api.post("/networks/lan/scenarios", {"ready": "C", "language": "en"})
    assert made["content"] == ready("C", "en").model_dump(mode="json")
    assert made["source"] == "ready:C"


def test_what_was_got_can_be_sent_back_and_changes_nothing(api, made, path):
    assert api.put(path, made) == made


def test_two_who_write_a_scenario_are_told_of_each_other(api, path):
    seen = api.ask("GET", path).headers["ETag"]
    theirs = api.put(path, {"content": CONTENT | {"title": "Deras"}}, if_match=seen)
    mine = {"content": CONTENT | {"title": "Mitt"}}
    problem = api.refused("PUT", path, mine, 409, if_match=seen)
    assert problem["current"] == theirs
    assert problem["yours"]["content"]["title"] == "Mitt"


def test_an_approved_version_stays_and_writing_opens_the_next(api, path):
    assert api.post(f"{path}/review", status=200)["state"] == "review"
    assert api.post(f"{path}/draft", status=200)["state"] == "draft"
    approved = api.post(f"{path}/approve", {"note": "Provspelat"}, 200)
    assert (approved["state"], approved["version"]) == ("approved", 1)
    assert approved["versions"][0]["change_note"] == "Provspelat"
    written = api.put(path, {"content": CONTENT | {"title": "Två"}, "change_note": "Ny titel"})
    assert (written["version"], written["state"]) == (2, "draft")
    assert [(one["number"], one["state"]) for one in written["versions"]] == [
        (2, "draft"),
        (1, "approved"),
    ]
    assert api.get(f"{path}?version=1")["content"] == approved["content"]
    assert api.get("/networks/lan/scenarios")["items"][0]["approved_version"] == 1
    api.refused("POST", f"{path}/draft", {"version": 1}, 409)
    assert api.post(f"{path}/retire", {"version": 1}, 200)["version"] == 1
    api.refused("POST", f"{path}/approve", {"version": 9}, 404)


def test_what_is_wrong_in_a_content_is_told_with_its_place(api):
    wrong = CONTENT | {"injects": [{"key": "1", "title": "A"}, {"key": "1", "title": "B"}]}
    problem = api.refused("POST", "/networks/lan/scenarios", {"content": wrong}, 422)
    assert [one["field"] for one in problem["errors"]] == ["content.injects"]
    assert "“1” stands twice" in problem["errors"][0]["message"]
    wrong = CONTENT | {"injects": [{"key": "1", "title": "", "delivery": "duva"}]}
    problem = api.refused("POST", "/networks/lan/scenarios", {"content": wrong}, 422)
    assert [one["field"] for one in problem["errors"]] == [
        "content.injects.0.title",
        "content.injects.0.delivery",
    ]
    problem = api.refused("POST", "/networks/lan/scenarios", {}, 422)
    assert [one["field"] for one in problem["errors"]] == ["content"]


def test_a_members_token_sees_nothing_of_what_it_has_not_proposed(
    api, program, network, made, path
):
    member = program("member", network)
    assert member.get("/networks/lan/scenarios") == {"items": [], "next": None}
    for method, address, body in (
        ("GET", path, None),
        ("GET", f"{path}?version=1", None),
        ("PUT", path, {"content": CONTENT}),
        ("POST", f"{path}/approve", {}),
        ("POST", "/networks/lan/scenarios", {"ready": "C"}),
        ("GET", "/networks/lan/capabilities", None),
    ):
        answer = member.ask(method, address, body)
        assert answer.status_code == 403
        assert SECRET not in answer.text
    suggested = member.ask("POST", f"{path}/suggestions", {"title": "Pressen ringer"})
    assert suggested.status_code == 201
    api.post(f"{path}/suggestions", {"title": "En annans"})
    listed = member.ask("GET", f"{path}/suggestions")
    assert [one["title"] for one in listed.json["items"]] == ["Pressen ringer"]
    assert SECRET not in suggested.text + listed.text


def test_what_is_suggested_is_taken_or_declined(time, api, path):
    first = api.post(f"{path}/suggestions", {"title": "Pressen ringer", "text": "Stämmer det?"})
    time.forward(seconds=1)
    other = api.post(f"{path}/suggestions", {"title": "Ej"})
    taken = api.post(f"/suggestions/{first['id']}/decide", {"state": "taken"}, 200)
    assert (taken["state"], taken["inject"]) == ("taken", "S1")
    problem = api.refused("POST", f"/suggestions/{other['id']}/decide", {"state": "declined"}, 422)
    assert [one["field"] for one in problem["errors"]] == ["answer"]
    api.refused("POST", f"/suggestions/{first['id']}/decide", {"state": "taken"}, 409)
    assert [one["key"] for one in api.get(path)["content"]["injects"]] == ["1", "S1"]
    states = [one["state"] for one in api.get(f"{path}/suggestions")["items"]]
    assert states == ["taken", "open"]


def test_capabilities_are_written_as_a_whole_and_sent_back_as_they_are(api):
    at = "/networks/lan/capabilities"
    assert api.get(at) == {"items": []}
    plan = {"items": [{"code": "F1", "name": "Gemensam lägesbild"}]}
    written = api.put(at, plan)
    assert written == {"items": [{"code": "F1", "name": "Gemensam lägesbild", "text": ""}]}
    assert api.put(at, written) == api.get(at) == written
    seen = api.ask("GET", at).headers["ETag"]
    assert api.put(at, {"items": []}, if_match=seen) == {"items": []}
    api.refused("PUT", at, plan, 409, if_match=seen)
