"""Are the four ready scenarios complete, and the same in both languages?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

import pytest

from scheduler.exercise.canonical import as_json
from scheduler.exercise.checking import Booking, findings
from scheduler.exercise.content import Content
from scheduler.exercise.plan import names_in, skinned
from scheduler.exercise.ready import LANGUAGES, READY, NoSuchReadyScenario, ready
from scheduler.exercise.timetable import planned, reaches, starts
from scheduler.exercise.wording import texts
from scheduler.model.people import OrganisationKind

ALL = [(letter, language) for letter in READY for language in LANGUAGES]
INJECTS = {"A": 10, "B": 10, "C": 10, "D": 11}
WORDY = {"title", "summary", "level", "purpose", "scope", "artificialities", "text", "name"}
WORDY |= {"target", "story_time", "options", "hint", "note", "responsible", "organisation"}
WORDY |= {"value", "tags", "language"}
REAL = re.compile(
    r"\b(?:Örebro|Kumla|Karlskoga|Karlstad|Värmland|Solna|Stockholm|Göteborg|Malmö|Uppsala|Oslo|"
    r"Bergen|Stavanger|Tromsø|Bodø|København|Copenhagen|Aarhus|Helsinki|Helsingfors|Reykjavík|"
    r"Turku|Åbo|Trollhättan|Södertälje|Arvika)"
)


@pytest.fixture(params=ALL, ids=["".join(one) for one in ALL])
def content(request: pytest.FixtureRequest) -> Content:
    return ready(*request.param)


def structure(value: object, name: str = "") -> object:
    """Give a content without its words: what must be the same in every language."""
    if isinstance(value, dict):
        return {key: structure(one, key) for key, one in value.items()}
    if isinstance(value, list) and name != "tags":
        return [structure(one, name) for one in value]
    return "…" if name in WORDY else value


def test_the_table_of_ready_scenarios_has_their_titles():
    titles = {letter: {one: ready(letter, one).title for one in LANGUAGES} for letter in READY}
    assert titles == {letter: dict(names) for letter, names in READY.items()}


@pytest.mark.parametrize("letter", READY)
def test_a_scenario_is_the_same_in_both_languages_but_for_its_words(letter):
    swedish, english = (ready(letter, language) for language in LANGUAGES)
    assert structure(as_json(english)) == structure(as_json(swedish))
    assert (swedish.language, english.language) == ("sv", "en")


@pytest.mark.parametrize("letter", READY)
def test_no_long_text_is_left_in_the_other_language(letter):
    swedish, english = (ready(letter, language) for language in LANGUAGES)
    both = {text for _, text in texts(swedish) if len(text) > 60}
    assert both & {text for _, text in texts(english)} == set()


def test_its_injects_have_their_control_numbers_and_are_approved(content):
    letter = content.injects[0].key[0]
    keys = [f"{letter}{number + 1}" for number in range(INJECTS[letter])]
    assert [inject.key for inject in content.injects] == keys
    assert {inject.status for inject in content.injects} == {"approved"}


def test_its_injects_are_told_in_full_and_name_who_speaks(content):
    short = {one.key for one in content.injects if not 60 <= len(one.text.split()) <= 140}
    assert short == set()
    assert [one.key for one in content.injects if not (one.persona and one.note)] == []
    assert [one.key for one in content.injects if not 2 <= len(one.expected) <= 3] == []
    assert {one.module for one in content.injects} == {one.key for one in content.modules}


def test_every_objective_has_indicators_injects_and_capabilities(content):
    served = {key for inject in content.injects for key in inject.objectives}
    assert {one.key for one in content.objectives} == served
    assert [one.key for one in content.objectives if not 2 <= len(one.indicators) <= 3] == []
    assert [one.key for one in content.objectives if not one.capabilities] == []
    assert [i.key for one in content.objectives for i in one.indicators if not i.target] == []


def test_three_modules_and_a_hot_wash_fill_two_and_a_half_hours(content):
    assert len(content.modules) == 3
    assert content.minutes == 140


def test_it_is_told_through_several_channels_and_by_several_triggers(content):
    assert len({inject.delivery for inject in content.injects}) >= 4
    assert {one.trigger.kind for one in content.injects} == {"start", "module", "after", "manual"}
    assert sum(one.trigger.kind == "manual" for one in content.injects) in {1, 2}
    contingent = [one for one in content.injects if one.kind == "contingency"]
    assert [one.trigger.requires is not None for one in contingent] == [True]


def test_its_modules_ask_in_silence_and_give_the_facilitator_a_hint(content):
    for module in content.modules:
        assert len(module.questions) in {2, 3}
        assert [one.key for one in module.questions if not one.hint] == []
    assert any(one.silent and one.options for one in content.questions)
    assert any(one.groups for one in content.questions)


def test_every_kind_of_organisation_has_a_seat_in_one_of_four_groups(content):
    assert len(content.groups) == 4
    kinds = [kind for group in content.groups for kind in group.kinds]
    assert sorted(kinds) == sorted(get_args(OrganisationKind))


def test_no_group_waits_longer_than_twenty_minutes_even_without_what_comes_by_hand(content):
    times = planned(content)
    sure = [one for one in content.injects if one.trigger.requires is None]
    begun = starts(content)
    for group in content.groups:
        at = [times[one.key] for one in sure if reaches(one, group.key)]
        seconds = sorted({*(one for one in at if one is not None), *begun.values(), 140 * 60})
        gaps = [later - earlier for earlier, later in pairwise(seconds)]
        assert max(gaps) <= 20 * 60, group.key


def test_the_check_of_scenarios_finds_nothing(content):
    booking = Booking(minutes=150, evaluators={"": 1})
    assert [(one.level, one.place) for one in findings(content, booking)] == []


def test_every_name_in_braces_has_a_value_and_can_be_another(content):
    values = {one.key: one.value for one in content.variables}
    assert set(names_in("\n".join(text for _, text in texts(content)))) == set(values)
    named = {key: f"Annanstans-{key}" for key in values}
    assert [text for _, text in texts(skinned(content, named)) if "Björk" in text] == []


def test_nothing_plays_in_a_place_that_exists(content):
    assert [text for _, text in texts(content) if REAL.search(text)] == []
    assert [one.value for one in content.variables if REAL.search(one.value)] == []


def test_who_speaks_is_marked_as_invented(content):
    marks = ("(påhittad)", "(påhittat)", "(invented)")
    assert [one.key for one in content.personas if not one.organisation.endswith(marks)] == []
    spoken = {one.persona for one in content.injects}
    assert {one.key for one in content.personas} == spoken


def test_the_feedback_form_asks_by_scale_and_in_words(content):
    assert [one.kind for one in content.feedback] == ["scale"] * 4 + ["text"] * 2
    assert (content.licence, content.origin, content.scale.name) == ("CC BY 4.0", "Kallelse", "met")


def test_one_that_is_not_there_is_refused_with_words():
    with pytest.raises(NoSuchReadyScenario) as refusal:
        ready("E", "sv")
    assert refusal.value.params == {"letter": "E", "language": "sv"}
    with pytest.raises(NoSuchReadyScenario):
        ready("A", "fi")
