"""What does a first view cost? Bytes as they come over the line, requests, and to whom."""

import re

import pytest

from web import statics

FIRST_VIEW, REPLY_PAGE, REQUESTS = 60_000, 35_000, 8
STYLES = 20_000  # the style sheets alone: less would mean that nothing was weighed


@pytest.fixture
def weigh(service, screens):
    """Open an address with nothing in the cache; gives bytes, number of requests, and scripts."""

    def opened(address, email="", **how):
        page = screens.open(email, **how)
        came = []
        page.on("requestfinished", lambda request: came.append(request))  # noqa: PLW0108
        page.goto(address)
        if page.locator("[data-live]").count():
            page.wait_for_selector("html.is-live")  # its stream never ends
        else:
            page.wait_for_load_state("networkidle")
        strangers = [one.url for one in came if not one.url.startswith((service.url, "data:"))]
        assert strangers == []
        ours = [one for one in came if one.url.startswith(service.url)]
        scripts = [one.url for one in ours if one.resource_type == "script"]
        return sum(one.sizes()["responseBodySize"] for one in ours), len(ours), scripts

    return opened


def test_the_reply_page_comes_in_35_kilobytes_without_a_script(office, place, weigh):
    place.called(text="Välkomna. " * 50)
    weight, requests, scripts = weigh(office.letter(place.address("Anna")).link("/r/"))
    assert (STYLES < weight <= REPLY_PAGE, requests <= REQUESTS, scripts) == (True, True, []), (
        weight
    )


@pytest.mark.parametrize(
    "page",
    [
        *("/", "/networks/{slug}", "/meetings/{meeting}", "/outbox", "/actions", "/search?q=x"),
    ],
)
def test_a_first_view_comes_in_60_kilobytes_and_eight_requests(place, weigh, page):
    address = page.format(slug=place.slug, meeting=place.called())
    weight, requests, _ = weigh(address, place.address("Eva"))
    assert (STYLES < weight <= FIRST_VIEW, requests <= REQUESTS) == (True, True), (weight, requests)


def test_the_page_of_a_call_out_comes_in_35_kilobytes_without_a_script(tour, weigh):
    weight, requests, scripts = weigh(f"/callout/{tour.links['/callout/'][0]}")
    assert (STYLES < weight <= REPLY_PAGE, requests <= REQUESTS, scripts) == (True, True, []), (
        weight
    )


def test_pages_of_those_in_an_exercise_come_in_60_kilobytes(tour, weigh):
    for head in ("/play/", "/screen/"):
        for token in tour.links[head]:
            weight, requests, _ = weigh(f"{head}{token}")
            light = (STYLES < weight <= FIRST_VIEW, requests <= REQUESTS)
            assert light == (True, True), (head, weight, requests)


def test_pages_without_navigation_use_no_rule_that_they_do_not_load(screens, tour):
    files, page = statics.gathered(), screens.open(locale="sv-SE")
    loaded, ours = (
        set(re.findall(r"\.([a-z][\w-]*)", files[name].decode()))
        for name in ("plain.css", "app.css")
    )
    personal = [f"{head}{token}" for head, tokens in tour.links.items() for token in tokens]
    missed: dict[str, set[str]] = {}
    for address in ["/sign-in", "/me", "/accessibility", "/r/ingen", *personal]:
        page.goto(address)
        if page.locator("link[href$='app.css']").count():
            continue  # a page that loads them all, such as those of an exercise
        used = page.evaluate("[...document.querySelectorAll('[class]')].map((e) => e.className)")
        words = {word for names in used if isinstance(names, str) for word in names.split()}
        missed |= {address: words & (ours - loaded)} if words & (ours - loaded) else {}
    assert missed == {}
