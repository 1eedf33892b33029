"""How does a group answer, in private first, and what does a page say that it has shown?"""

from __future__ import annotations

import re

import pytest

from scheduler.inputs.run import (
    ResponseInput,
)
from scheduler.model import Person
from scheduler.services import playing, runs
from tests.playing import Game
from tests.web.browser import text_of

GOOD = {"Origin": "http://127.0.0.1:8000"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def game(database, keys, time):
    return Game(database, keys)


@pytest.fixture
def path(game):
    """Anna's address, in English."""
    with game.database.transaction() as session:
        for person in session.query(Person):
            person.language = "en"
    return game.link(game.anna)


@pytest.fixture
def begun(game, path):
    game.start()
    return game


def said(game):
    return [(one.body["question"], one.body["option"]) for one in game.state().answers]


def test_a_question_is_answered_in_private_until_all_answers_are_revealed(client, begun, path):
    sent = client.post(
        f"{path}/answer",
        data={"question": "Q1", "option": "Polisen", "text": "De har bilen"},
        headers=GOOD,
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}#question-Q1")
    client.post(f"{begun.link(begun.bo)}/answer", data={"question": "Q1", "option": "Kommunen"})
    ours, theirs = text_of(client.get(path)), text_of(client.get(begun.link(begun.bo)))
    assert "Our private answer: Polisen. De har bilen" in ours
    assert "Our private answer: Kommunen" in theirs
    assert "De har bilen" not in theirs

    begun.do(runs.reveal, "Q1")
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Kommunen"})
    page = text_of(client.get(begun.link(begun.bo)))
    assert "Kommunen Kommunen Polisen (your group) Kommunen" in page
    assert "Before the talk 0 of 1 pairs of groups had chosen the same; now 1 of 1." in page


def test_what_the_group_answered_stands_in_the_form(client, begun, path):
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen", "text": "Så här"})
    page = client.get(path).get_data(as_text=True)
    assert re.search(r'value="Polisen" checked', page)
    assert re.search(r"<textarea[^>]*>\nSå här</textarea>", page)
    assert "Change our answer" in page


def test_a_group_says_what_it_does_about_an_inject_that_asks_nothing(client, begun, path):
    begun.release("C1")
    client.post(f"{path}/answer", data={"question": "", "inject": "C1", "text": "Vi ringer länet"})
    assert "Vi ringer länet" in client.get(path).get_data(as_text=True)
    assert "Vi ringer länet" not in client.get(begun.link(begun.bo)).get_data(as_text=True)
    assert begun.state().steps["C1"].state == "answered"


def test_what_is_refused_keeps_what_was_typed_where_it_was_typed(client, begun, path):
    begun.release("C1")
    text = "Lång text " * 3000
    refused = client.post(
        f"{path}/answer", data={"question": "Q1", "option": "Polisen", "text": text}
    )
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count(text.strip()) == 1
    assert re.search(r'value="Polisen" checked', page)
    assert 'id="answer-Q1-wrong"' in page
    assert said(begun) == []


def test_an_answer_says_something_and_is_one_of_the_options(client, begun, path):
    empty = client.post(f"{path}/answer", data={"question": "Q1"})
    assert empty.status_code == 422
    assert "Write an answer, or choose one." in text_of(empty)
    other = client.post(f"{path}/answer", data={"question": "Q1", "option": "Länet"})
    assert "Choose one of the answers that are there." in text_of(other)
    assert said(begun) == []


def test_nobody_answers_for_another_group(client, begun, path):
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen", "group": "polis"})
    assert [one.body["group"] for one in begun.state().answers] == ["kommun"]


def test_answers_are_taken_in_a_pause_and_not_after_the_close(client, begun, path):
    begun.do(runs.pause)
    assert "Paused" in text_of(client.get(path))
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen"})
    assert said(begun) == [("Q1", "Polisen")]
    for step in (runs.end, runs.open_hotwash, runs.close):
        begun.do(step)
    late = {"question": "Q1", "option": "Kommunen", "text": "Vi hann inte"}
    refused = client.post(f"{path}/answer", data=late)
    assert refused.status_code == 409
    assert "This run is closed." in text_of(refused)
    assert "What you wrote was not kept here: Kommunen Vi hann inte" in text_of(refused)
    assert "answer-Q1" not in client.get(path).get_data(as_text=True)


def test_having_read_is_said_by_a_button_once(client, begun, path):
    begun.release("C1")
    form = f'action="{path}/seen" data-seen="C1">'
    assert form in client.get(path).get_data(as_text=True)
    for _ in range(2):
        sent = client.post(f"{path}/seen", data={"inject": "C1"}, headers=GOOD)
        assert (sent.status_code, sent.headers["Location"]) == (303, path)
    assert list(begun.state().seen) == [("C1", str(begun.anna))]
    page = client.get(path).get_data(as_text=True)
    assert form not in page
    assert '<p class="subtle play-read">You have read this.</p>' in page
    assert form.replace(path, begun.link(begun.bo)) in client.get(begun.link(begun.bo)).get_data(
        as_text=True
    )


def test_nobody_has_seen_what_has_not_come(client, begun, path):
    client.post(f"{path}/seen", data={"inject": ["C1", "C2", "N1", "nowhere"]})
    begun.release("C2")
    client.post(f"{path}/seen", data={"inject": "C2"})
    assert begun.state().seen == {}


def test_an_observer_sees_what_is_for_all_and_does_not_answer(client, begun, path):
    begun.release("C1")
    observer = begun.link(begun.seat(begun.people[0], "observer"))
    page = client.get(observer).get_data(as_text=True)
    assert "Ett rykte" in page
    assert "<textarea" not in page
    refused = client.post(f"{observer}/answer", data={"question": "Q1", "option": "Polisen"})
    assert refused.status_code == 403
    assert said(begun) == []


def test_answers_written_for_a_group_stand_on_its_page(client, begun, path):
    plan = ResponseInput(question="Q1", option="Polisen", group="kommun")
    begun.do(playing.answer_for, plan=plan)
    assert "Our private answer: Polisen" in text_of(client.get(path))
