"""Move, cancel, restore, invite, remove: does each change reach those it concerns, and no other?"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.story.place import a_place, day
from tests.story.screen import WIDE

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def said_yes(service, office, place):
    """A called meeting to which Anna has said yes; gives its id."""
    meeting = place.called()
    link = office.letter(place.address("Anna")).link("/r/")
    answered = service.ask("POST", link.removeprefix(service.url), b"answer=accepted", FORM)
    assert answered.status == 303
    assert place.invitation(meeting, "Anna")["answer"] == "accepted"
    return meeting


def coordinator(screens, place, width, meeting):
    """Eva's window, on the meeting's page."""
    page = screens.open(place.address("Eva"), width=width)
    page.goto(f"/meetings/{meeting}")
    return page


def send(page, button, words):
    """Press the button that sends, and see what the page says."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def letters_of(office, place):
    """How many letters each has got."""
    return {name: len(office.letters(place.address(name))) for name in place.people}


def test_a_move_shows_before_and_after_raises_the_sequence_and_asks_everybody_anew(
    service, office, screens, width
):
    place = a_place(service)
    meeting = said_yes(service, office, place)
    page = coordinator(screens, place, width, meeting)
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Begins").fill(f"{day(47)}T13:00")
    page.get_by_label("Reason").fill("Salen är upptagen")
    page.get_by_role("button", name="Show what will be sent").first.click()
    difference = page.get_by_role("region", name="Before and after")
    expect(difference.locator("s").first).to_contain_text("09:00")
    expect(difference.locator("strong").first).to_contain_text("13:00")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Salen är upptagen")
    assert letters_of(office, place) == {"Eva": 1, "Anna": 1, "Bo": 1}
    send(page, "Send to 3 people", "The meeting is moved")
    moved = office.letter(place.address("Anna"), 2)
    assert moved.said == ("REQUEST", 1)
    start = datetime.fromisoformat(f"{day(47)}T13:00").replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    assert moved.event.decoded("DTSTART").astimezone(UTC) == start.astimezone(UTC)
    assert moved.event["UID"] == office.letter(place.address("Anna")).event["UID"]
    expect(page.locator("ol.timeline")).to_contain_text("Moved from")
    expect(page.locator("ol.timeline")).to_contain_text("Salen är upptagen")
    expect(page.locator(".answers-bar")).to_contain_text("3 silent")
    assert place.invitation(meeting, "Anna")["answer"] == "needs-action"


def test_a_cancelled_meeting_is_taken_back_and_restored_with_a_higher_sequence_each_time(
    service, office, screens, width
):
    place = a_place(service)
    meeting, anna = said_yes(service, office, place), place.address("Anna")
    page = coordinator(screens, place, width, meeting)
    page.get_by_role("link", name="Cancel the meeting").click()
    page.get_by_label("Reason").fill("Snöstorm")
    page.get_by_role("button", name="Show what will be sent").first.click()
    send(page, "Send to 3 people", "The meeting is cancelled")
    cancelled = office.letter(anna, 2)
    assert cancelled.said == ("CANCEL", 1)
    assert "Snöstorm" in cancelled.text
    reader = screens.open(javascript=False, locale="sv-SE")
    reader.goto(office.letter(anna).link("/r/"))
    expect(reader.locator("main")).to_contain_text("Snöstorm")
    expect(reader.locator("button[name=answer]")).to_have_count(0)
    page.get_by_role("link", name="Restore the meeting").click()
    send(page, "Send to 3 people", "The meeting is restored")
    assert office.letter(anna, 3).said == ("REQUEST", 2)
    reader.reload()
    expect(reader.locator("button[name=answer]")).to_have_count(3)


def test_one_more_is_invited_and_one_removed_and_nobody_else_hears_of_it(
    service, office, screens, place
):
    meeting = said_yes(service, office, place)
    place.add("Cecilia", organisation="Nora kommun")
    link = office.letter(place.address("Anna")).link("/r/")
    office.letter(place.address("Eva"))
    office.letter(place.address("Bo"))
    page = coordinator(screens, place, WIDE, meeting)
    page.get_by_role("link", name="Invite more").click()
    page.get_by_label("Cecilia").check()
    page.get_by_role("button", name="Show what will be sent").first.click()
    send(page, "Send to 1 person", "They are on the list")
    assert office.letter(place.address("Cecilia")).said[0] == "REQUEST"
    page.locator("details.person", has_text="Anna").locator("summary").click()
    page.locator("details.person", has_text="Anna").get_by_text("Take off the list").click()
    send(page, "Send to 1 person", "no longer on the list")
    assert office.letter(place.address("Anna"), 2).said[0] == "CANCEL"
    expect(page.locator("details.person", has_text="Anna")).to_have_count(0)
    assert letters_of(office, place) == {"Eva": 1, "Anna": 2, "Bo": 1, "Cecilia": 1}
    assert service.ask("GET", link.removeprefix(service.url)).status == 404


def test_what_is_held_reaches_nobody_and_can_be_taken_back_or_sent(service, office, screens, width):
    place = a_place(service)
    meeting = place.called()
    for name in place.people:
        office.letter(place.address(name))
    page = coordinator(screens, place, width, meeting)
    for button, words in (("Undo", "The change is undone"), ("Send now", "The letters leave now")):
        page.get_by_role("link", name="Move", exact=True).click()
        page.get_by_label("Begins").fill(f"{day(47)}T13:00")
        page.get_by_role("button", name="Show what will be sent").first.click()
        page.get_by_label("not yet: hold the letters").check()
        send(page, "Send to 3 people", "The meeting is moved")
        expect(page.get_by_text("3 letters are held.")).to_be_visible()
        assert letters_of(office, place) == {"Eva": 1, "Anna": 1, "Bo": 1}
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    assert office.letter(place.address("Anna"), 2).said == ("REQUEST", 3)
    assert letters_of(office, place)["Anna"] == 2


def test_a_mail_is_tried_on_the_coordinator_alone(service, office, screens, place):
    meeting = place.called()
    eva = place.address("Eva")
    office.letter(eva)
    page = coordinator(screens, place, WIDE, meeting)
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Begins").fill(f"{day(47)}T13:00")
    page.get_by_role("button", name="Show what will be sent").first.click()
    send(page, "Send test to me", f"A test is on its way to {eva}")
    tried = office.letter(eva, 2)
    assert tried.subject.startswith("Test: ")
    assert f"/meetings/{meeting}" in tried.text
    assert "/r/" not in tried.text
    assert letters_of(office, place) == {"Eva": 2, "Anna": 1, "Bo": 1}
