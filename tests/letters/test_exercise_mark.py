"""Does everything that leaves an exercise begin with its mark, and name the word that stops it?"""

from __future__ import annotations

import html
import re

import pytest

from scheduler import entries, titles
from scheduler.documents.head import of_meeting
from scheduler.language import LETTERS
from scheduler.language import language as language_of
from scheduler.model import Exercise, Scenario, ScenarioVersion
from scheduler.queries import head
from scheduler.titles import MARKS, STOP_WORDS
from tests.letters.desk import ALONE, CALENDAR, KINDS

ABOUT_MEETINGS = [kind for kind in KINDS if kind not in ALONE]
ORDINARY = ("meeting", "training", "other")


@pytest.fixture
def exercise(desk):
    """The meeting is an exercise, and everybody is called to it."""
    desk.meeting.kind = "exercise"
    desk.call()
    return desk


def with_word(desk, word):
    """Let the exercise have words of its own that stop it."""
    scenario = Scenario(network_id=desk.network.id, title="Storm", language="sv")
    desk.session.add(scenario)
    desk.session.flush()
    version = ScenarioVersion(scenario_id=scenario.id, number=1, content={}, hash="0" * 64, by="x")
    desk.session.add(version)
    desk.session.flush()
    row = Exercise(
        network_id=desk.network.id,
        meeting_id=desk.meeting.id,
        version_id=version.id,
        stop_word=word,
        by="x",
    )
    desk.session.add(row)
    desk.session.flush()
    desk.session.expire(desk.meeting, ["exercise"])


def first_words(page):
    body = re.sub(r"(?s)^.*<main>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


def description(calendar):
    unfolded = (calendar or b"").decode().replace("\r\n ", "").replace("\\,", ",")
    return re.findall(r"DESCRIPTION:(.*)\r\n", unfolded)


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("kind", ABOUT_MEETINGS)
def test_each_letter_begins_with_the_mark_and_names_the_word(exercise, kind, language):
    exercise.person.language = language
    letter = exercise.letter(kind)
    mark, word = MARKS[language].exercise, STOP_WORDS[language]
    assert letter.subject.startswith(f"{mark}: ")
    assert letter.subject.count(mark) == 1
    assert letter.text.startswith(f"{mark}. ")
    assert word in " ".join(letter.text.splitlines()[:2])
    assert first_words(letter.html).startswith(f"{mark}. ")
    assert word in letter.html
    if kind in CALENDAR:
        (said,) = description(letter.calendar)
        assert said.startswith(f"{mark}. ")
        assert word in said


@pytest.mark.parametrize("what", ORDINARY)
@pytest.mark.parametrize("kind", KINDS)
def test_no_other_letter_bears_a_mark_or_names_a_word(desk, kind, what):
    desk.meeting.kind = what
    desk.call()
    letter = desk.letter(kind)
    said = letter.subject + letter.text + letter.html + str(letter.calendar)
    assert MARKS["sv"].exercise not in said
    assert STOP_WORDS["sv"] not in said


def test_the_words_that_were_agreed_stand_in_place_of_the_language_s(exercise):
    with_word(exercise, "ROTT LJUS")
    letter = exercise.letter("call")
    assert "”ROTT LJUS”" in letter.text
    assert "SKARPT LÄGE" not in letter.text + letter.html + str(letter.calendar)


def test_a_demonstration_says_so_before_the_mark_and_once(exercise):
    exercise.network.demo = True
    subject = exercise.letter("call").subject
    assert subject == "DEMO: ÖVNING: Kallelse: Länsnätverket, to 4 feb"


@pytest.mark.parametrize("language", sorted(MARKS))
def test_feeds_that_show_titles_bear_it_and_busy_ones_tell_nothing(exercise, language):
    mark, word = MARKS[language].exercise, STOP_WORDS[language]
    for variant in entries.VARIANTS:
        entry = entries.rendered(exercise.meeting, variant, language)
        said = description(entry)
        summary = re.findall(r"SUMMARY:(.*)\r\n", entry.decode().replace("\r\n ", ""))
        if variant.startswith("busy"):
            assert said == []
            assert word not in entry.decode()
            assert mark not in entry.decode()
        else:
            assert said[0].startswith(f"{mark}. ")
            assert word in said[0]
            assert mark in summary[0]


def test_a_feed_in_another_language_is_never_given_the_network_s_words(exercise):
    assert entries.speech(exercise.meeting, "full", "en") == "en"
    assert entries.speech(exercise.meeting, "busy", "sv") == "sv"


def test_papers_bear_it_first_and_name_the_word(exercise):
    with_word(exercise, "ROTT LJUS")
    shown = head.of(exercise.meeting)
    assert shown.headed(f"Dagordning: {shown.plain_title}") == "ÖVNING: Dagordning: Länsnätverket"
    (mark, sentence), *_ = of_meeting(shown, "", language_of("sv"), place="")
    assert mark == "ÖVNING"
    assert "”ROTT LJUS”" in sentence


@pytest.mark.parametrize(
    ("subject", "parts"),
    [
        ("ÖVNING: Kallelse: Storm", ("ÖVNING: ", "Kallelse: Storm")),
        ("DEMO: ØVELSE: Innkalling", ("DEMO: ØVELSE: ", "Innkalling")),
        ("Kallelse: ÖVNING: Storm", ("", "Kallelse: ÖVNING: Storm")),
    ],
)
def test_a_subject_is_parted_after_its_marks(subject, parts):
    assert titles.parted(subject) == parts
