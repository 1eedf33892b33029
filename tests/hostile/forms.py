"""Which forms can be sent to a village? All that its pages show, found by reading the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.hostile.pages import Form, Page, post
from tests.hostile.reading import pages, read
from tests.hostile.village import Village


@dataclass(frozen=True)
class Sheet:
    """One form with one of its buttons, and the cookies of the browser in which it stands."""

    route: str
    action: str
    button: tuple[str, str]
    form: Form
    cookies: str

    @property
    def name(self) -> str:
        """How tests call it."""
        return f"{self.route} {'='.join(filter(None, self.button))}".strip()

    def fields(self) -> dict[str, list[str]]:
        """Give what it would send as it stands."""
        pressed = {self.button[0]: [self.button[1]]} if self.button[0] else {}
        return self.form.fields | pressed


def of(village: Village) -> list[Sheet]:
    """Give one sheet for every form's address and button: the one with the most fields."""
    found: dict[tuple[str, str, str], Sheet] = {}
    for sheet in _all(village):
        kind = sheet.button[1].partition(":")[0]  # add, remove:0, remove:1 …
        key = (sheet.route, sheet.button[0], kind)
        if key not in found or len(found[key].form.fields) < len(sheet.form.fields):
            found[key] = sheet
    return sorted(found.values(), key=lambda sheet: sheet.name)


def send(village: Village, sheet: Sheet, fields: Mapping[str, Any]) -> TestResponse:
    """Send a form as the browser would that showed it; what it sets in cookies is not kept."""
    program = village.app.test_client(use_cookies=False)
    return post(program, sheet.action, fields, Cookie=sheet.cookies)


def _all(village: Village) -> Iterator[Sheet]:
    ours = _cookies(village.browser) if read(village) else ""
    known = [(path, ours, page) for path, (_, page) in pages(village).items()]
    stranger = village.app.test_client()
    for door in ("/sign-in", f"/sign-in/{village.tokens['sign-in']}"):
        page = Page(stranger.get(door).text)
        known.append((door, _cookies(stranger), page))
    # What only people do: whoever was there comments, whoever promised reports.
    member = village.app.test_client()
    member.set_cookie("kallelse", village.tokens["member's cookie"])
    there = f"/meetings/{village.meetings['circulated']}/minutes"
    for door in (there, f"/actions/{village.ids['action']}"):
        page = Page(member.get(door).text)
        known.append((door, _cookies(member), page))
    router = village.app.url_map.bind("127.0.0.1:8000")
    for path, cookies, page in known:
        for form in page.forms:
            for name, value, own in form.buttons or [("", "", "")]:
                action = own or form.action or path
                if form.method == "post":
                    where = action.partition("?")[0]
                    rule, _ = router.match(where, method="POST", return_rule=True)
                    yield Sheet(rule.rule, action, (name, value), form, cookies)


def _cookies(browser: FlaskClient) -> str:
    kept = ((name, browser.get_cookie(name)) for name in ("kallelse", "kallelse-page"))
    return "; ".join(f"{name}={cookie.value}" for name, cookie in kept if cookie)
