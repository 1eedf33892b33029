"""Can an agenda be put in order by keyboard alone, and its pages be used by everybody?"""

import pytest
from playwright.sync_api import expect

from tests.story import eye
from tests.story.screen import PHONE, WIDE

POINTS = [
    {"title": "Inledning", "minutes": 10, "presenter": "Länsstyrelsen"},
    {"title": "Lägesbild", "minutes": 40, "kind": "round"},
    {"title": "Bara för kretsen", "minutes": 20, "class": "circle", "text": "Underlag delas ut."},
    {"title": "Nästa möte", "minutes": 5},
]


@pytest.fixture
def meeting(place, service):
    made = place.called()
    service.api("PUT", f"/meetings/{made}/agenda", {"items": POINTS})
    return made


def titles(page):
    return page.locator("input[name$='.title']").evaluate_all("all => all.map(one => one.value)")


def names(page):
    return page.locator("input[name$='.title']").evaluate_all("all => all.map(one => one.name)")


def focused(page):
    """The field that has the focus, by its name, or the button, by what it does."""
    name, value = page.evaluate("(({name, value}) => [name, value])(document.activeElement)")
    return value if name == "do" else name


def clocks(page):
    return page.locator("[data-begins]").all_inner_texts()


def saved(service, meeting):
    return [one["title"] for one in service.get(f"/meetings/{meeting}/agenda")["items"]]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_points_are_put_in_order_summed_and_saved_by_keyboard_alone(
    place, service, screens, meeting, width
):
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/meetings/{meeting}/agenda")
    assert eye.faults(page, "en") == []
    page.locator("[name='items.3.title']").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert titles(page) == ["Inledning", "Nästa möte", "Lägesbild", "Bara för kretsen"]
    assert names(page) == [f"items.{number}.title" for number in range(4)]
    assert focused(page) == "items.1.title"
    assert clocks(page) == ["09:00", "09:10", "09:15", "09:55"]
    assert page.locator("#status").inner_text() == "Point 2 of 4"
    page.keyboard.press("Tab")
    assert focused(page) == "items.1.minutes"
    page.keyboard.press("Control+a")
    page.keyboard.type("60")
    assert page.locator("#fit").inner_text() == (
        "The points take 130 minutes: 10 more than the meeting's 120."
    )
    assert clocks(page) == ["09:00", "09:10", "10:10", "10:50"]
    page.locator("[name=do][value='up:1']").press("Enter")
    assert titles(page)[0] == "Nästa möte"
    assert focused(page) == "down:0"
    page.keyboard.press("Alt+ArrowDown")
    assert (titles(page)[1], focused(page)) == ("Nästa möte", "down:1")
    page.locator("[name=do][value='remove:0']").press("Enter")
    assert titles(page) == ["Nästa möte", "Lägesbild", "Bara för kretsen"]
    assert focused(page) == "items.0.title"
    assert eye.faults(page, "en") == []
    page.locator("[name='items.0.title']").press("Enter")
    page.wait_for_url(f"**/meetings/{meeting}")
    assert saved(service, meeting) == ["Nästa möte", "Lägesbild", "Bara för kretsen"]
    assert eye.faults(page, "en") == []


def test_without_a_script_the_same_order_is_reached_by_buttons(place, service, screens, meeting):
    page = screens.open(place.address("Eva"), javascript=False)
    page.goto(f"/meetings/{meeting}/agenda")
    page.locator("[name=do][value='up:3']").press("Enter")
    expect(page.locator("[name='items.2.title']")).to_have_value("Nästa möte")
    assert focused(page) == "up:2"
    page.keyboard.press("Enter")
    expect(page.locator("[name='items.1.title']")).to_have_value("Nästa möte")
    assert titles(page) == ["Inledning", "Nästa möte", "Lägesbild", "Bara för kretsen"]
    page.locator("[name='items.0.title']").press("Enter")
    page.wait_for_url(f"**/meetings/{meeting}")
    assert saved(service, meeting) == [
        "Inledning",
        "Nästa möte",
        "Lägesbild",
        "Bara för kretsen",
    ]


def test_words_that_are_not_saved_are_asked_about_before_they_are_lost(place, screens, meeting):
    page, asked = screens.open(place.address("Eva")), []

    def leave(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"/meetings/{meeting}/agenda")
    page.locator("[name='items.0.presenter']").press_sequentially("Anna")
    page.locator(".ds-breadcrumbs ol a").first.click()
    page.wait_for_url(f"**/networks/{place.slug}")
    assert asked == ["beforeunload"]
    page.goto(f"/meetings/{meeting}/agenda")
    page.locator("[name='items.0.presenter']").press_sequentially("Anna")
    page.get_by_role("link", name="Leave without saving").click()
    page.wait_for_url(f"**/meetings/{meeting}")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_point_is_proposed_on_a_phone_and_decided_on_the_agenda(
    office, place, screens, meeting, width
):
    letter = office.letter(place.address("Anna"))
    [link] = [one for one in letter.links() if "/propose/" in one]
    anna = screens.open(width=width)
    anna.goto(link)
    assert eye.faults(anna, "sv") == []
    anna.locator("[name=title]").fill("Julmarknaden")
    anna.locator("main form button").click()
    anna.wait_for_url("**?taken")
    assert eye.faults(anna, "sv") == []
    eva = screens.open(place.address("Eva"), width=width)
    eva.goto(f"/meetings/{meeting}/agenda")
    assert eye.faults(eva, "en") == []
    eva.locator(".proposal button[value=returned]").click()
    eva.wait_for_selector(".proposal [aria-invalid]")
    assert eva.evaluate("document.activeElement.name") == "answer"
    assert eye.faults(eva, "en") == []
    eva.locator(".proposal button[value=accepted]").click()
    eva.wait_for_selector("details >> text=1 proposal is decided")
    assert titles(eva)[-2:] == ["Julmarknaden", "Nästa möte"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_standing_points_and_the_sending_of_an_agenda_can_be_used_by_everybody(
    place, screens, meeting, width
):
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/networks/{place.slug}/standing-points")
    assert eye.faults(page, "en") == []
    page.goto(f"/meetings/{meeting}/agenda/send")
    assert eye.faults(page, "en") == []
