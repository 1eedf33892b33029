"""Do pages answer whatever stands in an address, a query or a header?"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.hostile import addresses
from tests.hostile.addresses import Address
from tests.hostile.corpus import LINES, OTHERS
from tests.hostile.village import Village

READ = frozenset({"GET"})
QUERIES = (
    *("after", "from", "limit", "meeting", "minutes", "next", "organisation", "recipient"),
    *("series", "start", "state", "step", "to", "year"),
)
WORDS = {"Accept-Language", "Authorization", "If-Match", "If-None-Match", "HX-Request", "Cookie"}
WORDS |= {"Range", "Referer", "Sec-Fetch-Site", "Origin", "Accept", "X-Forwarded-For"}
KNOWN = {200, 303, 304, 308, 401, 403, 404, 409, 410, 412, 422}


@pytest.fixture
def routes(village) -> list[Address]:
    """One address of each route that shows something; /readyz says what it is asked for."""
    first = {one.route: one for one in reversed(addresses.of(village, READ))}
    return [one for one in first.values() if one.route != "/readyz"]


def look(village: Village, path: str, **headers: str) -> tuple[int, str]:
    api = {"Authorization": f"Bearer {village.token}"} if path.startswith("/api/") else {}
    answer = village.browser.get(path, headers=api | headers)
    return answer.status_code, answer.get_data().decode("utf-8", "replace")  # files are answers too


def written(value: str) -> str:
    return quote(value[:300], safe="", errors="surrogatepass")


@pytest.mark.parametrize("value", [LINES["markup"], OTHERS["huge"], OTHERS["far date"]])
def test_any_value_of_any_query_is_answered_and_stays_text(village, routes, value):
    query = "&".join(f"{name}={written(value)}" for name in QUERIES)
    for one in routes:
        status, body = look(village, f"{one.path}?{query}")
        assert status in KNOWN, one
        assert "<script>probe" not in body or one.path.startswith("/api/"), one


@pytest.mark.parametrize("value", [LINES["breaks"], "%", "nobody"])
def test_any_value_in_place_of_an_id_is_not_found(village, routes, value):
    for one in (one for one in routes if "<" in one.route):
        path = re.sub(r"<any\(([^,)]*)[^>]*>", r"\1", one.route)
        path = re.sub(r"<[^>]*>", lambda _: written(value), path)
        assert look(village, path)[0] in {404, 410}, path


def test_any_value_of_any_header_is_answered(village, routes):
    values = [OTHERS["huge"], OTHERS["markup"], '"', ";q=,;", "Ã¥\x80", "bytes=-1-"]
    paths = (f"/meetings/{village.ids['meeting']}", f"/r/{village.tokens['r']}", "/api/v1/networks")
    for path in (*paths, f"/feeds/{village.tokens['feeds']}.ics"):
        for name in WORDS:
            for value in values:
                assert look(village, path, **{name: value})[0] in KNOWN, (path, name, value)


def test_links_lead_to_our_own_address_whatever_host_was_asked_for(village, routes):
    for one in routes:
        status, body = look(village, one.path, Host="evil.example")
        assert status in KNOWN, one
        assert "evil.example" not in body, one
