"""Does somebody who plans get in, by link and by password, with and without a script?"""

import re

import pytest
from playwright.sync_api import expect

from tests.story.place import a_place
from tests.story.service import ADMINISTRATOR

PASSWORD = "korrekt häst batteri häftapparat"


def get_link(page, office, email):
    """Ask for a one-time link; gives the address in the mail."""
    before = len(office.letters(email))
    page.goto("/sign-in")
    page.get_by_label("Mail address").fill(email)
    page.get_by_role("button", name="Mail me a one-time link instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    return office.letter(email, before + 1).link("/sign-in/")


def test_the_first_administrator_gets_in_by_the_link_that_init_prints(service, screens):
    page = screens.open()
    page.goto(service.first_link)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/settings")
    assert ADMINISTRATOR in page.inner_text("main")
    page.goto(service.first_link)
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_signs_in_by_a_mailed_link_that_works_once(
    service, office, screens, width, javascript
):
    place = a_place(service)
    eva = place.address("Eva")
    service.visit(eva)
    page = screens.open(width=width, javascript=javascript)
    link = get_link(page, office, eva)
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/$"))
    other = screens.open()
    other.goto(link)
    expect(other.get_by_role("button", name="Sign in")).to_have_count(0)


def test_a_password_set_with_the_keyboard_alone_opens_the_door_next_time(service, place, screens):
    eva = place.address("Eva")
    page = screens.open(eva)
    page.goto("/settings")
    page.get_by_label("New password").focus()
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="password")).to_be_visible()
    stranger = screens.open()
    stranger.goto("/settings")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Sign in")
    stranger.get_by_label("Mail address").focus()
    stranger.keyboard.insert_text(eva)
    stranger.keyboard.press("Tab")
    stranger.keyboard.insert_text(PASSWORD)
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**/settings")
    assert eva in stranger.inner_text("main")
    stranger.locator("details.menu--end summary").press("Enter")
    stranger.get_by_role("button", name="Sign out", exact=True).press("Enter")
    stranger.goto("/settings")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_answer_is_the_same_for_an_address_that_nobody_has(office, screens):
    page = screens.open()
    page.goto("/sign-in")
    page.get_by_label("Mail address").fill("ingen@okand.example")
    page.get_by_role("button", name="Mail me a one-time link instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    assert office.letters("ingen@okand.example") == []
