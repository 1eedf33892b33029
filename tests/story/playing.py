"""What do those with a place in an exercise do on their own pages, behind their links?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.story.exercising import PLAYERS
from tests.story.place import Place
from tests.story.post import Letter, PostOffice
from tests.story.screen import PHONE, Screens
from tests.story.waiting import until

MARKS = ("EXERCISE: ", "ÖVNING: ")
HALF_TYPED = "Vi ringer först till"
MOVING = "document.getAnimations().filter((one) => one.playState === 'running').length"
NOTE = "Kommunen läser upp vad som är känt och vad som inte är det."
DECISION = "Säkerhetschefen håller lägesbilden fram till fredag."
WISHES = ("Ett gemensamt första svar.", "En lista över vem som ringer vem.")


@dataclass(frozen=True)
class Room:
    """Everybody's page in the run, each in a browser of its own."""

    klara: Page  # plays, and types while news come
    pia: Page  # plays, and wants no motion
    sven: Page  # plays, without a script
    vera: Page  # evaluates, on a phone
    rut: Page  # records

    @property
    def all(self) -> tuple[Page, ...]:
        return (self.klara, self.pia, self.sven, self.vera, self.rut)


def answer_the_calls(office: PostOffice, screens: Screens, place: Place) -> None:
    """Let the players say by their links that they come, and two members that they do not."""
    for name in ("Anna", "Bo", *PLAYERS):
        letter = office.letter(place.address(name))
        mark = MARKS[0] if name in {"Klara", "Pia"} else MARKS[1]
        assert letter.subject.startswith(mark), letter.subject
        assert str(letter.event["SUMMARY"]).startswith(mark)
        page = screens.open()
        page.goto(letter.link("/r/"))
        word = "accepted" if name in PLAYERS else "declined"
        page.locator(f"button[name=answer][value={word}]").first.click()
        page.wait_for_url(letter.link("/r/"))
        page.context.close()


def enter(office: PostOffice, screens: Screens, place: Place) -> Room:
    """Follow everybody's link to a page of their own."""
    room = Room(
        klara=screens.open(),
        pia=screens.open(reduced_motion="reduce"),
        sven=screens.open(javascript=False),
        vera=screens.open(width=PHONE),
        rut=screens.open(),
    )
    for name, page in zip(("Klara", "Pia", "Sven", "Vera", "Rut"), room.all, strict=True):
        letter = until(_link_to(office, place.address(name)), f"the link of {name}")
        assert letter.subject.startswith(MARKS), letter.subject
        page.goto(letter.link("/play/"))
        expect(page.locator(".play-mark")).to_have_text(re.compile("^(EXERCISE|ÖVNING)$"))
    for page in (room.klara, room.pia):
        page.evaluate("window.since = 'the link was followed'")
    return room


def never_left(page: Page) -> bool:
    """Whether a page is the one that was opened at first: nothing has loaded it anew."""
    return bool(page.evaluate("window.since === 'the link was followed'"))


def look_for_news(page: Page) -> None:
    """Follow the link that is there for who has no script."""
    page.get_by_role("link", name="Look for news").or_(page.locator("noscript a")).first.click()


def answer_in_private(page: Page, question: str, number: int, why: str = "") -> None:
    """Choose the group's answer to a question; others do not see it yet."""
    asked = page.locator(f"[id='question-{question}']")
    asked.locator("input[type=radio]").nth(number).check()
    asked.locator("textarea").fill(why)
    asked.locator("button").click()
    expect(asked.locator("input[type=radio]").nth(number)).to_be_checked()
    expect(asked.locator(".play-answers")).to_have_count(0)


def note(page: Page, rated: str) -> None:
    """Note an observation on a phone, and rate an indicator for the first group."""
    page.locator("input[name=kind][value=strength]").check()
    page.locator("#text").fill(NOTE)
    page.locator("#indicator").select_option("O1.2")
    page.locator("#group").select_option(label="The municipality")
    page.get_by_role("button", name="Keep the observation").click()
    expect(page.get_by_role("status")).to_contain_text("Kept:")
    page.locator("#target-O1\\.2").get_by_role("link").click()
    page.get_by_label("Whom do you rate?").select_option(label="The municipality")
    page.get_by_label(rated, exact=True).check()
    page.get_by_label("Why").fill("Det stod på tavlan.")
    page.get_by_role("button", name="Keep the rating").click()
    expect(page.locator("#target-O1\\.2")).to_contain_text(rated)


def record(page: Page) -> None:
    """Record a decision, with its function and its ground."""
    page.reload()
    page.locator("#text").fill(DECISION)
    page.locator("#decided_by").fill("Säkerhetschefen")
    page.locator("#ground").fill("Delegation")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("status")).to_contain_text(DECISION)


def speak_out(room: Room) -> None:
    """Write what to improve and start, and agree with one another."""
    for page, kind, text in zip((room.klara, room.pia), ("improve", "start"), WISHES, strict=True):
        page.get_by_role("link", name="To the hot wash").click()
        page.locator(f"input[name=kind][value={kind}]").check()
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Put it up").click()
        expect(page.locator("#said")).to_contain_text(text)
    room.pia.locator("#said li", has_text=WISHES[0]).get_by_role("button").click()
    expect(room.pia.locator("#said li", has_text=WISHES[0])).to_contain_text("I agree (1)")


def feed_back(page: Page) -> None:
    """Answer the feedback form: bears no name, and can be sent once."""
    page.goto(f"{page.url.split('/hotwash')[0].split('?')[0].split('#')[0]}/feedback")
    page.locator("input[type=radio][value='4']").first.check()
    page.locator("textarea").first.fill("Mer tid till frågorna.")
    page.locator("main form button").click()
    expect(page.locator("[data-arrived=feedback]")).to_be_visible()


def _link_to(office: PostOffice, address: str) -> Callable[[], Letter | None]:
    def found() -> Letter | None:
        sent = office.letters(address)
        return next((one for one in sent if any("/play/" in at for at in one.links())), None)

    return found
