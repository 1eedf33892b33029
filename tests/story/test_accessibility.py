"""Can everybody use every page? Each address that there is, as each role, by day and by night."""

import re

import pytest

from tests.story import eye
from tests.story.screen import PHONE
from tests.story.tour import ROLES

ENGLISH = {"locale": "en-GB"}
SWEDISH = {"locale": "sv-SE"}
WORK = ("action", "decision", "area", "commission")
CHANGING = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.-]{40,}|nat-\d+")


@pytest.fixture(scope="module")
def seen():
    """The pages that have been looked at: what two roles see alike is looked at once."""
    return set()


def new_pages(service, cookie, addresses, seen):
    """Those of the addresses that show something which nobody has looked at yet."""
    for address in addresses:
        answer = service.ask("GET", address, headers=cookie)
        shown = re.search(rb"(?s)<main.*</main>", answer.data)
        assert answer.status < 500, address
        if shown is None:
            assert answer.status in {302, 303}, address
            continue
        mark = hash(CHANGING.sub(b"", shown.group()))
        if mark not in seen:
            seen.add(mark)
            yield address


def look_at(page, addresses, language):
    """Fail with every fault of every page; gives how many pages there were."""
    found, pages = [], list(addresses)
    for address in pages:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in eye.faults(page, language)]
    assert found == [], "\n".join(found)
    return len(pages)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_used_by_everybody_in_swedish(service, screens, tour, seen, role):
    name = {"coordinator": "Eva", "member": "Anna"}.get(role, role.capitalize())
    page = screens.open(tour.place.address(name), **SWEDISH)
    [cookie] = [one["value"] for one in page.context.cookies() if one["name"] == "kallelse"]
    headers = {"Cookie": f"kallelse={cookie}"}
    look_at(page, new_pages(service, headers, tour.addresses(), seen), "sv")


def test_every_page_can_be_used_by_an_administrator_in_english(service, screens, tour, seen):
    page = screens.open(tour.place.address("Ada"), administrator=True, **ENGLISH)
    [cookie] = [one["value"] for one in page.context.cookies() if one["name"] == "kallelse"]
    letters = tuple(tour.links)  # what they link to is in their reader's language
    own = [address for address in tour.addresses() if not address.startswith(letters)]
    headers = {"Cookie": f"kallelse={cookie}"}
    assert look_at(page, new_pages(service, headers, own, seen), "en") > 40


def test_strangers_can_use_what_they_may_open(service, screens, tour, width):
    page = screens.open(width=width, **SWEDISH)
    addresses = ["/sign-in", "/me", "/accessibility", "/networks/ingenstans", "/r/ingen"]
    personal = [address for address in tour.addresses() if address.startswith(tuple(tour.links))]
    others = new_pages(service, {"Accept-Language": "sv"}, personal, set())
    assert look_at(page, [*addresses, *others], "sv") > len(tour.links) + len(addresses)


def test_the_work_of_a_network_can_be_used_on_a_phone(screens, tour):
    page, values = screens.open(tour.place.address("Eva"), width=PHONE, **SWEDISH), tour.values
    meeting = dict(zip(tour.meetings, values["meeting"], strict=True))
    network, [house] = f"/networks/{tour.place.slug}", values["organisation"]
    lists = ("actions", "decisions", "areas", "commissions", "standing-points", "numbers")
    addresses = [f"{network}/{name}" for name in lists]
    addresses += [f"{network}/years/{values['year'][0]}", "/actions", "/search?q=%C3%B6vning"]
    addresses += [f"/{name}s/{values[name][0]}" for name in WORK]
    for name in ("agenda", "agenda/send", "round", "papers", f"brief/{house}"):
        addresses.append(f"/meetings/{meeting['called']}/{name}")
    for state in ("circulated", "adjusted", "approved", "published"):
        addresses.append(f"/meetings/{meeting[state]}/minutes")
    addresses += [f"/meetings/{meeting['draft']}/minutes/{name}" for name in ("write", "circulate")]
    for name in ("correct", "versions", "versions/1", "print"):
        addresses.append(f"/meetings/{meeting['approved']}/minutes/{name}")
    assert look_at(page, addresses, "sv") == len(set(addresses))


def test_what_comes_back_from_a_form_can_be_used_too(screens, tour):
    page = screens.open(tour.place.address("Eva"), **SWEDISH)
    found = []
    for address, press in (
        (f"/meetings/{tour.values['meeting'][0]}/move", "button[value=send], button[value=show]"),
        (f"/meetings/{tour.values['meeting'][0]}/cancel", "button[value=show]"),
        (f"/networks/{tour.place.slug}/meetings/new", "main form button[value=call]"),
        (f"/networks/{tour.place.slug}/series/new", "button[form=rhythm-form]:not([formaction])"),
        (f"/networks/{tour.place.slug}/members/new", "main form .buttons button"),
        ("/settings", "form[action='/settings/password'] button"),
    ):
        page.goto(address)
        if page.locator("#reason").count():
            page.locator("#reason").fill("Salen är upptagen")
        page.locator(press).first.click()
        page.wait_for_load_state("load")
        found += [f"{address}: {fault}" for fault in eye.faults(page, "sv")]
    assert found == [], "\n".join(found)


def test_forced_colours_leave_the_main_pages_usable(screens, tour):
    page = screens.open(tour.place.address("Eva"), **SWEDISH)
    meeting = tour.values["meeting"][0]
    reply = f"/r/{tour.links['/r/'][0]}"
    for address in ("/", f"/networks/{tour.place.slug}", f"/meetings/{meeting}", reply):
        page.goto(address)
        assert eye.in_forced_colours(page) == [], address


def test_the_letters_themselves_can_be_read_by_everybody(office, screens, tour):
    page, found = screens.open(), []
    letters = {letter.subject: letter for letter in office.letters(tour.place.address("Anna"))}
    for letter in letters.values():
        page.set_content(letter.html)
        found += [f"{letter.subject}: {fault}" for fault in eye.faults(page, "sv")]
    assert found == [], "\n".join(found)


def test_the_eye_sees_what_is_wrong(screens):
    page = screens.open()
    page.set_content(
        """<!doctype html><html lang="sv"><title>Fel</title><main><h1>Ett</h1><h1>Två</h1>
        <style>button { all: unset; display: block; height: 9px; width: 999px; color: #bbb }</style>
        <style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style>
        <button>Liten</button><p>Text</p><input></main></html>"""
    )
    kinds = sorted({fault.partition(":")[0] for fault in eye.faults(page, "en")})
    assert kinds == [
        "2 main headings",
        "a target below 24 px",
        "axe color-contrast",
        "axe label",
        "dark",
        "the page says that it is in sv",
        "wider than a screen of 320 px",
    ]
