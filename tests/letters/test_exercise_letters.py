"""Can the letters of an exercise be written in every language, without a fault or a hidden word?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs.exercise import CalloutInput, RunInput
from scheduler.inputs.run import AdHocInput
from scheduler.language import LETTERS
from scheduler.model import Letter
from scheduler.services import callouts, runs
from scheduler.titles import MARKS, STOP_WORDS
from tests.exercises import HINT, NOTE, an_exercise
from tests.letters.test_exercise_mark import first_words
from tests.letters.test_lint import found

HOSTILE = "<b>Ett brev</b> </h1>\"'><script>x</script>&amp;{{ 7*7 }}"
NOTICES = ("", "corrected", "withdrawn")
KINDS = ("play_link", "callout", *NOTICES)


@pytest.fixture
def written(desk):
    """Write a letter of an exercise; one of NOTICES is an inject by mail."""
    exercise = an_exercise(desk.session, desk.meeting)
    run = runs.prepare(desk.session, exercise.id, plan=RunInput(label="Bord 1"), by=SYSTEM)
    runs.start(desk.session, run.id, by=SYSTEM)
    asked = AdHocInput(title=HOSTILE, text=f"{HOSTILE}\nRad två.", delivery="mail")
    inject = runs.add(desk.session, run.id, plan=asked, by=SYSTEM)
    callout = callouts.call(
        desk.session, desk.network.id, plan=CalloutInput(text=HOSTILE, stop_word="STOPP"), by=SYSTEM
    )
    role = next(one for one in run.roles if one.person_id == desk.person.id)

    def letter(kind):
        bodies = {
            "play_link": {"role": str(role.id), "generation": 0},
            "callout": {"callout": str(callout.id), "call": str(callout.calls[0].id)},
        }
        about = {"role": str(role.id), "inject": inject, "line": 1, "in_pause": False}
        row = Letter(
            key=f"{kind}:{desk.person.language}",
            kind="inject" if kind in NOTICES else kind,
            person=desk.person,
            network_id=desk.network.id,
            meeting=None if kind == "callout" else desk.meeting,
            body=bodies.get(kind, {**about, "notice": kind}),
        )
        desk.session.add(row)
        desk.session.flush()
        return desk.renderer.letter(desk.session, row)

    return letter


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_can_be_written_in_each_language(desk, written, kind, language):
    desk.person.language = language
    letter = written(kind)
    mark = MARKS[language].exercise
    word = "STOPP" if kind == "callout" else STOP_WORDS["sv"]  # agreed for all, in one language
    assert letter.subject.startswith(f"{mark}: ")
    assert letter.text.startswith(f"{mark}. ")
    assert first_words(letter.html).startswith(f"{mark}. ")
    assert word in letter.text.replace("\n", " ")
    assert f'<html lang="{language}">' in letter.html
    assert letter.html.count('class="button"') == 1
    assert len(letter.html.encode()) < 8_000
    assert max(len(line) for line in letter.text.splitlines()) <= 100
    assert "\n\n\n" not in letter.text
    assert letter.calendar is None
    assert found(desk, letter) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_adds_no_markup_and_what_is_hidden_is_not_there(written, kind):
    letter = written(kind)
    assert "<script" not in letter.html
    assert "<b>Ett" not in letter.html
    assert letter.html.count("</h1>") == 1
    assert "49" not in letter.subject
    for hidden in (HINT, NOTE, "Inspel C1"):
        assert hidden not in letter.subject + letter.text + letter.html


def test_what_was_taken_back_is_named_and_not_repeated(written):
    assert "Rad två." in written("").text
    assert "Rad två." in written("corrected").text
    assert "Rad två." not in written("withdrawn").text
