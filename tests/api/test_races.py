"""Do two writers at the same moment lose anything?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00"}


@pytest.fixture
def together(program, network):
    """Let several programs do one thing each at the same moment; gives their statuses."""

    def done(method, path, bodies, **headers):
        ready = Barrier(len(bodies))
        programs = [program("coordinator", network) for _ in bodies]

        def do(place):
            ready.wait()
            return programs[place].ask(method, path, bodies[place], **headers).status_code

        with ThreadPoolExecutor(len(bodies)) as pool:
            return sorted(pool.map(do, range(len(bodies))))

    return done


def test_of_eight_who_write_one_agenda_one_wins_and_seven_are_told(api, together):
    made = api.post("/networks/lan/meetings", MEETING)
    path = f"/meetings/{made['id']}/agenda"
    seen = api.ask("GET", path).headers["ETag"]
    bodies = [{"items": [{"title": f"Punkt {number}"}]} for number in range(8)]
    assert together("PUT", path, bodies, if_match=seen) == [200] + [409] * 7
    assert len(api.get(path)["items"]) == 1


def test_of_eight_who_write_the_first_minutes_one_wins(api, together):
    made = api.post("/networks/lan/meetings", MEETING)
    path = f"/meetings/{made['id']}/minutes"
    bodies = [{"entries": [{"text": f"Anteckning {number}"}]} for number in range(8)]
    assert together("PUT", path, bodies) == [200] + [428] * 7
    assert api.get(path)["version"] == 1


def test_a_meeting_that_eight_call_at_once_is_called_once(api, together, settle, sender):
    made = api.post("/networks/lan/meetings", MEETING)
    statuses = together("POST", f"/meetings/{made['id']}/call", [None] * 8)
    assert statuses == [202] + [422] * 7
    settle()
    assert sorted(one.recipient for one in sender.sent) == [
        "anna@kumla.example",
        "bo@nora.example",
    ]


def test_eight_actions_at_once_are_eight(api, together):
    made = api.post("/networks/lan/meetings", MEETING)
    owner = {"organisation": "Kumla kommun"}
    bodies = [{"text": f"Uppgift {number}", "owner": owner} for number in range(8)]
    assert together("POST", f"/meetings/{made['id']}/actions", bodies) == [201] * 8
    listed = api.get("/networks/lan/actions")["items"]
    assert {one["text"] for one in listed} == {f"Uppgift {number}" for number in range(8)}
