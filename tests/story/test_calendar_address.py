"""Does a calendar address follow the meetings, cost nothing when nothing changed, and end?"""

import icalendar
from playwright.sync_api import expect

from tests.story.place import day


def titles(answer):
    """What a subscriber sees: title and state of each event, by title."""
    events = icalendar.Calendar.from_ical(answer.data).events
    return sorted((str(event["SUMMARY"]), str(event.get("STATUS", ""))) for event in events)


def test_a_calendar_is_made_fetched_kept_and_replaced(service, screens, place):
    meeting = place.meeting(title="Rådet")
    page = screens.open(place.address("Eva"))
    page.goto(f"/networks/{place.slug}/settings")
    page.get_by_role("button", name="Make a calendar address").click()
    path = page.locator("#feed-address").input_value().removeprefix(service.url)
    first = service.ask("GET", path)
    assert (first.status, titles(first)) == (200, [("Rådet", "CONFIRMED")])
    known = {"If-None-Match": first.headers["ETag"]}
    assert service.ask("GET", path, headers=known).status == 304
    head = service.ask("HEAD", path)
    assert (head.status, head.headers["ETag"], head.data) == (200, first.headers["ETag"], b"")
    service.post(f"/meetings/{meeting}/move", {"start": f"{day(54)}T10:00", "minutes": 60})
    moved = service.ask("GET", path, headers=known)
    [event] = icalendar.Calendar.from_ical(moved.data).events
    assert (moved.status, event.decoded("DTSTART").hour, str(event["SEQUENCE"])) == (200, 10, "1")
    page.goto(f"/networks/{place.slug}/settings")
    page.get_by_role("button", name="New address").click()
    replaced = page.locator("#feed-address").input_value().removeprefix(service.url)
    assert service.ask("GET", path).status in {404, 410}
    assert titles(service.ask("GET", replaced)) == titles(moved)
    page.goto(f"/networks/{place.slug}/settings")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("status").filter(has_text="is ended")).to_be_visible()
    assert service.ask("GET", replaced).status in {404, 410}


def test_a_person_makes_an_own_calendar_on_the_mailed_page_and_answers_there(
    service, office, screens, place
):
    meeting, anna = place.called(), place.address("Anna")
    office.letter(anna)
    page = screens.open(javascript=False, locale="sv-SE")
    page.goto("/me")
    page.locator("input[name=email]").fill(anna)
    page.locator("main form button").click()
    mine = office.letter(anna, 2).link("/me/")
    page.goto(mine)
    expect(page.locator("main")).to_contain_text("Länsnätverket")
    page.locator("input[name=delivery][value=subscription]").check()
    page.locator("form[action$='/delivery'] button").click()
    page.locator("form[action$='/feed'] button").click()
    path = page.locator("#feed-address").input_value().removeprefix(service.url)
    assert [title for title, _ in titles(service.ask("GET", path))] == ["Länsnätverket"]
    page.goto(mine)
    page.locator("a[href*='/r/']").first.click()
    page.locator("button[name=answer][value=tentative]").first.click()
    assert place.invitation(meeting, "Anna")["answer"] == "tentative"
