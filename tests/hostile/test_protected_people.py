"""Is a protected person's name, address or unit anywhere but where it is kept?

Everybody who is called here is protected. Whoever may change what a person is called may see it:
in pages on the person's own page alone, through the API in lists of people, calls and letters.
"""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from email import message_from_bytes, policy
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest

from scheduler import clock
from scheduler.actor import POLICY, ROLES, SYSTEM
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts, sessions
from tests.api.client import a_token
from tests.conftest import MONDAY, Clock
from tests.documents import office
from tests.factories import a_network, a_person
from tests.fakes import Sent
from tests.hostile import addresses
from tests.hostile.addresses import Address
from tests.hostile.corpus import HARMLESS
from tests.hostile.village import ANNA, BO, Village
from tests.web.browser import Browser

NAME, UNIT = "Hemliga Helena", "Enheten för skydd"
PERSON = {"name": NAME, "unit": UNIT, "title": "Samordnare", "protected": True}
MARKS = (NAME, UNIT, "anna@", "bo@")
READ = frozenset({"GET"})
PLANNERS = ("convenor", "coordinator")
KEPT = {
    "/people/<person>",
    "/api/v1/networks/<network>/people",
    "/api/v1/meetings/<meeting>/invitations",
    "/api/v1/meetings/<meeting>/invitations/<invitation>",
    "/api/v1/outbox",
    "/api/v1/networks/<network>/incoming",
    "/api/v1/incoming/<incoming>",
}
# What a person's own link opens is for that person.
OWN = "/me/<token>"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Village]:
    with clock.told_by(Clock(MONDAY)):
        made = Village(tmp_path_factory.mktemp("place"), HARMLESS, demo=False, person=PERSON)
        yield made
        made.database.close()


def signed_in(place: Village, email: str, network: UUID, role: str) -> Browser:
    with place.database.transaction() as session:
        a_person(session, network, email, role=role)
        account, _ = accounts.open_account(session, plan=AccountInput(email=email), by=SYSTEM)
        _, token = sessions.begin(session, account)
    browser = place.app.test_client()
    assert isinstance(browser, Browser)
    browser.set_cookie("kallelse", token)
    return browser


def showing(place: Village, browser: Browser, bearer: str) -> set[str]:
    """Give the routes that show a mark, by whatever can be asked of them."""
    found = set()
    like_others = {place.meetings[state] for state in ("planned", "past", "moved")}
    for address in addresses.of(place, READ):
        if like_others & set(address.path.split("/")):
            continue
        body = read(browser, address, bearer)
        if any(mark in body for mark in MARKS):
            found.add(address.route)
    return found


def read(browser: Browser, address: Address, bearer: str) -> str:
    api = address.path.startswith("/api/")
    headers = {"Authorization": f"Bearer {bearer}"} if api else {}
    return written(browser.get(address.path, headers=headers).data)


def written(data: bytes) -> str:
    """Give what stands in an answer: in a file what its reader sees, in a packet each file."""
    if data.startswith(b"%PDF"):
        return office.printed(data)
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with ZipFile(BytesIO(data)) as packed:
        return "\n".join(written(packed.read(name)) for name in packed.namelist())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_the_name_only_where_it_may_be_changed(place, role):
    network = UUID(place.ids["network"])
    browser = signed_in(place, f"eva-{role}@laxa.example", network, role)
    bearer = a_token(place.database, role, network)
    wanted = KEPT if role in PLANNERS else set()
    assert showing(place, browser, bearer) - {OWN} == wanted


def test_an_administrator_sees_it_in_the_same_places(place):
    assert showing(place, place.browser, place.token) - {OWN} == KEPT


@pytest.mark.parametrize("role", sorted(POLICY["search:use"]))
def test_nobody_finds_a_protected_person_by_searching_for_the_name(place, role):
    network = UUID(place.ids["network"])
    browser = signed_in(place, f"ida-{role}@laxa.example", network, role)
    bearer = {"Authorization": f"Bearer {a_token(place.database, role, network)}"}
    for words in (NAME, "Hemliga", "skydd", "anna@kumla.example"):
        asked = {"q": words}
        found = browser.get("/api/v1/search", query_string=asked, headers=bearer)
        assert (found.status_code, found.get_json()["items"]) == (200, [])
        assert "<mark>" not in browser.get("/search", query_string=asked).text
    known = browser.get("/api/v1/search", query_string={"q": HARMLESS}, headers=bearer)
    assert known.get_json()["items"] != []


def test_what_they_said_and_promised_is_shown_by_their_role(place):
    """The other half: without it nothing above would have looked at them."""
    known, ids = place.meetings, place.ids
    role = f"Samordnare, {HARMLESS}"
    for path in (
        f"/meetings/{known['called']}/agenda",  # who proposed
        f"/meetings/{known['circulated']}/minutes",  # who was there, adjusts, commented
        f"/meetings/{known['approved']}/minutes/versions/1",
        f"/meetings/{known['approved']}/minutes.docx",
        f"/meetings/{known['approved']}/minutes.pdf",
        f"/meetings/{known['approved']}/minutes/package.zip",
        f"/meetings/{known['called']}/attendance-sheet.pdf",
        f"/meetings/{known['called']}/brief/{ids['organisation']}",
        f"/networks/by/actions?organisation={ids['organisation']}",
        f"/actions/{ids['action']}",  # whose it is, who reported
    ):
        answer = place.browser.get(path)
        assert answer.status_code == 200, path
        assert [mark for mark in MARKS if mark in written(answer.data)] == [], path
        shown = " ".join(written(answer.data).split())
        assert role in shown, path


def test_a_coordinator_of_another_network_learns_no_name_from_an_address(place):
    with place.database.transaction() as session:
        other = a_network(session, slug="annat", name="Annat", people_=()).id
    browser = signed_in(place, "eva@hallsberg.example", other, "coordinator")
    bearer = {"Authorization": f"Bearer {a_token(place.database, 'coordinator', other)}"}
    asked = {"name": "Gissning", "email": BO}
    joined = browser.post("/api/v1/networks/annat/people", json=asked, headers=bearer)
    told = joined.json or {}
    assert (joined.status_code, told["name"]) == (201, f"Samordnare, {HARMLESS} 2")
    assert (told["email"], told["unit"]) == (None, "")
    for path in ("/networks/annat/members", f"/people/{told['id']}"):
        page = browser.get(path)
        assert page.status_code == 200
        assert [mark for mark in MARKS if mark in page.text] == []
    listed = browser.get("/api/v1/networks/annat/people", headers=bearer).text
    assert [mark for mark in MARKS if mark in listed] == []


def test_no_mail_names_a_protected_person_and_none_has_another_one_s_address(place):
    for mail in place.mails:
        said = words(mail)
        assert NAME not in said
        assert UNIT not in said
        others = {ANNA, BO} - {mail.recipient}
        assert [one for one in others if one in said] == []


def words(mail: Sent) -> str:
    """Everything that stands in a mail, each part and header decoded."""
    told = message_from_bytes(mail.raw, policy=policy.default)
    parts = [part.get_payload(decode=True) or b"" for part in told.walk()]
    raw = quopri.decodestring(mail.raw).decode("utf-8", "replace")
    decoded = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    return "\n".join([raw, *decoded, *(str(value) for value in told.values())])


def test_no_refusal_names_a_protected_person(place):
    bearer = {"Authorization": f"Bearer {place.token}"}
    program, person = place.app.test_client(), place.ids["person"]
    lines = [{"person": person}, {"person": person}]
    minutes = f"/api/v1/meetings/{place.meetings['called']}/minutes"
    twice = program.put(minutes, json={"attendance": lines}, headers=bearer)
    again = program.post(
        "/api/v1/networks/by/people", json={"name": "x", "email": ANNA}, headers=bearer
    )
    called = f"/api/v1/meetings/{place.meetings['called']}/invitations"
    nobody = program.post(called, json={"people": [person, place.ids["meeting"]]}, headers=bearer)
    for refused in (twice, again, nobody):
        assert refused.status_code == 422, refused.text
        assert NAME not in refused.text
        assert UNIT not in refused.text
