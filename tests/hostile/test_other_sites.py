"""Can another site make a reader's browser change anything? Every address that takes changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.hostile import addresses
from tests.hostile.addresses import Address
from tests.hostile.undone import undone
from tests.hostile.village import Village
from tests.inbox.replies import everything
from web.rules import rule_of

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "http://evil.example:8000"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
# Forms in whose fields stands what they are about: sent empty, they are about nothing.
NAMING = (
    *("/areas/<area>/agenda", "/round/<token>", "/round/order", "/clock", "/outcome", "/clash"),
    *("/final", "/rate", "/vote", "/<step>"),
)
TASKS = ("/retest", "/observe", "/answer")  # not of every action, not of every place in a run


@pytest.fixture(autouse=True)
def unchanged(village) -> Iterator[None]:
    """Count as changed what would have been written: nothing is undone here."""
    before = everything(village.database)
    yield
    assert everything(village.database) == before


def changing(village: Village, *, api: bool) -> list[Address]:
    found = addresses.of(village, CHANGING)
    return [one for one in found if one.path.startswith("/api/") == api]


def needs_mark(village: Village, address: Address) -> bool:
    """Tell whether a page's form is the only place from which it may be asked."""
    router = village.app.url_map.bind("127.0.0.1:8000")
    endpoint, _ = router.match(address.path, method=address.method)
    rule = rule_of(village.app, endpoint)
    return rule is not None and rule.kind != "by token"


def send(village: Village, address: Address, **headers: str) -> TestResponse:
    """Ask as the reader's browser would for another site: with its cookies, without our mark."""
    client = village.app.test_client()
    client.set_cookie("kallelse", village.tokens["cookie"])
    data = {"answer": "declined", "delivery": "both", "step": "send", "email": "x@x.example"}
    return client.open(address.path, method=address.method, data=data, headers=headers)


def test_a_form_without_the_mark_of_this_browser_is_refused_everywhere(village):
    marked = [one for one in changing(village, api=False) if needs_mark(village, one)]
    assert len({one.route for one in marked}) > 30
    for one in marked:
        assert send(village, one).status_code == 400, one
        assert send(village, one, **{"X-CSRFToken": "invented"}).status_code == 400, one


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_what_another_site_asks_for_is_refused_everywhere(village, headers):
    for one in changing(village, api=False):
        assert send(village, one, **headers).status_code == 403, one


def test_a_cookie_alone_opens_nothing_of_the_api(village):
    asked = changing(village, api=True)
    assert len({one.route for one in asked}) > 15
    for one in asked:
        assert send(village, one, **ELSEWHERE[0]).status_code == 401, one


def test_with_mark_and_from_our_own_pages_the_same_addresses_answer(village):
    wrong = []
    with undone(village):
        for one in changing(village, api=False):
            browser = village.app.test_client()
            browser.set_cookie("kallelse", village.tokens["cookie"])
            status = browser.send(one.path, headers={"Origin": "http://127.0.0.1:8000"}).status_code
            unnamed = {404} if one.route.endswith((*NAMING, *TASKS)) else set[int]()
            unnamed |= {403} if one.route.endswith(TASKS) else set[int]()
            if status not in {200, 303, 409, 410, 422} | unnamed:
                wrong.append((one, status))
    assert wrong == []
