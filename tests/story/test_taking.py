"""Can minutes be taken at the meeting: by two at once, by keyboard alone, and without a script?"""

import re

import pytest
from playwright.sync_api import expect

from tests.story import eye
from tests.story.screen import PHONE, WIDE

POINTS = [
    {"title": "Lägesbild", "minutes": 20},
    {"title": "Bara för kretsen", "class": "circle"},
    {"title": "Sägs bara", "class": "spoken"},
]
SAVED = re.compile(r"Saved \d\d:\d\d")
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def meeting(service, place):
    called = place.called()
    service.api("PUT", f"/meetings/{called}/agenda", {"items": POINTS})
    place.add("Sara", role="secretary", language="en")
    return called


@pytest.fixture
def writer(screens, place, meeting):
    """Open the page on which the notes are taken, as somebody who may."""

    def opened(name="Eva", **how):
        page = screens.open(place.address(name), **how)
        page.goto(f"/meetings/{meeting}/minutes/write")
        return page

    return opened


def point(page, title="Lägesbild"):
    return page.locator("section.piece", has=page.get_by_role("heading", name=title))


def notes(page, title="Lägesbild"):
    return point(page, title).locator("[data-note] textarea")


def minutes(service, meeting):
    return service.get(f"/meetings/{meeting}/minutes")


def test_of_two_who_write_on_one_point_at_once_both_are_shown_and_none_is_lost(
    service, writer, meeting, width
):
    eva, sara = writer(width=width), writer("Sara", width=width)
    notes(eva).fill("Det som Eva hörde.")
    notes(sara).fill("Det som Sara hörde.")
    for page in (eva, sara):
        clash = point(page).locator("[data-clash]")
        expect(clash).to_contain_text("Det som Eva hörde.")
        expect(clash).to_contain_text("Det som Sara hörde.")
    assert eye.faults(eva, "en") == []
    point(eva).get_by_role("button", name="Keep both").click()
    both = re.compile(r"Det som \w+ hörde\.\n\nDet som \w+ hörde\.")
    expect(notes(eva)).to_have_value(both)
    notes(sara).blur()  # what is shown takes no field from under the fingers
    expect(notes(sara)).to_have_value(both)
    expect(point(sara).locator("[data-clash]")).to_have_count(0)
    [entry] = minutes(service, meeting)["entries"]
    assert sorted(entry["text"].split("\n\n")) == ["Det som Eva hörde.", "Det som Sara hörde."]


def test_what_another_saves_appears_and_a_field_in_which_one_types_is_left_alone(writer):
    eva, sara = writer(), writer("Sara")
    notes(sara).focus()
    notes(eva).fill("Lugnt i länet.")
    expect(point(sara)).to_contain_text("Somebody else has just written here.")
    expect(notes(sara)).to_have_value("")
    notes(sara).blur()
    expect(notes(sara)).to_have_value("Lugnt i länet.")


def typed(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def said(page, title="Lägesbild"):
    expect(point(page, title).locator("[data-said]")).to_have_text(SAVED)


def test_minutes_are_taken_by_keyboard_alone(service, writer, meeting, width):
    page = writer(width=width)
    typed(page, "Alt+n", "Alt+n")
    page.keyboard.type("Lugnt i länet.")
    said(page)
    typed(page, "Alt+d")
    page.keyboard.type("Vi övar i mars.")
    typed(page, "Tab", "Enter")
    expect(point(page)).to_contain_text("Decision 1/")
    typed(page, "Alt+a")
    page.keyboard.type("Boka Stadshuset")
    typed(page, "Tab")
    page.keyboard.type("Kumla")
    typed(page, *["Tab"] * 5, "Enter")  # day, month, year and calendar of the date, then the button
    expect(point(page)).to_contain_text("Boka Stadshuset · Kumla kommun")
    typed(page, "Alt+t")
    expect(point(page).get_by_role("timer")).to_be_visible()
    typed(page, "Alt+p", "Alt+p", "Tab", "Enter")
    expect(page.locator("#people")).to_contain_text("1 of 3 organisations are here.")
    expect(page.locator("#people [data-said]")).to_have_text(SAVED)
    found = minutes(service, meeting)
    assert [one["text"] for one in found["entries"]] == ["Lugnt i länet."]
    assert [one["text"] for one in found["decisions"]] == ["Vi övar i mars."]
    assert [(a["text"], a["owner"]["organisation_name"]) for a in found["actions"]] == [
        ("Boka Stadshuset", "Kumla kommun")
    ]
    assert [one["name"] for one in found["attendance"] if one["present"]] == ["Anna"]
    assert eye.faults(page, "en") == []


def test_the_keys_are_shown_and_can_be_turned_off(writer):
    page = writer()
    typed(page, "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("New decision on this point")
    assert eye.faults(page, "en") == []
    dialog.get_by_label("Use these keys on this page").uncheck()
    dialog.get_by_role("button", name="Close").press("Enter")
    notes(page).focus()
    typed(page, "Alt+d")
    expect(point(page).get_by_role("textbox", name="New decision")).to_be_hidden()
    typed(page, "?")
    expect(dialog).to_be_hidden()


def test_without_a_connection_the_text_stays_and_is_saved_as_soon_as_there_is_one(
    service, screens, writer, meeting
):
    page = writer()
    page.context.set_offline(True)
    notes(page).fill("Skrivet i en källare.")
    expect(point(page)).to_contain_text("No connection.")
    page.context.set_offline(False)
    said(page)
    assert [one["text"] for one in minutes(service, meeting)["entries"]] == [
        "Skrivet i en källare."
    ]
    assert [fault for fault in screens.faults if OFFLINE not in fault] == []
    screens.faults.clear()


def test_a_personal_identity_number_is_warned_about_as_soon_as_it_is_saved(writer):
    page = writer()
    notes(page).fill("Det gäller 19811218-9876.")
    warning = point(page).get_by_text("This looks like a personal identity number.")
    expect(warning).to_be_visible()
    notes(page).fill("Det gäller ett ärende.")
    expect(warning).to_be_hidden()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_all_of_it_works_without_a_script(service, screens, writer, meeting, width):
    page = writer(width=width, javascript=False)
    notes(page).fill("Lugnt i länet.")
    point(page).get_by_role("button", name="Save the notes").click()
    expect(notes(page)).to_have_value("Lugnt i länet.")
    point(page).locator("summary", has_text="Add a decision").click()
    point(page).get_by_role("textbox", name="New decision").fill("Vi övar i mars.")
    point(page).get_by_role("button", name="Save the decision").last.click()
    expect(point(page)).to_contain_text("Vi övar i mars.")
    point(page).get_by_role("button", name="Start the clock").click()
    expect(point(page)).to_contain_text("running")
    page.get_by_role("button", name="Present Anna").click()
    expect(page.locator("#people")).to_contain_text("1 of 3 organisations are here.")
    mine = writer("Sara", width=width, javascript=False)
    notes(page).fill("Evas ord.")
    notes(mine).fill("Saras ord.")
    for one in (page, mine):
        point(one).get_by_role("button", name="Save the notes").click()
    clash = point(mine).locator("[data-clash]")
    expect(clash).to_contain_text("Evas ord.")
    expect(clash).to_contain_text("Saras ord.")
    clash.get_by_role("button", name="Keep both").click()
    expect(notes(mine)).to_have_value("Evas ord.\n\nSaras ord.")
    assert [one["text"] for one in minutes(service, meeting)["entries"]] == [
        "Evas ord.\n\nSaras ord."
    ]
