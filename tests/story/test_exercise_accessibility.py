"""Can everybody lead an exercise and take part in it: by keyboard, without motion, in any colours?

That every page of an exercise can be used at all is looked at with the others (test_accessibility).
"""

import re

import pytest
from playwright.sync_api import expect

from tests.exercises import a_script
from tests.story import eye, playing, tokens
from tests.story.screen import PHONE

SWEDISH = {"locale": "sv-SE"}
PAINTED = "getComputedStyle(document.body).backgroundColor"
# axe reads -webkit-text-fill-color, which an emulated system does not set on dark pages.
SYSTEM = """() => {
  const one = document.createElement("p");
  one.style.background = "Canvas";
  document.body.append(one);
  return getComputedStyle(one).backgroundColor;
}"""


@pytest.fixture
def run(service, place):
    """A run of the small script, prepared, with Anna and Bo in their groups."""
    at = f"/networks/{place.slug}/scenarios"
    scenario = service.post(at, {"content": a_script()})["id"]
    meeting = place.meeting(title="Övningsdag", minutes=150)
    exercise = service.post(f"/meetings/{meeting}/exercise", {"scenario": scenario})["id"]
    made = service.post(f"/exercises/{exercise}/runs", {"label": "Bord 1"})
    for name, group in (("Anna", "kommun"), ("Bo", "polis")):
        seat = {"person": place.people[name], "kind": "player", "group": group}
        service.post(f"/runs/{made['id']}/roles", seat)
    return made["id"]


def link(service, place, run, name="Anna"):
    """The address of somebody's page in the run."""
    roles = service.get(f"/runs/{run}/roles")["items"]
    return next(one["play_url"] for one in roles if one["person"] == place.people[name])


def press(page, name):
    """Reach a button or a link by the keyboard alone, and press it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by the keyboard")


def test_the_console_is_steered_by_keyboard_alone(service, screens, place, run):
    page = screens.open(place.address("Eva"))
    page.goto(f"/runs/{run}")
    said = page.locator("#status")
    for name, words in (
        ("Start the exercise", "The exercise goes on."),
        ("Release now", "C1 is released."),
        ("Pause", "Paused."),
        ("Continue", "The exercise goes on."),
    ):
        press(page, name)
        expect(said).to_have_text(words)
        assert page.evaluate("document.activeElement.tagName") in {"BUTTON", "A"}, name
        assert eye.faults(page, "en") == []
    press(page, "End …")
    expect(page.get_by_role("heading", level=1)).to_have_text("End the exercise")
    press(page, "End the exercise")
    expect(page.locator("#board")).to_contain_text("Begin the hot wash")
    assert service.get(f"/runs/{run}")["state"] == "ended"
    released = [
        one["number"]
        for one in service.get(f"/runs/{run}/injects")["items"]
        if one["state"] == "released"
    ]
    assert released == ["C1"]


def test_an_answer_is_given_by_keyboard_alone_on_a_phone(service, screens, place, run):
    service.post(f"/runs/{run}/start")
    page = screens.open(width=PHONE, **SWEDISH)
    page.goto(link(service, place, run))
    choice = page.locator("#question-F1 input[type=radio]").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if choice.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Det är vår växel.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#question-F1")).to_contain_text("Kommunen. Det är vår växel.")
    assert eye.faults(page, "sv") == []


def test_who_wants_no_motion_sees_none_and_what_comes_moves_no_focus(service, screens, place, run):
    anna = link(service, place, run)
    service.post(f"/runs/{run}/start")
    room = f"/screen/{tokens.of_screen(service, run)}"
    pages = {}
    for name, address in (("player", anna), ("screen", room), ("console", f"/runs/{run}")):
        who = place.address("Eva") if name == "console" else ""
        pages[name] = screens.open(who, reduced_motion="reduce")
        pages[name].goto(address)
    pages["player"].locator("#question-F1 textarea").focus()
    pages["console"].locator("#reason").focus()
    service.post(f"/runs/{run}/injects/C1/release", {})
    expect(pages["player"].locator("[data-news-region]")).to_have_text(re.compile("Inspel C1"))
    expect(pages["console"].locator("#status")).to_contain_text("C1")
    expect(pages["player"].locator("#question-F1 textarea")).to_be_focused()
    expect(pages["console"].locator("#reason")).to_be_focused()
    for name, page in pages.items():
        assert page.evaluate(playing.MOVING) == 0, name


def test_forced_colours_leave_the_pages_of_exercises_usable(screens, tour):
    page = screens.open(tour.place.address("Eva"), **SWEDISH)
    runs, exercises = tour.values["run"], tour.values["exercise"]
    addresses = [f"/exercises/{one}" for one in exercises]
    addresses += [f"/exercises/{exercises[1]}/{name}" for name in ("evaluation", "report")]
    addresses += [f"/runs/{run}" for run in runs] + [f"/runs/{runs[1]}/injects/C1"]
    addresses += [f"/play/{token}" for token in tour.links["/play/"]]
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in eye.in_forced_colours(page)]
    assert found == [], "\n".join(found)


def test_the_screen_in_the_room_is_dark_and_gives_way_to_the_system_s_colours(screens, tour):
    [token] = tour.links["/screen/"]
    page = screens.open(**SWEDISH)
    page.goto(f"/screen/{token}")
    assert eye.faults(page, "sv") == []
    assert page.evaluate(PAINTED) == "rgb(23, 24, 26)"
    page.emulate_media(forced_colors="active")
    assert page.evaluate(PAINTED) == page.evaluate(SYSTEM)


def test_the_pages_of_an_exercise_can_be_used_on_a_phone(screens, tour):
    page, found = screens.open(tour.place.address("Eva"), width=PHONE, **SWEDISH), []
    exercise, run = tour.values["exercise"][1], tour.values["run"][1]
    addresses = [f"/exercises/{exercise}{name}" for name in ("", "/evaluation", "/report")]
    addresses += [f"/runs/{run}{name}" for name in ("", "/injects/C1", "/add", "/jump?module=M2")]
    addresses += [f"/play/{token}" for token in tour.links["/play/"]]
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in eye.faults(page, "sv")]
    assert found == [], "\n".join(found)


def test_what_comes_back_from_a_form_of_an_exercise_can_be_used_too(screens, tour):
    page, found = screens.open(tour.place.address("Eva"), **SWEDISH), []
    _, running, hotwash, _ = tour.values["run"]
    play = {place: f"/play/{token}" for place, token in tour.places.items()}
    for address, form in (
        (f"/runs/{running}/abort", "steer/abort"),
        (f"/runs/{running}/add", "steer/add"),
        (f"/runs/{running}/final?target=O1.2", "final"),
        (f"/runs/{hotwash}/hotwash", "say"),
        (f"/exercises/{tour.values['exercise'][1]}/findings/new", "new"),
        (f"/findings/{tour.values['finding'][1]}", "actions"),
        (play["running player"], "answer"),
        (play["running evaluator"], "observe"),
        (f"{play['running evaluator']}/rate?target=O1.1", "rate"),
        (play["running recorder"], "decide"),
        (f"{play['hotwash player']}/hotwash", "say"),
    ):
        page.goto(address)
        page.locator(f"main form[action$='/{form}'] button:visible").last.click()
        expect(page.locator(".ds-error-summary").first).to_be_visible()
        found += [f"{address}: {fault}" for fault in eye.faults(page, "sv")]
    assert found == [], "\n".join(found)
