"""Do notes become a link in everybody's mail that opens what all may read?"""

from playwright.sync_api import expect

from tests.story.place import a_place
from tests.story.screen import PHONE

POINTS = [{"title": "Lägesbild"}, {"title": "Bara för kretsen", "class": "circle"}]


def test_notes_are_written_saved_and_published_and_the_link_opens_the_open_points(
    service, office, screens, width
):
    place = a_place(service)
    meeting = place.called()
    service.api("PUT", f"/meetings/{meeting}/agenda", {"items": POINTS})
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/meetings/{meeting}/minutes")
    first = page.locator("fieldset.row-card", has_text="Lägesbild")
    first.get_by_label("Notes").fill("Lugnt i *hela* länet.")
    first.locator("summary").click()
    first.get_by_label("New decision").first.fill("Vi övar i mars.")
    first.get_by_label("New action").first.fill("Boka Stadshuset")
    first.get_by_label("Who does it").first.select_option(label="Kumla kommun")
    hidden = page.locator("fieldset.row-card", has_text="Bara för kretsen")
    hidden.get_by_label("Notes").fill("Inget för utomstående.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("status").filter(has_text="saved as a draft")).to_be_visible()
    before = len(office.letters(place.address("Anna")))
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish and tell 3 people").click()
    expect(page.get_by_text("Published", exact=False).first).to_be_visible()
    link = office.letter(place.address("Anna"), before + 1).link("/m/")
    reader = screens.open(width=PHONE, javascript=False, locale="sv-SE")
    reader.goto(link)
    text = reader.locator("main").inner_text()
    shown = ["Lugnt i hela länet.", "Vi övar i mars.", "Boka Stadshuset"]
    kept = ["Inget för utomstående.", "Bara för kretsen"]
    assert [words for words in shown + kept if words in text] == shown
    page.goto(f"/networks/{place.slug}/actions")
    expect(page.locator("main")).to_contain_text("Boka Stadshuset")
