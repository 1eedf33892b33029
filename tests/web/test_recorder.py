"""Can a recorder write down what is decided, by whom and on which ground?"""

from __future__ import annotations

import pytest

from scheduler.exercise.clock import seconds
from scheduler.services import runs
from tests.evaluating import SECRET_WORDS, Table
from tests.web.browser import text_of

DECIDED = {
    "text": "One spokesperson for all.",
    "options": "One for each agency",
    "decided_by": "Head of security",
    "stand_in": "true",
    "ground": "Delegation 4.2",
    "reason": "The rumours differ.",
    "follow_up": "At three o'clock",
    "inject": "C1",
    "group": "kommun",
}


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    time.forward(seconds=60)
    settle()
    return made


@pytest.fixture
def path(table):
    return table.path("recorder")


def test_a_decision_is_recorded_whole(table, client, path):
    answer = client.post(f"{path}/decide", data=DECIDED)
    (said,) = table.state.decisions.values()
    assert answer.location == f"{path}?kept={said.number}"
    assert said.body == DECIDED | {"stand_in": True, "replaces": None}
    words = text_of(client.get(answer.location))
    assert "Recorded: 0:01:00 · One spokesperson for all." in words
    for part in ("Head of security", "Delegation 4.2", "Standing in Yes", "A call · Municipality"):
        assert part in words


def test_a_decision_is_corrected_and_keeps_its_time(table, client, path):
    client.post(f"{path}/decide", data=DECIDED)
    (first,) = table.state.decisions
    page = client.get(f"{path}?correct={first}").text
    assert 'value="Delegation 4.2"' in page
    assert 'name="stand_in" value="true" checked' in page
    table.time.forward(minutes=3)
    table.settle()
    changed = {key: value for key, value in DECIDED.items() if key != "stand_in"}
    client.post(f"{path}/decide", data=changed | {"replaces": str(first)})
    (said,) = table.state.decisions.values()
    assert (said.body["stand_in"], seconds(said.ticks)) == (False, 60)


def test_what_was_typed_stands_when_something_is_wrong(table, client, path):
    page = client.post(f"{path}/decide", data=DECIDED | {"text": ""})
    assert page.status_code == 422
    assert 'value="Delegation 4.2"' in page.text
    assert table.state.decisions == {}


def test_a_decision_is_recorded_in_a_pause_and_after_the_end_but_not_of_a_closed_run(
    table, client, path
):
    table.do(runs.pause, table.run)
    assert client.post(f"{path}/decide", data=DECIDED).status_code == 303
    table.do(runs.resume, table.run)
    table.end()
    assert client.post(f"{path}/decide", data=DECIDED).status_code == 303
    table.do(runs.close, table.run)
    page = client.post(f"{path}/decide", data=DECIDED)
    assert page.status_code == 409
    assert "This run is closed." in text_of(page)
    assert "The rumours differ." in text_of(page)
    assert len(table.state.decisions) == 2


def test_a_recorder_sees_what_players_got_and_no_more(table, client, path):
    page = client.get(path).text
    assert "A call" in page
    assert "A letter" not in page
    assert not [word for word in SECRET_WORDS if word in page]


@pytest.mark.parametrize("who", ["player", "evaluator"])
def test_nobody_else_records_decisions_by_link(table, client, who):
    assert client.post(f"{table.path(who)}/decide", data=DECIDED).status_code == 403
    assert table.state.decisions == {}


def test_looking_writes_nothing(table, client, path):
    before = table.state.number
    for address in (path, f"{path}?correct=3", f"{path}?kept=x", f"{path}/observe"):
        assert client.get(address).status_code == 200
    assert table.state.number == before
