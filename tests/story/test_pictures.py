"""What does the demonstration look like? Also takes the pictures of docs/screenshots anew that
are missing there: delete one, run this test, and look at it before it is committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.smtp import free_port
from tests.story import eye
from tests.story.png import packed
from tests.story.post import Letter
from tests.story.screen import PHONE, WIDE, Screens
from tests.story.service import ROOT, Service
from tests.story.waiting import until
from web.demo.loading import ROLES

PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 150_000  # bytes of a picture
COORDINATOR = ROLES["coordinator"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demonstration that has called its meetings."""
    made = Service(tmp_path_factory.mktemp("pictures") / "demo", free_port())
    made.start("demo", "--port", str(made.port))
    made.token = made.command("token", "add", "--role", "administrator").stdout.decode().strip()
    until(lambda: _mails(made) and not _waiting(made), "quiet in the outbox", 90)
    yield made
    assert made.stop() == 0


@pytest.fixture
def screens(browser: Browser, demo: Service) -> Iterator[Screens]:
    """Windows on the demonstration."""
    opened = Screens(browser, demo)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture(scope="module")
def pages(demo: Service) -> dict[str, str]:
    """The pages to show: name → address."""
    meetings = demo.get("/networks/orebro-lan/meetings?limit=500")["items"]
    called = [one for one in meetings if one["status"] == "called"]
    answered = max(called, key=lambda one: one["answers"]["accepted"])
    coming = next(one for one in meetings if one["status"] == "planned")
    written = next(one for one in meetings if _published(demo, one["id"]))
    mails = [Letter(path.read_bytes()) for path in _mails(demo)]
    notice = next(mail for mail in mails if answered["title"] in mail.subject)
    return {
        "home": "/",
        "network": "/networks/orebro-lan",
        "meeting": f"/meetings/{answered['id']}",
        "call": f"/meetings/{coming['id']}/call",
        "minutes": f"/meetings/{written['id']}/minutes",
        "reply": notice.link("/r/").removeprefix(demo.url),
    }


@pytest.mark.parametrize("name", ["home", "network", "meeting", "call", "minutes", "reply"])
def test_a_page_of_the_demonstration_is_shown_as_it_is(
    screens: Screens, pages: dict[str, str], name: str
) -> None:
    page = screens.open(COORDINATOR, width=PHONE if name == "reply" else WIDE, locale="sv-SE")
    page.goto(pages[name])
    if not (PICTURES / f"{name}.png").exists():
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(photograph(page, whole=name == "reply"))
    assert (PICTURES / f"{name}.png").stat().st_size < LARGEST
    assert eye.faults(page, "sv") == []


def test_the_demonstration_s_mailbox_can_be_used_by_everybody(screens: Screens) -> None:
    page = screens.open(COORDINATOR, locale="sv-SE")
    page.goto("/demo/mailbox")
    assert eye.faults(page, "sv") == []
    page.locator("main a[href^='/demo/mailbox/']").first.click()
    page.wait_for_url(re.compile("/demo/mailbox/."))
    assert eye.faults(page, "sv") == []


def photograph(page: Page, *, whole: bool) -> bytes:
    """Take the first screen of a page, or all of it."""
    page.wait_for_load_state("networkidle")
    return packed(page.screenshot(animations="disabled", full_page=whole))


def _mails(demo: Service) -> list[Path]:
    return sorted((demo.folder / "mail" / "new").glob("*"))


def _waiting(demo: Service) -> list[Any]:
    states = ("queued", "sending")
    return [one for state in states for one in demo.get(f"/outbox?state={state}")["items"]]


def _published(demo: Service, meeting: str) -> bool:
    answer = demo.ask(
        "GET",
        f"/api/v1/meetings/{meeting}/minutes",
        headers={"Authorization": f"Bearer {demo.token}"},
    )
    return answer.status == 200 and answer.json["state"] == "published"
