"""What would trouble a reader of this page? axe-core, and what axe does not look at."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.story.screen import NARROW

AXE_JS = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"

AXE = """async (rules) => {
  const how = {iframes: false, resultTypes: ["violations"]};
  if (rules) how.runOnly = rules;
  const {violations} = await window.axe.run(document, how);
  return violations.flatMap(({id, nodes}) => nodes.map(
    ({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""

# Targets in a line of text are excepted (WCAG 2.5.8), so are those that wait for focus.
LOOK = """() => {
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const small = [...document.querySelectorAll(controls)].filter((one) => {
    const {width, height} = one.getBoundingClientRect();
    const seen = one.checkVisibility({visibilityProperty: true})
      && !one.closest(".ds-sr-only, .ds-skip-link");
    return seen && getComputedStyle(one).display !== "inline" && (width < 24 || height < 24);
  });
  return {
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    small: small.map((one) => one.outerHTML.slice(0, 120)),
  };
}"""

WIDE = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > clientWidth)
    .slice(-2).map((one) => one.outerHTML.slice(0, 120));
}"""


def faults(page: Page, language: str) -> list[str]:
    """Look at a page by day, by night and through a keyhole; gives a line for each fault."""
    page.evaluate(_axe())
    found = [f"axe {line}" for line in page.evaluate(AXE, None)]
    seen: dict[str, Any] = page.evaluate(LOOK)
    if seen["language"] != language:
        found.append(f"the page says that it is in {seen['language']}")
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} main headings")
    found += [f"a target below 24 px: {markup}" for markup in seen["small"]]
    return found + in_the_dark(page) + through_a_keyhole(page)


def in_the_dark(page: Page) -> list[str]:
    """What cannot be read in dark colours; axe must be on the page."""
    page.emulate_media(color_scheme="dark")
    found = page.evaluate(AXE, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [f"dark: {line}" for line in found]


def through_a_keyhole(page: Page) -> list[str]:
    """Whether the page must be pushed sideways at 320 px."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW, "height": size["height"]})
    wide = page.evaluate(WIDE)
    page.set_viewport_size(size)
    return [f"wider than a screen of {NARROW} px: {markup}" for markup in wide]


def in_forced_colours(page: Page) -> list[str]:
    """What axe says when the system sets the colours."""
    page.emulate_media(forced_colors="active")
    page.evaluate(_axe())
    found = page.evaluate(AXE, None)
    page.emulate_media(forced_colors="none")
    return [f"forced colours: {line}" for line in found]


@cache
def _axe() -> str:
    return AXE_JS.read_text("utf-8")
