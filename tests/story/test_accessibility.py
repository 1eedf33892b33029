"""Can everybody use every page? Each address that there is, as each role, by day and by night."""

import re

import pytest

from tests.story import eye
from tests.story.tour import ROLES, a_tour

ENGLISH = {"locale": "en-GB"}
SWEDISH = {"locale": "sv-SE"}
CHANGING = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.-]{40,}|nat-\d+")


@pytest.fixture(scope="module")
def tour(service, office):
    return a_tour(service, office)


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
    found, looked = [], 0
    for looked, address in enumerate(addresses, 1):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in eye.faults(page, language)]
    assert found == [], "\n".join(found)
    return looked


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
