"""Can programs find what was written?"""

import pytest


@pytest.fixture
def meeting(api, settle):
    body = {"title": "Laxmöte", "start": "2027-02-04T09:00", "minutes": 180}
    made = api.post("/networks/lan/meetings", body)["id"]
    points = [
        {"title": "Gädda", "text": "Ett ord om fisk."},
        {"title": "Krets", "class": "circle", "text": "En gädda till."},
    ]
    api.put(f"/meetings/{made}/agenda", {"items": points})
    settle()
    return made


def titles(answer):
    return ["".join(piece["text"] for piece in hit["title"]) for hit in answer["items"]]


def test_a_hit_has_its_place_and_marks_what_was_asked_for(api, network, meeting):
    (hit,) = api.get("/search?q=fisk")["items"]
    assert hit == {
        "id": hit["id"],
        "kind": "agenda",
        "network": str(network),
        "network_name": "Länsnätverket",
        "meeting": meeting,
        "meeting_title": "Laxmöte",
        "meeting_start": "2027-02-04T09:00",
        "title": [{"text": "Gädda", "match": False}],
        "snippet": [
            {"text": "Ett ord om ", "match": False},
            {"text": "fisk", "match": True},
            {"text": ".", "match": False},
        ],
        "path": f"/meetings/{meeting}/agenda",
    }


def test_a_token_finds_what_its_role_may_read(api, program, network, meeting):
    assert sorted(titles(api.get("/search?q=gädda"))) == ["Gädda", "Krets"]
    assert titles(program("member", network).get("/search?q=gädda")) == ["Gädda"]
    observer = program("observer", network)
    assert observer.refused("GET", "/search?q=gädda", None, 403)["status"] == 403


def test_a_list_is_read_in_parts(api, meeting):
    first = api.get("/search?q=gädda&limit=1")
    second = api.get(f"/search?q=gädda&limit=1&after={first['next']}")
    assert sorted(titles(first) + titles(second)) == ["Gädda", "Krets"]
    assert second["next"] is None


def test_a_name_that_is_not_known_and_a_broken_place_are_refused(api, meeting):
    for path in ("/search?words=gädda", "/search?q=x&kind=fish", "/search?q=x&after=9"):
        assert api.refused("GET", path, None, 422)["status"] == 422
