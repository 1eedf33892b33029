"""What does who leads a run do with single injects, and what does the log say of it?"""

import re

import pytest
from sqlalchemy import select

from scheduler.inputs.run import ReleaseInput, ResponseInput
from scheduler.model import Person, Suggestion
from scheduler.services import playing, runs
from tests.evaluating import FEBRUARY
from tests.steering import a_table, goes, part, press
from tests.web.browser import text_of


@pytest.fixture
def table(database, settle, time):
    made = a_table(database, settle, time)
    time.to(FEBRUARY)
    return made


@pytest.fixture
def facilitator(sign_in, table):
    browser = sign_in("fia@kumla.example", role="facilitator", network=table.network)
    browser.set_cookie("kallelse-language", "en")
    return browser


@pytest.fixture
def at(table):
    return f"/runs/{table.run}"


@pytest.fixture
def going(table):
    table.do(runs.start, table.run)
    return table


def test_an_inject_made_in_the_room_keeps_what_was_typed_until_it_is_right(facilitator, at, going):
    answer = facilitator.send(f"{at}/steer/add", {"title": "", "text": "Half a sentence"})
    assert answer.status_code == 422
    assert "Half a sentence" in text_of(answer)
    page = press(facilitator, at, "steer/add", title="A question", groups=["polis"])
    assert "X1 A question Police · made in the room" in part(page, "All injects")


def test_an_inject_made_in_a_pause_is_confirmed_and_not_lost(facilitator, at, going):
    press(facilitator, at, "steer/pause")
    answer = facilitator.send(f"{at}/steer/add", {"title": "A question"})
    assert answer.status_code == 409
    assert 'value="A question"' in answer.get_data(as_text=True)
    assert "Release it although the exercise is paused" in text_of(answer)
    press(facilitator, at, "steer/add", title="A question", confirmed="true")
    assert going.state.steps["X1"].state == "released"


def test_an_inject_is_corrected_and_taken_back(facilitator, at, going):
    goes(going, 60)
    page = facilitator.get(f"{at}/injects/C1")
    assert "Speak slowly." in text_of(page)
    press(facilitator, at, "injects/C1/correct", title="Two calls", body="It is full.")
    assert "C1 Two calls (corrected)" in text_of(facilitator.get(at))
    page = press(facilitator, at, "injects/C1/withdraw", reason="Wrong group")
    assert "✕ Taken back" in part(page, "All injects")


def test_a_correction_that_comes_too_late_is_refused_with_what_was_typed(facilitator, at, going):
    press(facilitator, at, "injects/C1/skip")
    answer = facilitator.send(f"{at}/injects/C1/correct", {"title": "Half", "body": "A line"})
    assert (answer.status_code, 'value="Half"' in answer.get_data(as_text=True)) == (409, True)
    assert "has been skipped or taken back" in text_of(answer)


def test_a_new_inject_begins_with_the_words_of_one_that_was_skipped_or_of_an_answer(
    facilitator, at, going
):
    press(facilitator, at, "injects/C3/skip")
    page = facilitator.get(f"{at}/injects/C3").get_data(as_text=True)
    assert f'href="{at}/add?inject=C3"' in page
    page = facilitator.get(f"{at}/add?inject=C3").get_data(as_text=True)
    assert 'value="A visit"' in page
    assert 'value="polis" checked' in page
    plan = ResponseInput(question="Q1", option="We ask", text="By telephone")
    going.do(playing.answer, going.roles["player"], plan=plan)
    (link,) = re.findall(
        r'href="([^"]+add\?answer=\d+)"', facilitator.get(at).get_data(as_text=True)
    )
    assert "By telephone" in text_of(facilitator.get(link))


def test_what_was_made_in_the_room_is_suggested_for_the_scenario(facilitator, at, going, database):
    press(facilitator, at, "steer/add", title="A question", text="Who asks?")
    page = press(facilitator, at, "injects/X1/offer")
    assert "X1 is suggested for the scenario." in text_of(page)
    with database.reading() as session:
        suggested = session.scalars(select(Suggestion)).one()
        assert (suggested.title, suggested.text) == ("A question", "Who asks?")


def test_the_screen_in_the_room_shows_what_was_chosen_and_is_cleared(facilitator, at, going):
    goes(going, 60)
    press(facilitator, at, "steer/show", show="C1")
    assert "on the screen" in part(facilitator.get(at), "All injects")
    press(facilitator, at, "steer/show", show="")
    assert going.state.shown == ""


def test_the_log_tells_in_words_who_did_what_and_when(facilitator, at, going):
    goes(going, 60)
    press(facilitator, at, "injects/C3/release")
    words = part(facilitator.get(at), "Log")
    assert words.startswith(
        "0:01:00 C3 A visit was released. · Fia 0:01:00 C1 A call came by itself."
    )
    page = text_of(facilitator.get(f"{at}/log"))
    assert "The run was prepared." in page
    assert "Player has got a place." in page


def test_a_protected_person_is_called_by_role(facilitator, at, going, database):
    with database.transaction() as session:
        session.get_one(Person, going.people["player"]).protected = True
    going.do(runs.release, going.run, "C3", plan=ReleaseInput())
    page = text_of(facilitator.get(f"{at}/log"))
    assert ("Player" in page, "—, Kumla kommun has got a place." in page) == (False, True)
