"""Can an official fill in the round on a phone, by keyboard and without a script; can a chair?"""

import re

import pytest
from playwright.sync_api import expect

from tests.story import eye
from tests.story.screen import PHONE
from tests.story.tokens import token

POINTS = [
    {"title": "Läget i länet", "kind": "round", "minutes": 2},
    {"title": "Bara för kretsen", "kind": "round", "class": "circle"},
]
WHAT_WE_REPORT = "Lugnt i Kumla. Ny lokal från mars."


@pytest.fixture
def meeting(service, place):
    called = place.called()
    service.api("PUT", f"/meetings/{called}/agenda", {"items": POINTS})
    return called


def slots(service, meeting):
    first = service.get(f"/meetings/{meeting}/round")["items"][0]["slots"]
    return {one["organisation_name"]: (one["text"], one["nothing_to_report"]) for one in first}


def link(service, place, meeting, name):
    return f"/round/{token(service, 'round', place.invitation(meeting, name)['id'])}"


def test_a_slot_is_filled_by_link_on_a_phone_by_keyboard_without_a_script(
    service, screens, place, meeting
):
    page = screens.open(width=PHONE, javascript=False, locale="sv-SE")
    page.goto(link(service, place, meeting, "Anna"))
    assert page.context.cookies() == []
    expect(page.locator("main")).not_to_contain_text("Bara för kretsen")
    assert eye_without_script(screens, page.url) == []
    page.get_by_role("textbox").focus()
    page.keyboard.type(WHAT_WE_REPORT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_have_value(WHAT_WE_REPORT)
    assert slots(service, meeting) == {
        "Kumla kommun": (WHAT_WE_REPORT, False),
        f"Länsstyrelsen {place.slug}": ("", False),
        "Nora kommun": ("", False),
    }
    page.get_by_role("textbox").focus()
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("textbox")).to_have_value("")
    assert slots(service, meeting)["Kumla kommun"] == ("", True)


def eye_without_script(screens, url):
    """See what axe sees; as it is a script, in a window that runs them."""
    window = screens.open(width=PHONE, locale="sv-SE")
    window.goto(url)
    return eye.faults(window, "sv")


def test_a_chair_sees_all_slots_moves_them_and_lets_the_time_run(
    service, screens, place, meeting, width
):
    house = next(
        one["organisation"]
        for one in service.get(f"/meetings/{meeting}/round")["items"][0]["slots"]
        if one["organisation_name"] == "Nora kommun"
    )
    item = service.get(f"/meetings/{meeting}/round")["items"][0]["id"]
    text = "Vi har 811218-9876 hos oss."
    service.api("PUT", f"/items/{item}/round/{house}", {"text": text})
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/meetings/{meeting}")
    page.get_by_role("link", name="Open the round").click()
    expect(page.get_by_role("alert")).to_contain_text("Nora kommun")
    assert eye.faults(page, "en") == []
    first = page.locator(".round").first
    names = first.get_by_role("heading", level=3)
    convenor = f"Länsstyrelsen {place.slug}"
    expect(names).to_have_text(["Kumla kommun", convenor, "Nora kommun"])
    first.get_by_role("button", name="Move up Nora kommun").press("Enter")
    expect(names).to_have_text(["Kumla kommun", "Nora kommun", convenor])
    time = first.locator(".round__time").first
    expect(time).to_contain_text("30 s")
    first.get_by_role("button", name="Start Kumla kommun").press("Enter")
    expect(time.locator("[data-left]")).to_have_text(re.compile(r"^0:2\d$"))
    first.get_by_role("button", name="Stop Kumla kommun").press("Enter")
    expect(first.get_by_role("button", name="Start Kumla kommun")).to_be_visible()
    first.get_by_text("Fill in Kumla kommun").press("Enter")
    first.get_by_label("What Kumla kommun reports").fill("Via telefon")
    first.get_by_role("button", name="Save the report What Kumla kommun reports").press("Enter")
    expect(first).to_contain_text("Via telefon")
    expect(first).to_contain_text("0 of 3 have nothing to report, 1 is silent.")
