"""How does a network see, begin, approve and compare its scenarios?"""

import html
import io
import re

import pytest

from scheduler.exercise.ready import ready
from tests.scenarios import Library
from tests.web.browser import text_of

SECRET = "HEMLIGT"
SECRETS = {
    "objectives": [{"key": "M1", "text": f"{SECRET} mål"}],
    "injects": [
        {
            "key": "C1",
            "title": f"{SECRET} samtal",
            "note": f"{SECRET} anteckning",
            "expected": [{"key": "C1a", "text": f"{SECRET} åtgärd"}],
        }
    ],
}


@pytest.fixture
def library(database, network):
    return Library(database, network)


@pytest.fixture
def scenario(library):
    made = library.begin()
    library.write(made, **SECRETS)
    return made


def test_the_empty_page_says_what_a_scenario_is(enter):
    lead = text_of(enter("facilitator").get("/networks/lan/scenarios"))
    assert "No scenarios yet A scenario is a story to talk through" in lead
    assert "Take a ready one, or begin your own" in lead
    member = text_of(enter("member").get("/networks/lan/scenarios"))
    assert "You have proposed no scenario yet" in member


def test_a_ready_scenario_is_taken_with_one_button(enter, library):
    browser = enter()
    page = text_of(browser.get("/networks/lan/scenarios/new"))
    assert "C Rumours in the feed Svenska : Rykten i flödet English" in page
    answer = browser.send("/networks/lan/scenarios/new", {"ready": "C", "language": "sv"})
    scenario = library.lines()[0].id
    assert answer.headers["Location"] == f"/scenarios/{scenario}"
    assert library.content(scenario) == ready("C", "sv")
    shown = text_of(browser.get(f"/scenarios/{scenario}"))
    for inject in ready("C", "sv").injects:
        assert inject.title in shown
    for objective in ready("C", "sv").objectives:
        assert objective.text in shown


def test_a_scenario_without_a_title_is_asked_for_one(enter):
    answer = enter().send("/networks/lan/scenarios/new", {"title": ""})
    assert answer.status_code == 422
    assert 'href="#title"' in answer.get_data(as_text=True)


def test_a_scenario_goes_from_draft_to_approved_with_buttons(enter, library, scenario):
    browser, at = enter("facilitator"), f"/scenarios/{scenario}"
    page = text_of(browser.get(at))
    assert "Ett rykte ◐ Draft" in page
    assert "Objective M1 has no indicator" in page
    browser.send(f"{at}/state", {"version": "1", "state": "review"})
    assert "Approve version 1" in text_of(browser.get(at))
    browser.send(f"{at}/state", {"version": "1", "state": "approved"})
    page = text_of(browser.get(at))
    assert "It can be run: choose it when you plan an exercise for a meeting." in page
    assert library.versions(scenario) == [(1, "approved", "Ett rykte")]
    browser.send(f"{at}/state", {"version": "1", "state": "retired"})
    assert "Out of use" in text_of(browser.get("/networks/lan/scenarios"))


def test_a_state_that_cannot_be_reached_is_refused_in_words(enter, library, scenario):
    library.advance(scenario, "approved")
    answer = enter().send(f"/scenarios/{scenario}/state", {"version": "1", "state": "draft"})
    assert answer.status_code == 409
    assert "The version cannot take this state" in text_of(answer)


def test_two_versions_are_compared_part_by_part(enter, library, scenario):
    library.advance(scenario, "approved")
    library.write(scenario, title="Två rykten", objectives=[])
    browser = enter()
    page = text_of(browser.get(f"/scenarios/{scenario}/compare?from=1&to=2"))
    assert "The head Changed: Två rykten Title Ett rykte → Två rykten" in page
    assert f"Objective M1 Taken away: {SECRET} mål –" in page
    library.write(scenario, injects=[{"key": "C1", "title": "Nytt", "groups": ["a"]}])
    page = text_of(browser.get(f"/scenarios/{scenario}/compare?from=1&to=2"))
    assert f"Inject C1 Changed: Nytt Title {SECRET} samtal → Nytt Groups – → a" in page
    same = text_of(browser.get(f"/scenarios/{scenario}/compare?from=2&to=2"))
    assert "Nothing: both versions say the same." in same
    earlier = text_of(browser.get(f"/scenarios/{scenario}?version=1"))
    assert "This is an earlier version." in earlier
    assert "New inject" not in earlier
    assert browser.get(f"/scenarios/{scenario}?version=9").status_code == 404


def test_a_scenario_is_copied_to_a_new_one(enter, library, scenario):
    answer = enter().send(f"/scenarios/{scenario}/copy")
    copied = answer.headers["Location"].rpartition("/")[2]
    assert [line.title for line in library.lines()] == ["Ett rykte", "Ett rykte (copy)"]
    assert copied != str(scenario)


def test_every_way_to_take_a_version_home_that_the_page_shows_leads_to_a_file(enter, scenario):
    browser, at = enter("facilitator"), f"/scenarios/{scenario}"
    page = browser.get(at).get_data(as_text=True)
    links = re.findall(r'href="([^"]*/export[^"]*)"', page)
    assert len(links) == 4  # package, Excel, csv, CEXF
    assert {browser.get(html.unescape(link)).status_code for link in links} == {200}


def test_a_member_reads_no_scenario_of_others_whatever_the_address(enter, library, scenario):
    library.advance(scenario, "approved")
    library.add_paper(scenario, "Facit.txt", b"Facit", "all")
    browser, at = enter("member"), f"/scenarios/{scenario}"
    for path in (
        at,
        f"{at}?version=1",
        f"{at}/compare?from=1&to=1",
        f"{at}/head/edit",
        f"{at}/lists/edit",
        f"{at}/injects/edit?key=C1",
        f"{at}/objectives/edit",
        f"{at}/files?name=Facit.txt",
    ):
        answer = browser.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert SECRET not in answer.get_data(as_text=True)
    for path in ("state", "copy", "injects/edit", "injects/place", "files", "files/remove"):
        answer = browser.send(f"{at}/{path}", {"version": "1", "state": "retired", "title": "X"})
        assert (path, answer.status_code in {403, 404}) == (path, True)
    for path in ("/networks/lan/scenarios", f"{at}/suggest"):
        page = browser.get(path)
        assert page.status_code == 200
        assert SECRET not in page.get_data(as_text=True)
    assert "Ett rykte" not in text_of(browser.get("/networks/lan/scenarios"))


def test_a_members_own_scenario_is_theirs_until_it_is_approved(enter, library):
    browser = enter("member")
    made = browser.send("/networks/lan/scenarios/new", {"title": "Mitt"}).headers["Location"]
    page = text_of(browser.get(made))
    assert "Send it round for review" in page
    assert "Approve version" not in page
    browser.send(f"{made}/state", {"version": "1", "state": "review"})
    assert browser.send(f"{made}/state", {"version": "1", "state": "approved"}).status_code == 403
    enter("facilitator").send(f"{made}/state", {"version": "1", "state": "approved"})
    assert browser.get(made).status_code == 404
    listed = text_of(browser.get("/networks/lan/scenarios"))
    assert "Mitt Suggest an inject ● Approved" in listed


@pytest.mark.parametrize("path", ["", "/new"])
def test_who_only_looks_on_sees_no_library(enter, path):
    assert enter("observer").get(f"/networks/lan/scenarios{path}").status_code == 403


def test_an_inject_is_suggested_decided_and_the_answer_stands_there(enter, library, scenario):
    member, lead = enter("member"), enter("facilitator")
    at = f"/scenarios/{scenario}/suggest"
    assert member.send(at, {"title": ""}).status_code == 422
    member.send(at, {"title": "Pressen ringer", "text": "Stämmer det?"})
    assert "Pressen ringer Stämmer det? Waits for a facilitator" in text_of(member.get(at))
    assert "one suggestion waits" in text_of(lead.get("/networks/lan/scenarios"))
    page = lead.get(f"/scenarios/{scenario}").get_data(as_text=True)
    decide = page.partition('href="/suggestions/')[2].partition('"')[0]
    assert member.get(f"/suggestions/{decide}").status_code == 403
    refused = lead.send(f"/suggestions/{decide}", {"state": "declined"})
    assert refused.status_code == 422
    assert "Write a word to whoever suggested the inject" in text_of(refused)
    lead.send(f"/suggestions/{decide}", {"state": "taken"})
    assert library.content(scenario).injects[-1].key == "S1"
    assert "Taken, thank you" in text_of(member.get(at))


def test_a_paper_is_added_opened_and_taken_away(enter, library, scenario):
    browser, at = enter("facilitator"), f"/scenarios/{scenario}/files"

    def add(content, audience="facilitators"):
        file = (io.BytesIO(content), "Karta över torget.txt")
        data = {"file": file, "audience": audience}
        return browser.send(at, data, content_type="multipart/form-data")

    assert add(b"Gator").status_code == 303
    assert add(b"Gator", "players").status_code == 404
    add(b"")
    page = text_of(browser.get(f"/scenarios/{scenario}"))
    assert "The file is empty." in page
    assert "Karta över torget.txt Facilitators and evaluators" in page
    got = browser.get(f"{at}?name=Karta över torget.txt")
    assert (got.data, got.mimetype) == (b"Gator", "text/plain")
    assert got.headers["Content-Disposition"].startswith("attachment")
    browser.send(f"{at}/remove", {"name": "Karta över torget.txt"})
    assert browser.get(f"{at}?name=Karta över torget.txt").status_code == 404


def test_capabilities_are_written_on_one_page_and_tied_to_objectives(enter, library, scenario):
    browser, at = enter("facilitator"), "/networks/lan/capabilities"

    def send(**fields):
        page = browser.get(at).get_data(as_text=True)
        seen = page.partition('name="seen" value="')[2].partition('"')[0]
        return browser.send(at, {"seen": seen, **fields})

    assert send(**{"items.0.code": "F1", "items.0.name": ""}).status_code == 422
    saved = send(**{"items.0.code": "F1", "items.0.name": "Gemensam lägesbild"})
    assert saved.status_code == 303
    stale = browser.send(at, {"seen": "old", "items.0.code": "F2", "items.0.name": "Annat"})
    assert stale.status_code == 409
    assert "What somebody else has saved F1 Gemensam lägesbild" in text_of(stale)
    form = {"text": "Dela lägesbilden", "key": "M2", "capabilities": ["F1"]}
    browser.send(f"/scenarios/{scenario}/objectives/edit", form)
    content = library.content(scenario)
    assert [(one.code, one.name) for one in content.capabilities] == [("F1", "Gemensam lägesbild")]
    assert content.objectives[-1].capabilities == ("F1",)
    assert send().status_code == 303
    assert enter("member").get(at).status_code == 403
