"""Does the service live through what happens to services?"""

import subprocess

from playwright.sync_api import expect

from tests.story.place import a_place
from tests.story.service import COMMAND, ROOT
from tests.story.waiting import until

EFFECT = 2.0  # seconds until what a command did is seen in the running service

FILE = """\
network: {slug: radet, name: Rådet, language: sv, time_zone: Europe/Stockholm, countries: [SE]}
organisations:
  - {name: Hallsbergs kommun, kind: municipality, country: SE}
people:
  - {name: Doris, email: doris@radet.example, organisation: Hallsbergs kommun, role: member}
"""


def test_a_service_that_is_ended_and_started_again_has_lost_nothing(
    service, office, screens, place
):
    meeting = place.called()
    link = office.letter(place.address("Anna")).link("/r/").removeprefix(service.url)
    page = screens.open(place.address("Eva"))
    page.goto(f"/meetings/{meeting}", wait_until="networkidle")  # its icon comes last
    for name in place.people:
        office.letter(place.address(name))
    before = service.get(f"/meetings/{meeting}/timeline")
    page.goto("about:blank")  # a page that still looks how the sending goes would ask in vain
    assert service.stop() == 0
    service.start()
    page.goto(f"/meetings/{meeting}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsnätverket")
    assert service.get(f"/meetings/{meeting}/timeline") == before
    assert service.ask("GET", link).status == 200
    assert [len(office.letters(place.address(name))) for name in place.people] == [1, 1, 1]


def test_letters_wait_while_the_mail_server_is_down_and_leave_when_it_is_back(
    service, office, screens, place
):
    page = screens.open(place.address("Eva"))
    office.close()
    try:
        meeting = place.called()
        until(lambda: _letters(service, meeting, tried=True), "a letter that was tried in vain")
        page.goto(f"/outbox?meeting={meeting}")
        expect(page.locator("main")).to_contain_text("Nothing is lost")
        assert office.letters(place.address("Anna")) == []
    finally:
        office.open()
    until(lambda: _try_now(service, meeting, page), "the receipts", 40)
    for name in place.people:
        assert office.letter(place.address(name)).said == ("REQUEST", 0)
    page.goto(f"/outbox?meeting={meeting}")
    expect(page.locator("main")).to_contain_text("Everything has been sent")


def test_a_second_service_on_the_same_folder_refuses_to_start(service):
    refused = subprocess.run(
        [*COMMAND, "run", "--dir", str(service.folder)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "already running" in refused.stderr
    assert service.ask("GET", "/readyz").status == 200


def test_what_a_command_changes_shows_in_the_running_service_within_two_seconds(
    service, screens, tmp_path
):
    file = tmp_path / "radet.yaml"
    file.write_text(FILE, encoding="utf-8")
    page = screens.open("chef@kallelse.example", administrator=True)
    page.goto("/networks")
    expect(page.get_by_role("link", name="Rådet")).to_have_count(0)
    service.command("apply", str(file))
    until(lambda: "Rådet" in _names(service), "the network", EFFECT)
    page.reload()
    expect(page.get_by_role("link", name="Rådet").last).to_be_visible()
    again = service.command("apply", str(file)).stdout.decode()
    assert [line for line in again.splitlines()[:-1] if not line.startswith("=")] == []


def test_a_person_who_is_let_in_from_the_terminal_gets_in_at_once(service, screens):
    place = a_place(service)
    added = ("user", "add", "siv@nora.example", "--role", "secretary", "--network", place.slug)
    link = service.command(*added).stdout.decode().strip()
    page = screens.open()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/networks/{place.slug}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(place.slug)


def _try_now(service, meeting, page):
    """Press the button on every letter that waits; true when none does."""
    waiting = _letters(service, meeting)
    for letter in waiting:
        page.goto(f"/outbox/{letter['id']}")
        if page.get_by_role("button", name="Try now").count():
            page.get_by_role("button", name="Try now").click()
    return not waiting


def _letters(service, meeting, *, tried=False):
    """The meeting's letters that have not left; with `tried` only those that failed."""
    found = service.get("/outbox?limit=500")["items"]
    waiting = [one for one in found if one["meeting"] == meeting and one["state"] != "sent"]
    return [one for one in waiting if one["tries"] > 0] if tried else waiting


def _names(service):
    return [one["name"] for one in service.get("/networks?limit=500")["items"]]
