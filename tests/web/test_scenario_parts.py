"""How are the parts of a scenario written on their pages, and what is kept when it goes wrong?"""

import html
import re

import pytest

from scheduler.exercise.content import Content
from tests.scenarios import Library
from tests.web.browser import text_of

CONTENT = {
    "title": "Rykten i flödet",
    "language": "sv",
    "groups": [{"key": "kommun", "name": "Kommunen"}, {"key": "polis", "name": "Polisen"}],
    "personas": [{"key": "rektor", "name": "Rektorn"}],
    "objectives": [
        {
            "key": "M1",
            "text": "Dela lägesbild",
            "indicators": [{"key": "M1.1", "text": "Alla har samma bild"}],
        }
    ],
    "modules": [{"key": "1", "title": "Dag ett", "talk_minutes": 30}],
    "injects": [
        {
            "key": "C1",
            "module": "1",
            "title": "Ett samtal",
            "text": "Hej",
            "persona": "rektor",
            "groups": ["kommun"],
            "trigger": {"kind": "start", "seconds": 2700},
            "expected": [{"key": "C1.1", "text": "Ringer tillbaka"}],
            "objectives": ["M1"],
            "extra": {"Kostnad": "0"},
        }
    ],
}

TYPED = {
    "key": "C2",
    "title": "Ett inlägg",
    "text": "Rad ett\nRad två",
    "kind": "contingency",
    "persona": "rektor",
    "groups": ["polis"],
    "delivery": "phone",
    "secret": "true",
    "module": "1",
    "trigger.kind": "after",
    "trigger.seconds": "+00:45",
    "trigger.inject": "C1",
    "trigger.requires.mode": "any",
    "trigger.requires.marks.0.action": "C1.1",
    "trigger.requires.marks.0.value": "no",
    "questions.0.text": "Vem svarar?",
    "questions.0.options": "Kommunen\nPolisen",
    "questions.0.silent": "true",
    "questions.0.hint": "Vänta",
    "expected.0.text": "Samordnar",
    "objectives": ["M1"],
    "note": "Släpp sent",
    "reading_minutes": "2",
    "status": "approved",
}
WRITTEN = {
    "key": "C2",
    "module": "1",
    "kind": "contingency",
    "title": "Ett inlägg",
    "text": "Rad ett\nRad två",
    "persona": "rektor",
    "delivery": "phone",
    "groups": ["polis"],
    "trigger": {
        "kind": "after",
        "seconds": 2700,
        "inject": "C1",
        "requires": {"mode": "any", "marks": [{"action": "C1.1", "value": "no"}]},
    },
    "questions": [
        {
            "key": "C2.1",
            "text": "Vem svarar?",
            "options": ["Kommunen", "Polisen"],
            "silent": True,
            "hint": "Vänta",
        }
    ],
    "expected": [{"key": "C2.1", "text": "Samordnar"}],
    "objectives": ["M1"],
    "note": "Släpp sent",
    "secret": True,
    "reading_minutes": 2,
    "status": "approved",
}


@pytest.fixture
def library(database, network):
    return Library(database, network)


@pytest.fixture
def scenario(library):
    return library.begin(content=CONTENT)


@pytest.fixture
def browser(enter):
    return enter("facilitator")


def fields_of(page):
    """Give what a browser would send of a page's form, as it stands."""
    text = page.get_data(as_text=True).partition("<main")[2]
    found: dict[str, list[str]] = {}

    def keep(name, value):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))

    for tag in re.findall(r"<input[^>]*>", text):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        if "name" in said and said["name"] != "csrf_token":
            keep(said["name"], said.get("value", ""))
    for name, value in re.findall(
        r'(?s)<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', text
    ):
        keep(name, value)
    for name, inner in re.findall(r'(?s)<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', text):
        options = re.findall(r'<option value="([^"]*)"( selected)?', inner)
        keep(name, next((value for value, chosen in options if chosen), options[0][0]))
    return found


def at(scenario, kind, key=""):
    return f"/scenarios/{scenario}/{kind}/edit" + (f"?key={key}" if key else "")


@pytest.mark.parametrize(
    ("kind", "key"),
    [("injects", "C1"), ("modules", "1"), ("objectives", "M1"), ("head", ""), ("lists", "")],
)
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(browser, library, scenario, kind, key):
    form = fields_of(browser.get(at(scenario, kind, key)))
    answer = browser.send(at(scenario, kind, key), form)
    assert answer.headers["Location"] == f"/scenarios/{scenario}#{kind}"
    assert library.content(scenario) == Content.model_validate(CONTENT)
    assert library.versions(scenario) == [(1, "draft", "Rykten i flödet")]
    assert len(library.facts("ScenarioChanged")) == 1


def test_an_inject_is_written_with_all_its_fields(browser, library, scenario):
    form = fields_of(browser.get(at(scenario, "injects"))) | TYPED
    assert browser.send(at(scenario, "injects"), form).status_code == 303
    made = library.content(scenario).injects[-1].model_dump(mode="json", exclude_defaults=True)
    assert made == WRITTEN
    page = text_of(browser.get(f"/scenarios/{scenario}"))
    assert "C2 0:45 after C1, C1.1 was not taken module 1 Ett inlägg" in page


def test_what_was_typed_is_kept_when_a_time_is_none(browser, library, scenario):
    form = fields_of(browser.get(at(scenario, "injects", "C1")))
    form |= {"title": "Ny titel", "trigger.seconds": "snart", "questions.0.text": "Vem då?"}
    answer = browser.send(at(scenario, "injects", "C1"), form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#trigger.seconds"' in page
    for typed in ('value="Ny titel"', 'value="snart"', "Vem då?"):
        assert typed in page
    assert library.content(scenario) == Content.model_validate(CONTENT)
    fixed = fields_of(answer) | {"trigger.seconds": "50"}
    assert browser.send(at(scenario, "injects", "C1"), fixed).status_code == 303
    inject = library.content(scenario).injects[0]
    assert (inject.title, inject.trigger.seconds, inject.questions[0].key) == (
        "Ny titel",
        3000,
        "C1.1",
    )


def test_a_number_that_is_taken_and_an_empty_title_are_told_beside_their_fields(browser, scenario):
    taken = browser.send(at(scenario, "injects"), {"key": "C1", "title": "Ännu ett"})
    assert taken.status_code == 422
    assert "“C1” stands there already." in text_of(taken)
    empty = browser.send(at(scenario, "injects"), {"key": "C2", "title": ""})
    assert empty.status_code == 422
    assert 'href="#title"' in empty.get_data(as_text=True)


def test_rows_are_added_changed_and_taken_away(browser, library, scenario):
    form = fields_of(browser.get(at(scenario, "objectives", "M1")))
    form |= {"indicators.1.text": "Ny", "indicators.1.target": "inom en timme"}
    browser.send(at(scenario, "objectives", "M1"), form)
    indicators = library.content(scenario).objectives[0].indicators
    assert [(one.key, one.text, one.target) for one in indicators] == [
        ("M1.1", "Alla har samma bild", ""),
        ("M1.2", "Ny", "inom en timme"),
    ]
    form = fields_of(browser.get(at(scenario, "objectives", "M1")))
    browser.send(at(scenario, "objectives", "M1"), form | {"indicators.0.gone": "true"})
    assert [one.key for one in library.content(scenario).objectives[0].indicators] == ["M1.2"]


def test_groups_are_renamed_where_they_are_pointed_at_even_after_an_error(
    browser, library, scenario
):
    form = fields_of(browser.get(at(scenario, "lists")))
    form |= {"groups.0.key": "skola", "groups.1.name": "", "variables.0.value": "Björkhamra"}
    refused = browser.send(at(scenario, "lists"), form)
    assert refused.status_code == 422
    form = fields_of(refused) | {"groups.1.name": "Polisen i Björkhamra"}
    assert browser.send(at(scenario, "lists"), form).status_code == 303
    content = library.content(scenario)
    assert [(one.key, one.name) for one in content.groups] == [
        ("skola", "Kommunen"),
        ("polis", "Polisen i Björkhamra"),
    ]
    assert content.injects[0].groups == ("skola",)
    assert [(one.key, one.value) for one in content.variables] == [("v1", "Björkhamra")]


def test_two_who_write_the_same_part_see_each_others_words_and_others_do_not_meet(
    browser, library, scenario
):
    inject = fields_of(browser.get(at(scenario, "injects", "C1")))
    module = fields_of(browser.get(at(scenario, "modules", "1")))
    browser.send(at(scenario, "injects", "C1"), inject | {"title": "Deras"})
    answer = browser.send(at(scenario, "injects", "C1"), inject | {"title": "Mitt"})
    assert answer.status_code == 409
    assert "What somebody else has saved" in text_of(answer)
    assert "Deras" in text_of(answer)
    again = fields_of(answer)
    assert again["title"] == ["Mitt"]
    assert browser.send(at(scenario, "injects", "C1"), again).status_code == 303
    assert browser.send(at(scenario, "modules", "1"), module | {"title": "Ny"}).status_code == 303
    content = library.content(scenario)
    assert (content.injects[0].title, content.modules[0].title) == ("Mitt", "Ny")
    assert content.injects[0].extra == {"Kostnad": "0"}


def test_writing_in_an_approved_scenario_opens_the_next_version(browser, library, scenario):
    library.advance(scenario, "approved")
    page = browser.get(at(scenario, "head"))
    assert "Version 1 stays as it is" in text_of(page)
    form = fields_of(page) | {"title": "Två", "tags": "skola\nrykten", "scale.name": "own"}
    form |= {"scale.steps.0.name": "Ja", "scale.steps.1.name": "Nej"}
    browser.send(at(scenario, "head"), form)
    assert library.versions(scenario) == [(1, "approved", "Rykten i flödet"), (2, "draft", "Två")]
    content = library.content(scenario)
    assert content.tags == ("skola", "rykten")
    assert [(one.key, one.name) for one in content.scale.steps] == [("1", "Ja"), ("2", "Nej")]


def test_parts_are_moved_taken_away_and_approved_with_buttons(browser, library, scenario):
    browser.send(at(scenario, "injects"), {"key": "C2", "title": "Ett till"})
    place = f"/scenarios/{scenario}/injects/place"
    browser.send(place, {"do": "up", "key": "C2"})
    assert [one.key for one in library.content(scenario).injects] == ["C2", "C1"]
    browser.send(place, {"do": "down", "key": "C2"})
    browser.send(place, {"do": "approve"})
    assert {one.status for one in library.content(scenario).injects} == {"approved"}
    browser.send(place, {"do": "remove", "key": "C1"})
    assert [one.key for one in library.content(scenario).injects] == ["C2"]
    assert browser.send(place, {"do": "remove", "key": "C1"}).status_code == 404
    assert browser.send(place, {"do": "burn", "key": "C2"}).status_code == 303
    assert [one.key for one in library.content(scenario).injects] == ["C2"]
