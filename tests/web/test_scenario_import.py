"""How does somebody who leads exercises bring a scenario as a file, and take one home?"""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scheduler.exercise.msel import reading
from scheduler.exercise.msel.package import unpacked
from scheduler.model import ScenarioUpload
from scheduler.services.scenario_import import MOST_KEPT
from tests.exercise.msel.sheets import csv_of, read, xlsx
from tests.scenarios import Library
from tests.web.browser import text_of

IMPORT = "/networks/lan/scenarios/import"
HEADS = ("Nr", "Tid", "Rubrik", "Till", "Anm.")
ROWS = (("1", "T+5", "Ett rykte", "Kommunen", "HEMLIGT"), ("2", "", "Ett till", "", ""))
LIST = csv_of(HEADS, *ROWS)


@pytest.fixture
def library(database, network):
    return Library(database, network)


@pytest.fixture
def browser(enter):
    return enter("facilitator")


@pytest.fixture
def again(sign_in):
    """Sign in once more, a day later."""

    def entered():
        browser = sign_in("facilitator@lan.example")
        browser.set_cookie("kallelse-language", "en")
        return browser

    return entered


def upload(browser, content=LIST, name="Spelplan 2027.csv", **said):
    """Choose a file and send it; gives the answer."""
    return browser.send(
        IMPORT,
        {"file": (io.BytesIO(content), name), **said},
        content_type="multipart/form-data",
    )


def put_aside(browser, content=LIST, name="Spelplan 2027.csv", **said):
    """Choose a file; gives the address of what would come of it."""
    answer = upload(browser, content, name, **said)
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"]


def test_a_list_is_shown_first_and_then_kept(browser, library):
    at = put_aside(browser)
    page = text_of(browser.get(at))
    assert "What would come of “Spelplan 2027.csv”" in page
    assert "The file can be imported as it is. Nothing is kept yet." in page
    assert "D2 “Kommunen” is no group of the scenario yet" in page
    assert library.lines() == []
    answer = browser.send(at, {"do": "import", "known_group": "Kommunen", "group": "Kommunen"})
    (line,) = library.lines()
    assert answer.headers["Location"] == f"/scenarios/{line.id}"
    content = library.content(line.id)
    assert (content.title, line.source) == ("Spelplan 2027", "import")
    assert [(one.key, one.note) for one in content.injects] == [("1", "HEMLIGT"), ("2", "")]
    assert [one.name for one in content.groups] == ["Kommunen"]


def test_a_group_that_is_not_ticked_does_not_come_to_be(browser, library):
    at = put_aside(browser)
    looked = text_of(browser.send(at, {"do": "look", "known_group": "Kommunen"}))
    assert "what is for it reaches nobody yet" in looked
    browser.send(at, {"do": "import", "known_group": "Kommunen"})
    content = library.content(library.lines()[0].id)
    assert (content.groups, content.injects[0].groups) == ((), ("kommunen",))


def test_errors_are_told_by_their_cells_and_there_is_no_button_to_import(browser, library):
    at = put_aside(browser, xlsx(HEADS, ("1", "snart", "", "", "")), "a.xlsx")
    answer = browser.get(at)
    page = text_of(answer)
    assert "2 places need to be corrected in the file" in page
    assert "Spelplan B2 “snart” is not a time that can be read" in page
    assert "Spelplan C2 This row has neither a title nor a text" in page
    assert 'value="import"' not in answer.text
    assert browser.send(at, {"do": "import"}).status_code == 422
    assert library.lines() == []


def test_times_of_day_ask_for_the_start_and_typed_words_are_kept(browser, library):
    at = put_aside(browser, csv_of(HEADS, ("1", "09:30", "a", "", "")))
    asking = browser.get(at)
    assert "Say when the exercise starts" in text_of(asking)
    assert 'name="start"' in asking.text
    wrong = browser.send(at, {"do": "import", "start": "i morgon", "title": "Min övning"})
    assert wrong.status_code == 422
    assert 'value="i morgon"' in wrong.text
    assert 'value="Min övning"' in wrong.text
    said = {"start": "2027-10-14T09:00", "title": "Min övning", "language": "nb"}
    assert "can be imported as it is" in text_of(browser.send(at, {"do": "look", **said}))
    browser.send(at, {"do": "import", **said})
    content = library.content(library.lines()[0].id)
    assert (content.title, content.language) == ("Min övning", "nb")
    assert content.injects[0].trigger.seconds == 1800


def test_a_column_is_taken_for_what_is_chosen(browser, library):
    at = put_aside(browser, csv_of(("Nr", "Rubrik", "Hur"), ("1", "a", "Telefon")))
    said = {"heading": ["Nr", "Rubrik", "Hur"], "field": ["number", "title", "delivery"]}
    looked = browser.send(at, {"do": "look", **said})
    assert '<option value="delivery" selected>' in looked.text
    browser.send(at, {"do": "import", **said})
    assert library.content(library.lines()[0].id).injects[0].delivery == "phone"


def test_what_columns_are_taken_for_is_kept_for_the_next_list(browser, library):
    odd = csv_of(("Nr", "Rubrik", "Hur"), ("1", "a", "Telefon"))
    said = {"heading": ["Nr", "Rubrik", "Hur"], "field": ["number", "title", "delivery"]}
    at = put_aside(browser, odd)
    nameless = browser.send(at, {"do": "save", "save_as": "", **said})
    assert nameless.status_code == 422
    assert '<details class="ds-details" open>' in nameless.text
    kept = browser.send(at, {"do": "save", "save_as": "Länets lista", **said})
    assert "is kept as “Länets lista”" in text_of(kept)
    assert "Länets lista" in text_of(browser.get(IMPORT))
    again = put_aside(browser, odd, saved="Länets lista")
    assert '<option value="delivery" selected>' in browser.get(again).text
    assert upload(browser, odd, saved="Okänd").status_code == 422
    browser.send(f"{IMPORT}/mappings/remove", {"name": "Länets lista"})
    assert "“Länets lista” is taken away" in text_of(browser.get(IMPORT))
    assert "Länets lista" not in text_of(browser.get(IMPORT))


def test_a_list_goes_into_the_scenario_it_came_from(browser, library):
    scenario = library.begin()
    at = put_aside(browser, csv_of(HEADS[:3], ("C1", "T+9", "Nytt namn")), scenario=scenario)
    page = text_of(browser.get(at))
    assert "Inject C1 Changed: Nytt namn" in page
    assert "Ett samtal → Nytt namn" in page
    assert "When it comes by hand → 0:09 after the start" in page
    browser.send(at, {"do": "import", "scenario": str(scenario)})
    (inject,) = library.content(scenario).injects
    assert (inject.title, inject.trigger.seconds) == ("Nytt namn", 540)
    again = put_aside(browser, csv_of(HEADS[:3], ("C1", "T+9", "Nytt namn")), scenario=scenario)
    assert "there is nothing to change" in text_of(browser.get(again))


def test_a_scenario_goes_home_as_files_and_comes_back(browser, library):
    scenario = library.begin(ready="C", language="sv")
    page = browser.get(f"/scenarios/{scenario}")
    assert "Take it with you" in text_of(page)
    at = f"/scenarios/{scenario}/export"
    assert "content.json" in unpacked(browser.get(f"{at}?format=zip").data)
    found = read(browser.get(f"{at}?format=xlsx").data, reading.XLSX)
    assert found.counts["injects"] == 10
    file = browser.get(f"{at}?format=zip")
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    browser.send(put_aside(browser, file.data, "paket.zip"), {"do": "import"})
    both = [library.content(line.id) for line in library.lines()]
    assert both[0] == both[1]
    assert browser.get(f"{at}?format=exe").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "Send the list as an Excel file"),
        (b"PK\x03\x04", "no scenario package"),
    ],
)
def test_what_is_no_scenario_is_refused_beside_the_field(browser, content, words):
    answer = upload(browser, content)
    assert answer.status_code in {415, 422}
    assert words in text_of(answer)
    assert 'aria-invalid="true"' in answer.text


def test_an_upload_is_its_uploaders_and_waits_for_a_day(browser, enter, time, again):
    at = put_aside(browser)
    other = enter("coordinator").get(at, follow_redirects=True)
    assert "The file is no longer here" in text_of(other)
    time.forward(days=1, seconds=1)
    assert "The file is no longer here" in text_of(again().get(at, follow_redirects=True))


def test_old_uploads_make_room(browser, database, time, again):
    for _ in range(MOST_KEPT + 2):
        put_aside(browser)
        time.forward(minutes=1)
    assert kept(database) == MOST_KEPT
    time.forward(seconds=timedelta(days=2).total_seconds())
    put_aside(again())
    assert kept(database) == 1


def kept(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ScenarioUpload))


@pytest.mark.parametrize("role", ["member", "observer", "secretary"])
def test_who_may_be_called_to_play_sees_neither_page_nor_file(enter, library, role):
    scenario = library.begin()
    member = enter(role)
    assert member.get(IMPORT).status_code == 403
    assert upload(member).status_code == 403
    assert member.get(f"/scenarios/{scenario}/export?format=json").status_code == 403


def test_a_file_is_looked_at_against_scenarios_of_the_network_alone(browser, database):
    assert upload(browser, scenario="6f1c1f0e-6c3c-4f4e-9a55-0d3a4c1d2b10").status_code == 404
