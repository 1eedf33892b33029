"""Can programs read and fill situation rounds?"""

import pytest

from tests.api.world import MEETING


@pytest.fixture
def meeting(api):
    """A meeting with an open round, one of the circle and a point that is none."""
    made = api.post("/networks/lan/meetings", MEETING)["id"]
    points = [
        {"title": "Läget", "kind": "round", "minutes": 3},
        {"title": "Kretsen", "kind": "round", "class": "circle"},
        {"title": "Övrigt"},
    ]
    api.put(f"/meetings/{made}/agenda", {"items": points})
    return f"/meetings/{made}"


@pytest.fixture
def kumla(api, meeting):
    """The address of Kumla's slot in the open round."""
    found = api.get(f"{meeting}/round")["items"][0]
    return f"/items/{found['id']}/round/{found['slots'][0]['organisation']}"


def test_a_round_has_a_slot_for_each_organisation_that_is_called(api, meeting):
    first, second = api.get(f"{meeting}/round")["items"]
    assert (first["title"], first["class"], first["seconds"], first["closed"]) == (
        "Läget",
        "open",
        90,
        False,
    )
    assert (second["title"], second["class"], second["seconds"]) == ("Kretsen", "circle", None)
    assert [(slot["organisation_name"], slot["version"]) for slot in first["slots"]] == [
        ("Kumla kommun", 0),
        ("Nora kommun", 0),
    ]
    assert [one["title"] for one in api.get(f"{meeting}/round?limit=1")["items"]] == ["Läget"]


def test_a_slot_is_written_and_read_back(api, meeting, kumla):
    written = api.put(kumla, {"text": "Lugnt i stan."})
    assert (written["text"], written["version"], written["via"], written["filled_at"]) == (
        "Lugnt i stan.",
        1,
        "page",
        "2027-01-04T09:00:00Z",
    )
    assert api.get(f"{meeting}/round")["items"][0]["slots"][0] == written
    quiet = api.put(kumla, {"nothing_to_report": True})
    assert (quiet["text"], quiet["nothing_to_report"], quiet["version"]) == ("", True, 2)


def test_two_programs_that_write_one_slot_are_told_of_each_other(api, kumla):
    seen = api.ask("PUT", kumla, {"text": "ett"}).headers["ETag"]
    theirs = api.put(kumla, {"text": "två"}, if_match=seen)
    problem = api.refused("PUT", kumla, {"text": "tre"}, 409, if_match=seen)
    assert (problem["current"], problem["yours"]["text"]) == (theirs, "tre")


def test_an_empty_report_is_refused_with_words_at_its_field(api, kumla):
    problem = api.refused("PUT", kumla, {}, 422)
    assert [error["field"] for error in problem["errors"]] == ["text"]


def test_what_is_no_slot_is_not_found_and_who_is_not_called_is_refused(api, meeting, kumla):
    item = kumla.split("/")[2]
    other = api.get(f"{meeting}/agenda")["items"][2]["id"]
    house = kumla.rpartition("/")[2]
    api.refused("PUT", f"/items/{other}/round/{house}", {"text": "x"}, 404)
    api.refused("PUT", f"/items/{item}/round/kumla", {"text": "x"}, 404)
    problem = api.refused("PUT", f"/items/{item}/round/{item}", {"text": "x"}, 422)
    assert [error["field"] for error in problem["errors"]] == ["organisation"]


def test_a_program_of_a_member_reads_the_open_rounds_alone(api, program, network, meeting):
    found = program("member", network).get(f"{meeting}/round")["items"]
    assert [one["title"] for one in found] == ["Läget"]
