"""Does the API answer every value in every field of every body in words, and never break?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.hostile import bodies
from tests.hostile.corpus import ADDRESSES, OTHERS, VALUES
from tests.hostile.undone import undone
from tests.hostile.village import BY_NAME, Village
from web.api.endpoint import ENDPOINTS, PREFIX, Endpoint

BODIES = [endpoint for endpoint in ENDPOINTS if endpoint.body]
NOTHING = [endpoint for endpoint in ENDPOINTS if not endpoint.body and endpoint.method != "GET"]
MEETING_OF = {"move_meeting": "planned", "cancel_meeting": "planned"}
# What is no text at all, where a text, a number or an object is asked for.
NO_TEXTS: list[Any] = [None, True, 0, -1, 2**70, 1e308, [], {}, [[]], {"a": 1}, ["x"] * 3, [None]]


@pytest.fixture(autouse=True)
def unchanged(village) -> Iterator[None]:
    with undone(village):
        yield


def ask(village: Village, endpoint: Endpoint, body: Any) -> TestResponse:
    path = endpoint.path
    meeting = village.meetings[MEETING_OF.get(endpoint.name, "called")]
    for name, value in (village.ids | {"network": "by", "meeting": meeting}).items():
        path = path.replace(f"<{name}>", value)
    headers = {"Authorization": f"Bearer {village.token}"}
    return village.app.test_client().open(
        PREFIX + path, method=endpoint.method, json=body, headers=headers
    )


def given(village: Village, name: str) -> dict[str, Any]:
    """What an example needs of this village: ids that are its own."""
    owner = {"owner": {"organisation": village.ids["house"]}}
    own: dict[str, dict[str, Any]] = {
        "add_person": {"organisation": ""},
        "invite": {"people": [village.ids["person"]]},
        "put_minutes": {"attendance": [], "actions": [{"text": "x"} | owner]},
        "add_action": owner,
        "change_action": owner,
    }
    return own.get(name, {})


def is_an_answer(endpoint: Endpoint, answer: TestResponse) -> bool:
    """Tell whether it was done, or refused in words for each wrong field."""
    if answer.status_code == endpoint.status:
        return True
    told = answer.json or {}
    wordy = all(one["field"] and one["message"].strip() for one in told.get("errors", []))
    known = answer.status_code in {400, 404, 409, 422, 428}
    return known and wordy and answer.mimetype == "application/problem+json" and told["detail"]


def wrong(village: Village, endpoint: Endpoint, tries: Iterator[Any]) -> list[Any]:
    """Ask each; give what was not answered in words."""
    asked = ((body, ask(village, endpoint, body)) for body in tries)
    return [
        (repr(body)[:300], answer.status, answer.text[:300])
        for body, answer in asked
        if not is_an_answer(endpoint, answer)
    ]


@pytest.mark.parametrize("endpoint", BODIES, ids=lambda endpoint: endpoint.name)
def test_any_text_in_every_field_that_takes_text_is_taken_or_refused_in_words(village, endpoint):
    free = [leaf.path for leaf in bodies.leaves(endpoint.body) if leaf.free]
    values = list(VALUES.values())

    def tries() -> Iterator[Any]:
        for start in range(len(values) if free else 0):
            turn = {path: values[(start + n) % len(values)] for n, path in zip(count(), free)}
            yield bodies.body(endpoint.body, turn, given(village, endpoint.name))
        for path in free:  # alone, so that nothing else is in its way
            for value in values[start % 11 :: 11]:
                texts = {path: value}
                yield bodies.body(endpoint.body, texts, given(village, endpoint.name))

    assert wrong(village, endpoint, tries()) == []


@pytest.mark.parametrize("endpoint", BODIES, ids=lambda endpoint: endpoint.name)
def test_any_value_where_another_kind_is_asked_for_is_refused_in_words(village, endpoint):
    own = given(village, endpoint.name)
    strange = [*OTHERS.values(), *ADDRESSES.values(), *NO_TEXTS]

    def tries() -> Iterator[Any]:
        for number, leaf in enumerate(bodies.leaves(endpoint.body)):
            chosen = NO_TEXTS if leaf.free else strange[number % 3 :: 3] + NO_TEXTS
            for value in chosen:
                yield bodies.body(endpoint.body, {leaf.path: value}, own)

    assert wrong(village, endpoint, tries()) == []


@pytest.mark.parametrize("endpoint", NOTHING, ids=lambda endpoint: endpoint.name)
def test_a_body_where_none_is_asked_for_is_refused_in_words(village, endpoint):
    assert wrong(village, endpoint, iter([{"text": "x"}, {"\0": {}}, [1], "x", 5])) == []


@pytest.mark.parametrize("place", [*VALUES.values(), *OTHERS.values()][::3], ids=ascii)
def test_any_text_in_an_address_or_a_query_is_refused_in_words(village, place):
    program, headers = village.app.test_client(), {"Authorization": f"Bearer {village.token}"}
    text = place.encode("utf-8", "replace").decode()[:2_000] or "-"
    for name in ("get_network", "get_meeting", "list_actions", "list_meetings", "list_events"):
        path = BY_NAME[name].path
        asked = [(f"{path}?after=", text), (f"{path}?limit=", text), (f"{path}?from=", text)]
        ways = [path.replace("<network>", "{}").replace("<meeting>", "{}")]
        for way, value in [*asked, (ways[0], text)]:
            filled = PREFIX + way.replace("<network>", "by").format(value)
            answer = program.get(filled.replace("<meeting>", "x"), headers=headers)
            assert answer.status_code in {200, 400, 404, 422}, answer.text


@pytest.mark.parametrize("unseen", ["\u200d", "\u00ad\u200b", "\u0301", " \u00a0\u2003", "\ufe0f"])
def test_a_name_of_which_nothing_can_be_seen_is_no_name(village, unseen):
    told = ask(village, BY_NAME["create_network"], {"name": unseen}).get_json()
    assert told["errors"] == [{"field": "name", "message": "This is needed."}]
