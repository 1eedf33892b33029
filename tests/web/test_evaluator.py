"""Can an evaluator note what is seen from a phone, and rate it, by nothing but the link?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from scheduler.exercise.clock import seconds
from scheduler.inputs.run import ObservationInput
from scheduler.services import playing, runs, seating
from tests.evaluating import SECRET_WORDS, Table
from tests.web.browser import text_of

SEEN = {"inject": "C1", "kind": "area", "text": "Two called the same editor.", "indicator": "I1"}


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    time.forward(seconds=125)
    settle()
    return made


@pytest.fixture
def path(table):
    return table.path("evaluator")


def observations(table):
    return [
        (one.body["text"], one.body["kind"], one.body["inject"], one.body["indicator"])
        for one in table.state.observations.values()
    ]


def test_before_the_start_the_page_says_what_it_is_for(database, settle, time, client):
    table = Table(database, settle, time)
    page = client.get(table.path("evaluator"))
    words = text_of(page)
    assert page.status_code == 200
    assert "you write here what you see" in words
    assert "Everybody knows who asks." in words


def test_an_observation_takes_its_time_and_place_by_itself(table, client, path):
    answer = client.post(f"{path}/observe", data=SEEN)
    (said,) = table.state.observations.values()
    assert (answer.status_code, answer.location) == (303, f"{path}?kept={said.number}")
    assert observations(table) == [("Two called the same editor.", "area", "C1", "I1")]
    assert (seconds(said.ticks), said.at) == (125, table.time.at)
    words = text_of(client.get(answer.location))
    assert "Kept: 0:02:05 · Two called the same editor." in words


def test_the_newest_inject_is_chosen(table, client, path):
    chosen = re.compile(r'<option value="([^"]*)" selected>')
    assert chosen.findall(client.get(path).text)[0] == "C1"
    table.time.forward(seconds=1)
    table.release("C2")
    assert chosen.findall(client.get(path).text)[0] == "C2"


def test_what_was_taken_back_can_be_noted_by_evaluators_but_is_gone_for_observers(table, client):
    watching = table.path_of(table.seat("director", "observer"))
    evaluating = f"{table.path('evaluator')}/observe"
    title = "C1 A call"
    assert title in client.get(f"{watching}/observe").text
    table.do(runs.withdraw, table.run, "C1")
    assert title in client.get(evaluating).text
    assert title not in client.get(f"{watching}/observe").text


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": "opinion"}, {"inject": "C9"}])
def test_what_was_typed_stands_when_something_is_wrong(table, client, path, wrong):
    page = client.post(f"{path}/observe", data=SEEN | wrong)
    assert page.status_code == 422
    assert observations(table) == []
    assert "ds-error-summary" in page.text
    if "text" not in wrong:
        assert "Two called the same editor." in page.text


def test_one_s_own_observation_is_corrected_and_keeps_its_time(table, client, path):
    client.post(f"{path}/observe", data=SEEN)
    (first,) = table.state.observations
    page = client.get(f"{path}?correct={first}").text
    assert "Two called the same editor." in page
    assert f'<input type="hidden" name="replaces" value="{first}">' in page
    table.time.forward(minutes=20)
    table.settle()
    client.post(f"{path}/observe", data=SEEN | {"text": "Three called.", "replaces": str(first)})
    (said,) = table.state.observations.values()
    assert (said.body["text"], seconds(said.ticks)) == ("Three called.", 125)
    assert said.number > first
    assert first in {entry.number for entry in table.log()}


def test_another_s_observation_is_not_one_s_to_correct(table, client, path):
    plan = ObservationInput(text="Calm at the table.")
    table.do(playing.observe, table.roles["critic"], plan=plan)
    (theirs,) = table.state.observations
    answer = client.post(f"{path}/observe", data=SEEN | {"replaces": str(theirs)})
    assert answer.status_code == 403
    assert list(table.state.observations) == [theirs]
    assert "Calm at the table." not in text_of(client.get(path))


def test_each_target_is_rated_for_each_group_and_again(table, client, path):
    ask = f"{path}/rate?target=I1&group=kommun"
    words = text_of(client.get(ask))
    assert "Rate I1. Everybody knows who asks. Target: In ten minutes" in words
    for value, reason in (("met", "All knew."), ("partly", "Two did not.")):
        plan = {"target": "I1", "group": "kommun", "value": value, "reason": reason}
        answer = client.post(f"{path}/rate", data=plan)
        assert answer.location == f"{path}?rated=I1#target-I1"
    role = str(table.roles["evaluator"])
    body = table.state.ratings["I1", "kommun", role].body
    assert (body["value"], body["reason"]) == ("partly", "Two did not.")
    assert "Municipality , I1 Partly met – Two did not." in text_of(client.get(path))
    assert re.search(r'value="partly" checked', client.get(ask).text)


def test_not_observed_is_said_and_is_not_the_lowest_step(table, client, path):
    plan = {"target": "I2", "value": "-"}
    assert client.post(f"{path}/rate", data=plan).status_code == 303
    body = table.state.ratings["I2", "", str(table.roles["evaluator"])].body
    assert body["value"] == ""
    assert "All as one , I2 Not observed" in text_of(client.get(path))


def test_an_objective_is_rated_as_a_whole_too(table, client, path):
    words = text_of(client.get(f"{path}/rate?target=O1&group="))
    assert "Share one picture within two hours." in words
    client.post(f"{path}/rate", data={"target": "O1", "group": "polis", "value": "not"})
    assert "Police , O1 Not met" in text_of(client.get(path))


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"value": ""}, 422), ({"value": "splendid"}, 422), ({"target": "I9"}, 404)],
)
def test_a_rating_that_says_nothing_is_asked_for_again(table, client, path, wrong, status):
    plan = {"target": "I1", "group": "", "value": "met", "reason": "All knew."} | wrong
    page = client.post(f"{path}/rate", data=plan)
    assert page.status_code == status
    assert table.state.ratings == {}
    if status == 422:
        assert "All knew." in page.text


def test_nobody_rates_finally_or_for_another_by_the_link(table, client, path):
    plan = {"target": "I1", "value": "met", "final": "true", "role": str(table.roles["critic"])}
    client.post(f"{path}/rate", data=plan)
    assert list(table.state.ratings) == [("I1", "", str(table.roles["evaluator"]))]
    assert table.state.finals == {}


def test_an_evaluator_reads_what_to_look_for_but_not_what_facilitators_read(table, client, path):
    words = client.get(path).text
    note, expected, hint = (word in words for word in SECRET_WORDS)
    assert (note, expected, hint) == (False, True, False)


@pytest.mark.parametrize("who", ["player", "second", "recorder"])
def test_no_other_role_reads_the_guide_or_rates(table, client, who):
    own = table.path(who)
    for address in (own, f"{own}/observe", f"{own}/rate?target=I1&group=", f"{own}/hotwash"):
        page = client.get(address).text
        assert not [word for word in SECRET_WORDS if word in page]
        assert "Everybody knows who asks" not in page
    answer = client.post(f"{own}/rate", data={"target": "I1", "value": "met"})
    assert answer.status_code in {403, 404}
    assert table.state.ratings == {}


def test_players_observe_nothing_but_observers_and_recorders_do(table, client):
    assert client.post(f"{table.path('player')}/observe", data=SEEN).status_code == 403
    assert client.get(f"{table.path('player')}/observe").status_code == 404
    recorder = table.path("recorder")
    answer = client.post(f"{recorder}/observe", data=SEEN | {"indicator": ""})
    assert answer.location == f"{recorder}/observe?kept={table.state.number}"
    assert len(observations(table)) == 1


def test_after_the_deadline_the_director_is_to_be_asked(table, client, path):
    table.end()
    table.do(runs.close, table.run)
    table.time.at += timedelta(days=3)
    assert client.post(f"{path}/observe", data=SEEN).status_code == 303
    table.time.at += timedelta(seconds=1)
    page = client.post(f"{path}/observe", data=SEEN | {"text": "Too late a word."})
    assert page.status_code == 409
    assert "Too late a word." in page.text
    assert "The time for observations and ratings is over." in text_of(page)


def test_a_link_of_somebody_who_has_left_is_dead(table, client, path):
    table.do(seating.unseat, table.roles["evaluator"])
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/observe", data=SEEN).status_code == 404


def test_other_sites_cannot_write_for_an_evaluator(table, client, path):
    answer = client.post(
        f"{path}/observe", data=SEEN, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403
    assert observations(table) == []
