"""Does the feedback form take what somebody thinks, and tell nobody whose it was?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.model import Feedback
from tests.evaluating import Table
from tests.web.browser import text_of

FILLED = {"answers.F1": "4", "answers.F2": "Call earlier."}


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    made.end()
    return made


@pytest.fixture
def path(table):
    return f"{table.path('player')}/feedback"


def kept(table):
    with table.database.reading() as session:
        return session.scalars(select(Feedback.answers)).all()


def test_a_form_is_taken_once_and_the_page_says_so(table, client, path):
    page = client.get(path)
    assert "It was worth the time." in text_of(page)
    assert "at least five have answered" in text_of(page)
    assert client.post(path, data=FILLED).location == path
    assert kept(table) == [{"F1": "4", "F2": "Call earlier."}]
    words = text_of(client.get(path))
    assert "your form has come" in words
    assert "Call earlier." not in words
    again = client.post(path, data=FILLED)
    assert (again.status_code, len(kept(table))) == (409, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"answers.F1": "9"}, "Choose one of the steps, 1 to 5."),
        ({"answers.F1": "", "answers.F2": " "}, "Answer at least one question."),
        ({"answers.F2": "x" * 4001}, "Write at most 4000 characters."),
    ],
)
def test_what_was_typed_stands_when_something_is_wrong(table, client, path, wrong, words):
    typed = FILLED | wrong
    page = client.post(path, data=typed)
    assert page.status_code == 422
    assert words in text_of(page)
    assert typed["answers.F2"].strip() in page.text
    assert kept(table) == []


def test_before_the_end_the_form_is_not_open(database, settle, time, client):
    table = Table(database, settle, time)
    table.start()
    page = client.get(f"{table.path('player')}/feedback")
    assert "The form opens when the exercise has ended." in text_of(page)
    assert client.post(f"{table.path('player')}/feedback", data=FILLED).status_code == 409


def test_after_its_days_the_form_is_closed_and_says_whom_to_tell(table, client, path):
    table.time.at += timedelta(days=7, seconds=1)
    assert "Tell the exercise director" in text_of(client.get(path))
    late = client.post(path, data=FILLED)
    assert (late.status_code, "Call earlier." in late.text) == (409, True)
    assert kept(table) == []


def test_a_scenario_without_questions_asks_what_is_usual(database, settle, time, client):
    table = Table(database, settle, time, feedback=[])
    table.start()
    table.end()
    path = f"{table.path('player')}/feedback"
    assert "What should we do differently next time?" in text_of(client.get(path))
    client.post(path, data={"answers.better": "Shorter."})
    assert kept(table) == [{"better": "Shorter."}]


def test_every_role_may_answer_and_looking_writes_nothing(table, client):
    for who in table.roles:
        assert client.get(f"{table.path(who)}/feedback").status_code == 200
    assert kept(table) == []
    for who in table.roles:
        client.post(f"{table.path(who)}/feedback", data=FILLED)
    assert len(kept(table)) == len(table.roles)
