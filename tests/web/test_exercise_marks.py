"""Do pages and papers about an exercise say what they are, and what stops it?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Exercise, Person
from scheduler.services import meetings
from tests.exercises import an_exercise
from tests.factories import a_meeting, invitation_of
from tests.web.browser import text_of

ANNA = "anna@kumla.example"
SUBPAGES = ("", "/agenda", "/papers", "/round", "/move", "/cancel", "/brief", "/attendance-sheet")


@pytest.fixture
def meetings_(database, network, keys):
    """An exercise and an ordinary meeting, with the links of one who is called to both."""
    found = {}
    with database.transaction() as session:
        for person in session.scalars(select(Person)):
            person.language = "en"
        for kind in ("exercise", "meeting"):
            row = a_meeting(session, network, title="Storm i Björkhamra", kind=kind)
            if kind == "exercise":
                an_exercise(session, row)
                session.scalars(select(Exercise)).one().stop_word = "ROTT LJUS"
            meetings.call(session, row.id, by=SYSTEM)
            session.flush()
            one = invitation_of(session, row.id, ANNA)
            links = [
                f"/{path}/{keys.token(purpose, one.id, 0)}"
                for path, purpose in (("r", "reply"), ("round", "round"), ("propose", "propose"))
            ]
            found[kind] = row.id, links
    return found


def pages(enter, client, meeting, links):
    browser = enter()
    signed_in = [browser.get(f"/meetings/{meeting}{path}") for path in SUBPAGES]
    return [*signed_in, *(client.get(link) for link in links)]


def test_every_page_about_an_exercise_bears_its_mark_and_names_the_words(enter, client, meetings_):
    found = pages(enter, client, *meetings_["exercise"])
    assert {page.status_code for page in found} == {200}
    assert [page.request.path for page in found if "ÖVNING" not in text_of(page)] == []
    assert [page.request.path for page in found if "ROTT LJUS" not in text_of(page)] == []


def test_no_other_meeting_s_page_does(enter, client, meetings_):
    found = pages(enter, client, *meetings_["meeting"])
    assert [page.request.path for page in found if "ÖVNING" in text_of(page)] == []


def test_its_calendar_file_tells_it_too(client, meetings_):
    _, (reply, *_) = meetings_["exercise"]
    file = client.get(f"{reply}.ics").get_data(as_text=True).replace("\r\n ", "")
    assert "\r\nSUMMARY:EXERCISE: Storm i Björkhamra\r\n" in file
    assert "\r\nDESCRIPTION:EXERCISE. " in file
    assert "ROTT LJUS" in file
