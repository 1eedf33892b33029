"""The main story: a rhythm becomes meetings, a notice leaves, an answer comes back."""

import re

import pytest
from playwright.sync_api import expect

from tests.story.place import a_place, day
from tests.story.post import reply_to
from tests.story.screen import PHONE, WIDE


def lay_out(page, place, title):
    """Describe a rhythm with two dates and lay them out; gives nothing but the page after it."""
    page.goto(f"/networks/{place.slug}/series/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("On dates that I list").check()
    page.locator("#dates").fill(f"{day(40)}\n{day(70)}")
    page.get_by_role("textbox", name="Place").fill("Residenset")
    page.get_by_role("button", name="Show the dates").last.click()
    expect(page.get_by_role("heading", name="2 dates")).to_be_visible()
    page.get_by_role("button", name="Lay out these dates").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def fix(page):
    """Fix the dates of the series that the page shows."""
    page.get_by_role("link", name="Fix the dates").click()
    page.get_by_role("button", name=re.compile("Fix the 2 dates")).click()
    expect(page.get_by_role("status").filter(has_text="hold now")).to_be_visible()


def call(page, title):
    """Open the first meeting of the series, look at its notice, and send it."""
    page.get_by_role("link", name=title, exact=True).first.click()
    page.get_by_role("link", name="Look at the notice").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_role("heading").first).to_be_visible()
    assert "Residenset" in mail.locator("body").inner_text()
    page.get_by_role("button", name="Send to 3 people").click()
    expect(page.get_by_role("status").filter(has_text="The meeting is called")).to_be_visible()


def answer(page, link, word, comment):
    """Answer through the link in the mail."""
    page.goto(link)
    page.locator("#comment").fill(comment)
    page.locator(f"button[name=answer][value={word}]").first.click()
    page.wait_for_url(link)
    expect(page.locator("#comment")).to_have_value(comment)


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (PHONE, True), (WIDE, False)])
def test_a_rhythm_is_fixed_called_and_answered_and_the_answer_stands_on_the_meeting_s_page(
    service, office, screens, width, javascript
):
    place, title = a_place(service), "Samverkan i länet"
    eva = screens.open(place.address("Eva"), width=width, javascript=javascript)
    lay_out(eva, place, title)
    assert office.letters(place.address("Anna")) == []
    fix(eva)
    call(eva, title)
    notice = office.letter(place.address("Anna"))
    assert notice.said == ("REQUEST", 0)
    anna = screens.open(width=PHONE, javascript=False, locale="sv-SE")
    answer(anna, notice.link("/r/"), "accepted", "Jag tar tåget från Kumla.")
    eva.reload()
    expect(eva.locator(".answers-bar")).to_contain_text("1 yes")
    expect(eva.locator(".answers-bar")).to_contain_text("2 silent")
    expect(eva.locator(".party", has_text="Kumla kommun")).to_contain_text("Jag tar tåget")
    expect(eva.locator("ol.timeline")).to_contain_text("3 delivered")
    expect(eva.locator("ol.timeline")).to_contain_text("Anna: yes")


def test_a_meeting_is_planned_called_and_answered_with_the_keyboard_alone(
    service, office, screens, place
):
    page = screens.open(place.address("Eva"))
    page.goto(f"/networks/{place.slug}/meetings/new")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    page.get_by_label("Title").focus()
    page.keyboard.insert_text("Möte utan mus")
    page.get_by_label("Begins").focus()
    assert page.evaluate("document.activeElement.type") == "datetime-local"
    page.get_by_label("Begins").fill(f"{day(40)}T09:00")
    press(page, "button", "Go on to the notice")
    press(page, "button", "Send to 3 people")
    expect(page.get_by_role("status").filter(has_text="The meeting is called")).to_be_visible()
    anna = screens.open(width=PHONE)
    anna.goto(office.letter(place.address("Anna")).link("/r/"))
    for _ in range(12):
        anna.keyboard.press("Tab")
        if anna.evaluate("document.activeElement.value") == "declined":
            break
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("status")).to_contain_text("✕")


def press(page, role, name):
    """Walk to a control with the Tab key, and press Enter."""
    target = page.get_by_role(role, name=name)
    expect(target).to_be_visible()
    wanted = target.element_handle()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement === wanted", wanted):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key never reached {name}")


def test_an_answer_that_a_calendar_program_mails_stands_on_the_meeting_s_page(
    service, office, screens, place
):
    meeting = place.called()
    notice = office.letter(place.address("Bo"))
    office.take(*reply_to(notice, "declined", "Krockar med nämnden"))
    page = screens.open(place.address("Eva"))
    page.goto(f"/meetings/{meeting}")
    person = page.locator(".party", has_text="Nora kommun")
    expect(person).to_contain_text("No")
    expect(person).to_contain_text("Krockar med nämnden")
    found = place.invitation(meeting, "Bo")
    assert (found["answer"], found["answered_via"]) == ("declined", "mail")
