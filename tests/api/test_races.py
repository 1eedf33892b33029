"""Do two writers at the same moment lose anything?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from scheduler.model import NoteClash

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


def test_of_eight_who_write_one_note_the_first_stands_and_seven_texts_are_kept(
    api, together, database
):
    made = api.post("/networks/lan/meetings", MEETING)
    path = f"/meetings/{made['id']}/minutes/notes"
    bodies = [{"text": f"Anteckning {number}"} for number in range(8)]
    assert together("PUT", path, bodies) == [200] + [409] * 7
    standing = api.get(f"/meetings/{made['id']}/minutes")["entries"][0]["text"]
    with database.reading() as session:
        kept = session.scalars(select(NoteClash.text)).all()
    assert sorted([standing, *kept]) == [body["text"] for body in bodies]


def test_a_program_joins_both_texts_and_says_what_it_has_settled(api, database):
    made = api.post("/networks/lan/meetings", MEETING)
    path = f"/meetings/{made['id']}/minutes/notes"
    first = api.put(path, {"text": "Ett."})
    met = api.refused("PUT", path, {"text": "Två."}, 409)
    assert (met["current"]["text"], met["yours"]) == ("Ett.", {"text": "Två."})
    joined = {"text": "Ett.\n\nTvå.", "seen": first["version"]}
    made = api.put(path, joined | {"settles": met["current"]["clash"]})
    assert made == {"item": None, "text": "Ett.\n\nTvå.", "version": 2, "clash": None}
    with database.reading() as session:
        assert session.scalars(select(NoteClash.settled_at)).one() is not None


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
