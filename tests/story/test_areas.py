"""Can everybody see what the network works on, and what their organisation promised?"""

import re
from uuid import UUID

from playwright.sync_api import expect
from sqlalchemy import func, select, update

from scheduler import clock
from scheduler.model import DueRow
from tests.factories import invitation_of
from tests.story import eye
from tests.story.place import a_place
from tests.story.waiting import until

POINTS = [
    {"title": "Vårens övning", "kind": "decision", "minutes": 20},
    {"title": "Bara för kretsen", "kind": "decision", "class": "circle"},
    {"title": "Lägesbild", "kind": "round"},
]


def test_the_area_that_has_waited_longest_comes_on_the_next_agenda(service, screens, width):
    place = a_place(service)
    at = f"/networks/{place.slug}"
    meeting = place.meeting()
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"{at}/areas")
    expect(page.get_by_role("heading", name="No areas yet")).to_be_visible()
    assert eye.faults(page, "en") == []
    page.get_by_label("What the area is called").fill("Landsbygdsutvecklingssamordning")
    page.get_by_label("Who answers for it").select_option(label="Kumla kommun")
    page.get_by_role("group", name="Who participates").get_by_label("Nora kommun").check()
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_role("status").first).to_contain_text("The area is on the list.")
    owner = {"name": "Anhöriga", "owner": "Nora kommun", "informed": ["Kumla kommun"]}
    service.post(f"{at}/areas", owner)
    page.goto(f"{at}/areas")
    assert eye.faults(page, "en") == []
    page.get_by_role("button", name="Move Anhöriga up").click()
    expect(page.get_by_role("heading", name="Anhöriga has waited longest")).to_be_visible()
    page.get_by_role("button", name="Put it there").click()
    expect(page).to_have_url(re.compile(f"/meetings/{meeting}/agenda"))
    listed = service.get(f"/meetings/{meeting}/agenda")["items"]
    assert [one["title"] for one in listed] == ["Anhöriga"]
    page.goto(f"{at}/areas")
    page.get_by_role("link", name="Anhöriga").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anhöriga")
    assert eye.faults(page, "en") == []


def test_a_commission_is_written_down_and_closed(service, screens, width):
    place = a_place(service)
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/networks/{place.slug}/commissions")
    page.get_by_label("What the commission is called").fill("Kartlägg stödet")
    page.get_by_label("Who gave it").fill("Kommunstyrelsen")
    page.get_by_label("In which document").fill("https://kumla.example/ks-14")
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_role("status").first).to_contain_text("The commission is on the list.")
    assert eye.faults(page, "en") == []
    page.get_by_role("link", name="Kartlägg stödet").click()
    page.get_by_role("radio", name="Closed").check()
    page.get_by_role("button", name="Save the commission").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Write what came of the commission")
    assert eye.faults(page, "en") == []
    page.get_by_label("What came of it").fill("Stödet finns i tre kommuner.")
    page.get_by_role("button", name="Save the commission").click()
    expect(page.get_by_role("table")).to_contain_text("Closed")


def test_a_mailed_brief_opens_what_is_open_and_the_rest_after_sign_in(
    service, office, screens, width
):
    place = a_place(service)
    meeting = place.meeting()
    service.api("PUT", f"/meetings/{meeting}/agenda", {"items": POINTS})
    owner = {"organisation": "Kumla kommun"}
    service.post(f"/meetings/{meeting}/actions", {"text": "Boka Stadshuset", "owner": owner})
    service.post(f"/meetings/{meeting}/call")
    place_of = place.address("Anna")
    until(lambda: "send_brief" in _coming(service, meeting) and _is_quiet(service), "the plan")
    _let_the_day_come(service, UUID(meeting), place_of)
    letter = until(lambda: _brief(office, place_of), "the brief")
    shown, kept = ["Boka Stadshuset", "Vårens övning"], ["Bara för kretsen"]
    stranger = screens.open(width=width)
    stranger.goto(letter.link("/brief/"))
    text = stranger.locator("main").inner_text()
    assert [words for words in shown + kept if words in text] == shown
    assert eye.faults(stranger, "en") == []
    stranger.get_by_role("link", name="Fill in our slot in the round").click()
    expect(stranger.locator("main")).to_contain_text("Lägesbild")
    anna = screens.open(place_of, width=width)
    anna.goto(f"/meetings/{meeting}/brief")
    expect(anna.locator("main")).to_contain_text("Bara för kretsen")
    assert eye.faults(anna, "en") == []


def _coming(service, meeting):
    return [one["kind"] for one in service.get(f"/meetings/{meeting}/timeline")["items"]]


def _is_quiet(service):
    """Whether nothing is left to follow from what has happened: no plan is written anew."""
    undone = (DueRow.kind == "react") & DueRow.state.in_(("waiting", "claimed"))
    with service.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).select_from(DueRow).where(undone)) == 0


def _brief(office, reader):
    found = [one for one in office.letters(reader) if one.subject.startswith("Before ")]
    return found[0] if found else None


def _let_the_day_come(service, meeting, reader):
    """Let the briefs of a meeting leave now: there is no other way to the day than waiting."""
    with service.database() as database, database.transaction() as session:
        invitation_of(session, meeting, reader).person.language = "en"
        waiting = (DueRow.kind == "send_brief") & (DueRow.meeting_id == meeting)
        session.execute(update(DueRow).where(waiting).values(due_at=clock.now()))
