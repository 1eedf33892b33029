"""Does somebody find a decision without knowing its meeting, and see the year it belongs to?"""

import re

from playwright.sync_api import expect

from tests.story import eye
from tests.story.place import a_place
from tests.story.screen import PHONE
from tests.story.waiting import until

WORD = "Landsbygdsutvecklingssamordning"


def test_a_decision_is_found_by_a_word_of_it(service, screens, width):
    place = a_place(service)
    meeting = place.called()
    (point,) = service.api(
        "PUT", f"/meetings/{meeting}/agenda", {"items": [{"title": "Vårens övning"}]}
    )["items"]
    notes = {"decisions": [{"item": point["id"], "text": f"{WORD} hålls i oktober."}]}
    service.api("PUT", f"/meetings/{meeting}/minutes", notes)
    until(lambda: service.get(f"/search?q={WORD}")["items"], "the decision in the index")
    page = screens.open(place.address("Eva"), width=width)
    page.goto("/")
    if width <= PHONE:
        page.get_by_role("link", name="Search").click()
        box = page.get_by_label("Words to look for")
    else:
        box = page.get_by_role("searchbox", name="Search in all your networks")
    box.fill(WORD[:12].lower())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.locator("mark").first).to_have_text(WORD)
    assert eye.faults(page, "en") == []
    page.get_by_label("Kind").select_option(label="Decision")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Vårens övning").click()
    expect(page).to_have_url(re.compile(f"/meetings/{meeting}/minutes"))
    page.goto("/search?q=finnsinte")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    assert eye.faults(page, "en") == []


def test_a_network_looks_at_its_year(service, screens, width):
    place = a_place(service)
    meeting = place.called()
    owner = {"organisation": "Kumla kommun"}
    service.post(f"/meetings/{meeting}/actions", {"text": "Boka lokal.", "owner": owner})
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/networks/{place.slug}/numbers")
    expect(page.get_by_role("row", name=re.compile("Kumla kommun")).first).to_be_visible()
    assert eye.faults(page, "en") == []
    page.get_by_role("link", name="Yearly report").click()
    expect(page.get_by_text("färre än 3").first).to_be_visible()  # in the network's language
    assert eye.faults(page, "en") == []
