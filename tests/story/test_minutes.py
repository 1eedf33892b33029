"""Do notes become a link in everybody's mail that opens what all may read?"""

from playwright.sync_api import expect

from tests.story.place import a_place
from tests.story.screen import PHONE
from tests.story.waiting import until

POINTS = [{"title": "Lägesbild"}, {"title": "Bara för kretsen", "class": "circle"}]


def test_notes_are_written_saved_and_published_and_the_link_opens_the_open_points(
    service, office, screens, width
):
    place = a_place(service)
    meeting = place.called()
    service.api("PUT", f"/meetings/{meeting}/agenda", {"items": POINTS})
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/meetings/{meeting}/minutes")
    hidden = page.locator("section.piece", has_text="Bara för kretsen")
    hidden.locator("[data-note] textarea").fill("Inget för utomstående.")
    expect(hidden.locator("[data-said]")).to_contain_text("Saved ")
    first = page.locator("section.piece", has_text="Lägesbild")
    first.locator("[data-note] textarea").fill("Lugnt i *hela* länet.")
    first.locator("summary", has_text="Add a decision").click()
    first.get_by_label("New decision").fill("Vi övar i mars.")
    first.get_by_role("button", name="Save the decision").click()
    expect(first.locator(".taken")).to_contain_text("Vi övar i mars.")
    first.locator("summary", has_text="Add an action").click()
    first.get_by_label("What is to be done").last.fill("Boka Stadshuset")
    first.get_by_label("Who does it").last.select_option(label="Kumla kommun")
    first.get_by_role("button", name="Save the action").last.click()
    expect(first.locator(".taken").last).to_contain_text("Boka Stadshuset")
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish and tell 3 people").click()
    expect(page.get_by_text("Published", exact=False).first).to_be_visible()
    anna = place.address("Anna")
    [told] = until(lambda: [one for one in office.letters(anna) if "/m/" in one.text], "the notes")
    link = told.link("/m/")
    reader = screens.open(width=PHONE, javascript=False, locale="sv-SE")
    reader.goto(link)
    text = reader.locator("main").inner_text()
    shown = ["Lugnt i hela länet.", "Vi övar i mars.", "Boka Stadshuset"]
    kept = ["Inget för utomstående.", "Bara för kretsen"]
    assert [words for words in shown + kept if words in text] == shown
    page.goto(f"/networks/{place.slug}/actions")
    expect(page.locator("main")).to_contain_text("Boka Stadshuset")
