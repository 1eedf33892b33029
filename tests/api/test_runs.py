"""Can a program plan an exercise, run it and read what came of it, with the contract's names?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.exercises import EXPECTED, HINT, NOTE, a_script

MEETING = {"title": "Övningsdag", "start": "2027-02-04T09:00", "minutes": 150}


@pytest.fixture
def run(api, network):
    """A prepared run of the small exercise."""
    scenario = api.post(f"/networks/{network}/scenarios", {"content": a_script()})
    meeting = api.post(f"/networks/{network}/meetings", MEETING)
    exercise = api.post(f"/meetings/{meeting['id']}/exercise", {"scenario": scenario["id"]})
    body = {"label": "Bord 1", "audiences": ["kommun", "polis"]}
    return api.post(f"/exercises/{exercise['id']}/runs", body)


def inject(api, run, key):
    items = api.get(f"/runs/{run['id']}/injects")["items"]
    return next(one for one in items if one["number"] == key)


def test_a_run_is_prepared_started_paused_resumed_and_ended(api, run, time):
    at = f"/runs/{run['id']}"
    assert (run["state"], run["exercise_seconds"], run["rate"], run["pause_reason"]) == (
        "prepared",
        0,
        1.0,
        None,
    )
    assert api.post(f"{at}/start", status=200)["state"] == "running"
    time.forward(seconds=20)
    assert api.get(at)["exercise_seconds"] == 20
    assert api.post(f"{at}/pause", {"reason": "Kaffe"}, 200)["pause_reason"] == "Kaffe"
    time.forward(seconds=600)
    assert api.get(at)["exercise_seconds"] == 20
    assert api.post(f"{at}/resume", status=200)["state"] == "running"
    assert api.post(f"{at}/rate", {"rate": 8}, 200)["rate"] == 8.0
    time.forward(seconds=10)
    assert api.get(at)["exercise_seconds"] == 100
    states = [api.post(f"{at}/{step}", status=200)["state"] for step in ("end", "hotwash", "close")]
    assert states == ["ended", "hotwash", "closed"]


def test_injects_are_told_with_their_times(api, run, time):
    at = f"/runs/{run['id']}"
    api.post(f"{at}/start", status=200)
    first = inject(api, run, "C1")
    assert (first["state"], first["planned_seconds"], first["released_seconds"]) == (
        "planned",
        60,
        None,
    )
    assert inject(api, run, "C4")["planned_seconds"] is None
    time.forward(seconds=12)
    released = api.post(f"{at}/injects/C4/release", status=200)
    assert (released["state"], released["released_seconds"]) == ("released", 12)
    again = api.ask("POST", f"{at}/injects/C4/release")
    assert again.status_code == 409
    corrected = api.post(f"{at}/injects/C4/correct", {"body": "Rätt ord"}, 200)
    assert corrected["text"] == "Rätt ord"
    assert api.post(f"{at}/injects/C4/withdraw", status=200)["state"] == "withdrawn"
    assert api.post(f"{at}/injects/C2/hold", status=200)["state"] == "held"
    assert api.post(f"{at}/injects/C2/skip", {"reason": "Tid"}, 200)["state"] == "skipped"
    added = api.post(f"{at}/injects", {"title": "Ett till", "text": "Nu"})
    assert (added["number"], added["state"], added["ad_hoc"]) == ("X1", "released", True)


def test_a_release_in_a_pause_asks_to_be_confirmed(api, run):
    at = f"/runs/{run['id']}"
    api.post(f"{at}/start", status=200)
    api.post(f"{at}/pause", status=200)
    assert api.ask("POST", f"{at}/injects/C4/release").status_code == 409
    released = api.post(f"{at}/injects/C4/release", {"confirmed": True}, 200)
    assert (released["state"], released["in_pause"]) == ("released", True)


def test_what_is_said_stands_in_the_log_with_its_exercise_second(api, run, time):
    at = f"/runs/{run['id']}"
    api.post(f"{at}/start", status=200)
    time.forward(seconds=30)
    answer = {"question": "F1", "group": "kommun", "option": "Kommunen"}
    said = api.post(f"{at}/responses", answer)
    assert (said["exercise_seconds"], said["body"]["option"]) == (30, "Kommunen")
    api.post(f"{at}/decisions", {"text": "En talesperson", "decided_by": "Säkerhetschef"})
    api.post(f"{at}/observations", {"text": "Lugnt", "indicator": "M1.1", "kind": "strength"})
    api.post(f"{at}/ratings", {"target": "M1.1", "value": "met"})
    api.post(
        f"{at}/ratings", {"target": "M1.1", "value": "partly", "final": True, "reason": "Sent"}
    )
    verbs = [line["verb"] for line in api.get(f"{at}/log")["items"]][-5:]
    assert verbs == ["answered", "decided", "observed", "rated", "rated_finally"]


def test_what_does_not_fit_the_script_is_refused_in_words(api, run):
    at = f"/runs/{run['id']}"
    api.post(f"{at}/start", status=200)
    wrong = {
        "responses": {"question": "F9", "group": "kommun", "text": "?"},
        "observations": {"text": "?", "indicator": "M9"},
        "ratings": {"target": "M1.1", "value": "mycket bra"},
        "jump": {"module": "9"},
        "rate": {"rate": 9},
    }
    for path, body in wrong.items():
        answer = api.ask("POST", f"{at}/{path}", body)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), path
    assert api.ask("POST", f"{at}/injects/C9/release").status_code == 422


def test_of_many_releases_at_once_one_is_taken(app, api, run):
    at = f"/runs/{run['id']}"
    api.post(f"{at}/start", status=200)

    def release(_):
        return api.ask("POST", f"{at}/injects/C4/release").status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(release, range(16)))
    assert statuses == [200] + [409] * 15
    lines = api.get(f"{at}/log?limit=200")["items"]
    assert sum(line["verb"] == "released" for line in lines) == 1


def test_a_rehearsal_says_who_would_get_what_when(api, network, run):
    person = api.get(f"/networks/{network}/people")["items"][0]["id"]
    role = api.post(
        f"/runs/{run['id']}/roles", {"person": person, "kind": "player", "group": "kommun"}
    )
    rows = api.get(f"/runs/{run['id']}/rehearsal")["items"]
    mine = [
        (row["exercise_seconds"], row["inject"], row["channel"])
        for row in rows
        if row["role"] == role["id"]
    ]
    assert mine == [
        (60, "C1", "page"),
        (90, "C2", "page"),
        (90, "C2", "mail"),
        (1920, "C3", "page"),
    ]
    assert role["play_url"].startswith("http://127.0.0.1:8000/play/")
    api.ask("DELETE", f"/runs/{run['id']}/roles/{role['id']}")
    assert role["id"] not in [one["id"] for one in api.get(f"/runs/{run['id']}/roles")["items"]]


def test_a_member_reads_nothing_of_the_script(api, program, network, run):
    member = program("member", network)
    texts = []
    for path in ("", "/injects", "/log", "/roles", "/rehearsal", "/responses"):
        answer = member.ask("GET", f"/runs/{run['id']}{path}")
        assert answer.status_code == 403
        texts.append(answer.text)
    assert not [word for word in (NOTE, HINT, EXPECTED) for text in texts if word in text]
