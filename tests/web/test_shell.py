"""Is every page whole, in the reader's language, and without what the policy forbids?"""

from __future__ import annotations

import gzip
import re

import pytest

from scheduler.config import Settings
from tests.conftest import SECRET
from tests.factories import a_network
from tests.web.browser import text_of
from web import statics
from web.application import create_app

PAGES = ("/welcome", "/sign-in", "/sign-in/sent?to=anna@kumla.example", "/accessibility", "/none")
FORBIDDEN = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|js:|https?://(?!127\.0\.0\.1)"
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_for_strangers_has_what_the_content_policy_forbids(client, path):
    assert FORBIDDEN.findall(client.get(path).get_data(as_text=True)) == []


def test_no_page_of_ones_own_has_what_the_content_policy_forbids(sign_in):
    page = sign_in(administrator=True).get("/settings").get_data(as_text=True)
    assert FORBIDDEN.findall(page) == []


def test_a_page_speaks_the_browsers_language_and_says_so(client):
    page = client.get("/sign-in", headers={"Accept-Language": "da, en;q=0.8, sv;q=0.2"})
    assert '<html lang="en"' in page.get_data(as_text=True)
    page = client.get("/sign-in", headers={"Accept-Language": "sv-FI"})
    assert '<html lang="sv"' in page.get_data(as_text=True)


def test_without_any_wish_a_page_is_swedish(client):
    assert '<html lang="sv"' in client.get("/sign-in").get_data(as_text=True)


def test_a_choice_of_language_and_colours_lasts_in_this_browser(client):
    answer = client.send("/appearance", {"language": "en", "scheme": "dark", "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = client.get("/sign-in", headers={"Accept-Language": "sv"}).get_data(as_text=True)
    assert '<html lang="en" data-color-scheme="dark">' in page


def test_a_choice_that_is_none_is_not_kept(client):
    answer = client.send("/appearance", {"language": "xx", "scheme": "<b>"})
    assert answer.headers.getlist("Set-Cookie") == []


def test_a_signed_in_persons_own_language_goes_before_the_browsers(sign_in):
    browser = sign_in(administrator=True)
    browser.send("/settings", {"name": "Eva", "language": "en", "time_zone": "Europe/Oslo"})
    page = browser.get("/settings", headers={"Accept-Language": "sv"})
    assert '<html lang="en"' in page.get_data(as_text=True)


def test_the_menu_has_the_networks_of_the_reader_and_no_others(database, sign_in):
    with database.transaction() as session:
        mine = a_network(session, slug="lan", name="Länsnätverket").id
        a_network(session, slug="annat", name="Ett annat", people_=())
    browser = sign_in("eva@lan.example", role="member", network=mine)
    page = browser.get("/settings").get_data(as_text=True)
    assert re.findall(r'href="(/networks[^"]*)"', page) == ["/networks/lan"]
    assert "/outbox" not in page


def test_an_administrators_menu_has_all_networks_and_the_outbox(database, sign_in):
    with database.transaction() as session:
        a_network(session, slug="lan", name="Länsnätverket")
        a_network(session, slug="annat", name="Ett annat", people_=())
    page = sign_in(administrator=True).get("/settings").get_data(as_text=True)
    assert re.findall(r'href="(/networks[^"]*|/outbox)"', page) == [
        "/networks/annat",
        "/networks/lan",
        "/networks",
        "/outbox",
    ]


def test_a_demonstration_says_so_on_every_page(tmp_path, database):
    demo = create_app(Settings(dir=tmp_path, secret_key=SECRET, demo=True), database)
    pages = [demo.test_client().get(path) for path in PAGES]
    assert [text_of(page).count("Demonstration") for page in pages] == [1] * len(PAGES)


def test_no_other_service_calls_itself_a_demonstration(client):
    assert [text_of(client.get(path)).count("Demonstration") for path in PAGES] == [0] * len(PAGES)


def test_what_somebody_is_called_is_text_and_never_markup(sign_in):
    browser = sign_in(administrator=True)
    browser.send("/settings", {"name": "<b>Eva</b>", "language": "sv", "time_zone": "Europe/Oslo"})
    page = browser.get("/settings").get_data(as_text=True)
    assert "<b>Eva</b>" not in page
    assert page.count("&lt;b&gt;Eva&lt;/b&gt;") == 2  # in the menu and in the field


def test_static_files_are_kept_for_ever_under_the_address_of_their_content(client):
    zipped = {"Accept-Encoding": "gzip"}
    answer = client.get(statics.address("app.css"), headers=zipped, buffered=True)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert gzip.decompress(answer.data) == statics.gathered()["app.css"]


def test_our_style_sheets_are_one_file_in_the_order_of_their_names():
    whole = statics.gathered()["app.css"].decode()
    parts = sorted((statics.SOURCE / "css").glob("*.css"))
    written = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    said = re.sub(r"(?s)/\*.*?\*/", "", written)
    assert "".join(whole.split()) == "".join(said.split())
    assert len(whole) < len(said) < len(written)


def test_a_first_page_weighs_less_than_sixty_kilobytes(sign_in):
    browser = sign_in(administrator=True)
    page = browser.get("/settings").get_data(as_text=True)
    folder = statics.published().folder
    files = re.findall(rf"/static/{statics.published().version}/([^\"]+)", page)
    weights = {name: (folder / f"{name}.gz").stat().st_size for name in files}
    assert len(files) == 6
    assert sum(weights.values()) < 50_000, weights


def test_robots_may_fetch_feeds_and_nothing_else(client):
    assert client.get("/robots.txt").get_data(as_text=True) == (
        "User-agent: *\nAllow: /feeds/\nDisallow: /\n"
    )
