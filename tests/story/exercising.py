"""How is an exercise led by pages? What those who prepare and steer it press, in their order."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from scheduler import clock
from scheduler.model import Meeting
from tests.story.place import Place
from tests.story.service import Service

SCENARIO = "Rumours in the feed"
BOOKED = 180
SETTLED = 500  # milliseconds: what has moved on the console a moment ago takes no press
PLAYERS = {  # name: organisation, its kind, the group in which it sits by itself
    "Klara": ("Björkhamra kommun", "municipality", "The municipality"),
    "Pia": ("Polisen i Björkhamra", "police", "Police and government agencies"),
    "Sven": ("Björkhamra skola", "school", "Schools, social services and region"),
}
TASKS = {"Eva": "Facilitator", "Vera": "Evaluator", "Rut": "Recorder"}


def people(place: Place) -> None:
    """Let the network have who plays, evaluates and records; Anna and Bo are only its members."""
    for name, (house, kind, _) in PLAYERS.items():
        plan = {"name": house, "kind": kind}
        place.service.post(f"/networks/{place.slug}/organisations", plan)
        place.add(name, organisation=house, language="sv" if name == "Sven" else "en")
    for name in ("Vera", "Rut"):
        place.add(name, language="en")


def tomorrow(place: Place) -> str:
    """Plan a meeting for this hour tomorrow; gives its id."""
    start = clock.now().astimezone(ZoneInfo("Europe/Stockholm")) + timedelta(days=1)
    return place.meeting(title="Övningsdag", start=f"{start:%Y-%m-%dT%H:%M}", minutes=BOOKED)


def let_it_be_time(service: Service, meeting: str) -> None:
    """Let a meeting of tomorrow begin now: there is no other way there than waiting."""
    with service.database() as database, database.transaction() as session:
        row = session.get_one(Meeting, UUID(meeting))
        for column in ("start", "starts_at", "original_start"):
            setattr(row, column, getattr(row, column) - timedelta(days=1))


def approve_a_ready_scenario(page: Page, place: Place) -> None:
    """Take scenario C as the network's own, read it and approve it."""
    page.goto(f"/networks/{place.slug}/scenarios/new")
    page.get_by_role("button", name=re.compile(f"English ?: {SCENARIO}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SCENARIO)
    page.get_by_role("button", name="Approve version 1").click()
    expect(page.locator(".head__row .state")).to_contain_text("Approved")


def make_it_an_exercise(page: Page, meeting: str) -> str:
    """Make a meeting an exercise with the scenario; gives the exercise's id."""
    page.goto(f"/meetings/{meeting}")
    page.get_by_role("link", name="Make this an exercise").click()
    page.get_by_role("link", name=f"Choose {SCENARIO}").click()
    page.get_by_role("button", name="Make it an exercise").click()
    page.wait_for_url(re.compile("/exercises/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ÖVNING: Övningsdag")
    return page.url.rpartition("/")[2]


def call(page: Page, meeting: str) -> None:
    """Send the notice of the meeting."""
    page.goto(f"/meetings/{meeting}/call")
    page.get_by_role("button", name=re.compile(r"Send to \d people")).click()
    expect(page.get_by_role("status").filter(has_text="The meeting is called")).to_be_visible()


def prepare_a_run(page: Page, exercise: str) -> str:
    """Make a run, put those who do not play in their places, mail the links; gives its id."""
    page.goto(f"/exercises/{exercise}")
    page.get_by_label("What the run is called").fill("Bord 1")
    page.get_by_role("button", name="Make the run").click()
    for name, (_, _, group) in PLAYERS.items():
        expect(_place_of(page, name).locator("option:checked")).to_have_text(f"Player: {group}")
    for name, task in TASKS.items():
        _place_of(page, name).select_option(label=task)
    page.get_by_role("button", name="Save who sits where").click()
    expect(page.get_by_role("status").filter(has_text="3 places are saved.")).to_be_visible()
    page.get_by_role("button", name="Mail the links to 6 people").click()
    expect(page.get_by_role("status").filter(has_text="6 links are being sent.")).to_be_visible()
    section: Any = page.locator("section[id^=run-]").get_attribute("id")
    return str(section).removeprefix("run-")


def _place_of(page: Page, name: str) -> Locator:
    return page.get_by_label(f"Place of {name}", exact=True)


def press(page: Page, name: str, said: str) -> None:
    """Press a button of the console, and hear what it did."""
    page.wait_for_timeout(SETTLED)
    page.locator("#console, .console-tools").get_by_role("button", name=name).first.click()
    expect(page.locator("#status")).to_have_text(said)


def hurry(page: Page, rate: str) -> None:
    """Let the clock go faster."""
    page.get_by_label("How fast the clock goes").select_option(label=rate)
    press(page, "Set the rate", "The clock goes at the new rate from now on.")


def jump(page: Page, module: str, now: str) -> None:
    """Go to a module: what has not come by then is skipped, but for one that comes now."""
    page.get_by_label("Go to a module").select_option(label=module)
    page.get_by_role("button", name="See what is left before it …").click()
    page.get_by_label(f"What becomes of {now}").select_option("release")
    page.get_by_role("button", name="Go to the module").click()
    expect(page.get_by_role("status").filter(has_text="The module has begun.")).to_be_visible()


def end(page: Page) -> None:
    """End the exercise, and open the hot wash."""
    page.get_by_role("link", name="End …", exact=True).click()
    page.get_by_role("button", name="End the exercise").click()
    expect(page.get_by_role("status").filter(has_text="The exercise is ended.")).to_be_visible()
    press(page, "Begin the hot wash", "The hot wash begins.")


def find(page: Page, exercise: str, shown_by: str, text: str, action: dict[str, str]) -> None:
    """Write a finding from a line of the log, and what is done about it."""
    page.goto(f"/exercises/{exercise}/evaluation")
    for closed in page.locator("details:not([open])", has_text=shown_by).all():
        closed.locator("summary").click()
    page.get_by_role("checkbox", name=shown_by).check()
    page.get_by_role("button", name="Write a finding from what is ticked").click()
    page.get_by_label("To improve").check()
    page.get_by_label("The finding, in one or two sentences").fill(text)
    expect(page.get_by_role("checkbox", name=shown_by)).to_be_checked()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_label("What is to be done").fill(action["text"])
    page.get_by_label("Who does it").select_option(label=action["owner"])
    page.get_by_label("Until").fill(action["due"])
    page.get_by_role("button", name="Put it on the list of actions").click()
    expect(page.locator("#do + ul")).to_contain_text(action["text"])
    expect(page.locator("main")).to_contain_text(shown_by)


def rate_finally(page: Page, run: str, target: str, rated: str) -> None:
    """Set a final rating with its reason."""
    page.goto(f"/runs/{run}/final?target={target}")
    page.get_by_label(rated, exact=True).check()
    page.get_by_label("What is it built on?").fill("Det som syntes på tavlan.")
    page.get_by_role("button", name="Keep the final rating").click()
    expect(page.locator(f"[id='target-{target}']")).to_contain_text("Det som syntes på tavlan.")


def report(page: Page, exercise: str) -> None:
    """Make the report final."""
    page.goto(f"/exercises/{exercise}/report")
    page.get_by_role("button", name="Make the report final").click()
    expect(page.get_by_role("heading", name="Versions that are kept")).to_be_visible()
