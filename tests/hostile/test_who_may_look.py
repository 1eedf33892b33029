"""Does each page and each form open to those of whom the policy says so, and to nobody else?"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from scheduler import clock
from scheduler.actor import POLICY, ROLES, SYSTEM
from scheduler.inputs.access import AccountInput
from scheduler.packs import NAMES, PLAYER_PACKS
from scheduler.services import accounts, sessions
from tests.conftest import MONDAY, Clock
from tests.factories import a_network, a_person
from tests.hostile import addresses
from tests.hostile.addresses import DOORS, Address
from tests.hostile.corpus import HARMLESS
from tests.hostile.village import Village
from tests.inbox.replies import everything
from tests.web.browser import Browser
from web.rules import rule_of

READ, CHANGE = frozenset({"GET"}), frozenset({"POST"})
NOT_ALLOWED, NOT_THERE, DEAD = 403, 404, 410


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Village]:
    with clock.told_by(Clock(MONDAY)):
        made = Village(tmp_path_factory.mktemp("place"), HARMLESS)
        yield made
        made.database.close()


@pytest.fixture(scope="module")
def browsers(place) -> dict[str, Browser]:
    """A browser of each role in the village, and one of a coordinator somewhere else."""
    with clock.told_by(Clock(MONDAY)), place.database.transaction() as session:
        there = a_network(session, slug="annat", people_=()).id
        homes = dict.fromkeys(ROLES, place.ids["network"]) | {"elsewhere": str(there)}
    return {name: _signed_in(place, name, home) for name, home in homes.items()}


def _signed_in(place: Village, name: str, home: str) -> Browser:
    foreign = name == "elsewhere"
    role, email = (
        "coordinator" if foreign else name,
        f"{name}@{'fjarran' if foreign else 'by'}.example",
    )
    with clock.told_by(Clock(MONDAY)), place.database.transaction() as session:
        a_person(session, UUID(home), email, role=role)
        account, _ = accounts.open_account(session, plan=AccountInput(email=email), by=SYSTEM)
        _, token = sessions.begin(session, account)
    browser = place.app.test_client()
    assert isinstance(browser, Browser)
    browser.set_cookie("kallelse", token)
    return browser


def verb_of(village: Village, address: Address) -> str:
    """Give the policy's verb for an address, "" if another rule holds there."""
    router = village.app.url_map.bind("127.0.0.1:8000")
    endpoint, _ = router.match(address.path, method=address.method)
    rule = rule_of(village.app, endpoint)
    return rule.words if rule is not None and rule.kind == "allow" else ""


def is_led(address: Address) -> bool:
    """Tell whether an address gives a paper that no player may read: its view asks for more."""
    kind = address.path.rpartition("/")[2]
    return address.route.startswith("/exercises/") and kind in set(NAMES) - set(PLAYER_PACKS)


def guarded(village: Village, methods: frozenset[str]) -> list[tuple[Address, str]]:
    """The pages' addresses that stand under a verb, and name something of the network."""
    pages = [one for one in addresses.of(village, methods) if not one.path.startswith("/api/")]
    found = [(one, "exercises:run" if is_led(one) else verb_of(village, one)) for one in pages]
    return [(one, verb) for one, verb in found if verb and "<" in one.route]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_to_each_role_that_the_policy_names_and_to_no_other(place, browsers, role):
    wrong, verbs = [], set()
    for one, verb in guarded(place, READ):
        status = browsers[role].get(one.path).status_code
        verbs.add(verb)
        if (status == NOT_ALLOWED) != (role not in POLICY[verb]):
            wrong.append((one.path, verb, status))
    assert wrong == []
    assert verbs >= {f"exercises:{what}" for what in ("read", "plan", "run", "report")}
    assert verbs >= {f"scenarios:{what}" for what in ("read", "propose", "write")}


@pytest.mark.parametrize("role", ROLES)
def test_a_form_changes_nothing_for_a_role_that_the_policy_does_not_name(place, browsers, role):
    before = everything(place.database)
    closed = [one for one, verb in guarded(place, CHANGE) if role not in POLICY[verb]]
    wrong = [
        (one.path, status)
        for one in closed
        if (status := browsers[role].send(one.path).status_code) != NOT_ALLOWED
    ]
    assert wrong == []
    assert without_visits(everything(place.database)) == without_visits(before)


def without_visits(rows):
    return {table: found for table, found in rows.items() if table != "web_session"}


def test_to_somebody_of_another_network_nothing_of_this_one_is_there(place, browsers):
    before = without_visits(everything(place.database))
    foreign = browsers["elsewhere"]
    looked = {foreign.get(one.path).status_code for one, _ in guarded(place, READ)}
    sent = {foreign.send(one.path).status_code for one, _ in guarded(place, CHANGE)}
    assert (looked, sent) == ({NOT_THERE}, {NOT_THERE})
    assert without_visits(everything(place.database)) == before


def test_whoever_is_not_signed_in_is_led_to_the_door_from_every_page(place):
    stranger = place.app.test_client()
    for one, _ in guarded(place, READ):
        answer = stranger.get(one.path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in"), one


def test_a_token_opens_no_door_but_its_own(place):
    stranger, wrong = place.app.test_client(), []
    for one in place.app.url_map.iter_rules():
        door = next((name for head, name in DOORS.items() if one.rule.startswith(head)), "sign-in")
        others = [name for name in place.tokens if name != door and not name.startswith(f"{door} ")]
        for name in others if door != "sign-in" else ():
            path = one.rule.replace("<token>", place.tokens[name]).replace("<name>", "Karta.pdf")
            for method in sorted({"GET", "POST"} & (one.methods or set())):
                status = stranger.open(path, method=method).status_code
                if status not in {NOT_THERE, DEAD} and "feed" not in name:
                    wrong.append((one.rule, name, method, status))
    assert wrong == []
