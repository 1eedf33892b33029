"""A real browser: one Chromium, a window per reader, and no fault on its console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.run import chromium
from tests.story.service import Service

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
WIDE, PHONE, NARROW = 1280, 375, 320
PATIENCE = 30_000  # milliseconds


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


class Screens:
    """Opens windows; at the end no console may have told of a fault."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self._browser = browser
        self._service = service
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(
        self,
        email: str = "",
        *,
        width: int = WIDE,
        javascript: bool = True,
        administrator: bool = False,
        **how: Any,
    ) -> Page:
        """Open a window of somebody who is signed in, or of a stranger."""
        size = ViewportSize(width=width, height=900 if width > PHONE else 740)
        context = self._browser.new_context(
            base_url=self._service.url,
            viewport=size,
            java_script_enabled=javascript,
            **{"locale": "en-GB", "timezone_id": "Europe/Stockholm"} | how,
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if email:
            token = self._service.visit(email, administrator=administrator)
            url = self._service.url
            context.add_cookies([{"name": "kallelse", "value": token, "url": url}])
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _note(self, message: ConsoleMessage) -> None:
        # That an address answers 404, or a form 422, is no fault of the page that says so.
        refused = "status of 4" in message.text and "/static/" not in message.location["url"]
        if message.type == "error" and not refused:
            self.faults.append(f"{message.text} ({message.location['url']})")
