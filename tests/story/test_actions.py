"""Is a promise kept in sight until it is done: given, told of by link and mail, checked?"""

import re

from playwright.sync_api import expect

from tests.story import eye
from tests.story.place import a_place, day
from tests.story.waiting import until

TEXT = "Bjud in skolorna till vårens övning med Landsbygdsutvecklingssamordnaren"


def _given(office, reader):
    found = [one for one in office.letters(reader) if one.subject.startswith("Yours to do")]
    return found[0] if found else None


def _promise(page, place, width):
    page.goto(f"/networks/{place.slug}/actions")
    expect(page.get_by_role("heading", name="No actions yet")).to_be_visible()
    assert eye.faults(page, "en") == []
    page.get_by_label("What is to be done").fill(TEXT)
    page.get_by_label("Who does it").select_option(label="Ada")
    page.get_by_label("Until").fill(day(-3))
    page.locator("#horizon").select_option(label="Long term")
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_role("table")).to_contain_text(TEXT)
    assert eye.faults(page, "en") == []


def _button(page, name):
    """Reach a button by the keyboard alone, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by the keyboard")


def test_an_owner_tells_by_the_link_with_the_keyboard_alone_and_it_is_checked(
    service, office, screens, width
):
    place = a_place(service)
    place.add("Ada", language="en")
    eva = screens.open(place.address("Eva"), width=width)
    _promise(eva, place, width)
    letter = until(lambda: _given(office, place.address("Ada")), "the letter to Ada")
    ada = screens.open(width=width)
    ada.goto(letter.link("/action/"))
    assert eye.faults(ada, "en") == []
    _button(ada, "We have started")
    expect(ada.get_by_text("In progress").first).to_be_visible()
    _button(ada, "We need more time or help")
    expect(ada.locator(".ds-error-summary")).to_contain_text("write a word about it")
    assert eye.faults(ada, "en") == []
    ada.get_by_label("A word about it").fill("Skolan svarar i mars.")
    _button(ada, "It is done")
    expect(ada.get_by_text("Nothing is left to do here")).to_be_visible()
    expect(ada.locator("main")).to_contain_text("Skolan svarar i mars.")
    assert eye.faults(ada, "en") == []
    eva.goto("/actions?state=all")
    assert eye.faults(eva, "en") == []
    eva.get_by_role("link", name=TEXT).click()
    expect(eva.locator("main")).to_contain_text("Told by the link")
    assert eye.faults(eva, "en") == []
    _button(eva, "Checked: it is done")
    expect(eva.get_by_role("status").first).to_contain_text("The action is saved.")
    assert eye.faults(eva, "en") == []
    assert re.search("Checked", eva.locator(".head").inner_text())


def test_an_owner_tells_by_answering_the_letter(service, office, screens, width):
    place = a_place(service)
    place.add("Ada", language="en")
    _promise(screens.open(place.address("Eva"), width=width), place, width)
    letter = until(lambda: _given(office, place.address("Ada")), "the letter to Ada")
    raw = (
        f"From: {place.address('Ada')}\r\nTo: {letter.sender}\r\nSubject: Sv: {TEXT}\r\n"
        f"In-Reply-To: {letter.mail['Message-ID']}\r\nMessage-ID: <1@kumla.example>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nKlart! Rektorn kommer.\r\n"
    )
    office.take(place.address("Ada"), letter.sender, raw.encode())
    (action,) = service.get(f"/networks/{place.slug}/actions")["items"]
    assert (action["state"], action["overdue"]) == ("done", False)
