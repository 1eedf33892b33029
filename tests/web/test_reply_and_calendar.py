"""Does the reply page say what the calendar will do about an answer, and what was taken back?"""

import pytest

from scheduler import inputs
from scheduler.actor import SYSTEM
from scheduler.inputs import MoveInput
from scheduler.model import MeetingChange
from scheduler.queries.reply_page import token_of
from scheduler.services import meetings, sending
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of

ANNA = "anna@kumla.example"
MAIL, ASKS = "Your calendar gets this answer by mail within a minute.", "may still ask"


@pytest.fixture
def meeting(database, time):
    return a_called_meeting(database)


@pytest.fixture
def read(database, keys, meeting, client):
    """Anna, who reads English, on her reply page; with an answer, after she has given it."""
    with database.transaction() as session:
        invitation_of(session, meeting, ANNA).person.language = "en"
    with database.reading() as session:
        path = f"/r/{token_of(keys, invitation_of(session, meeting, ANNA))}"

    def page(answer=""):
        if answer:
            client.post(path, data={"answer": answer}, headers={"Origin": "http://127.0.0.1:8000"})
        return text_of(client.get(path))

    return page


def test_a_calendar_that_was_invited_is_told_of_the_answer_by_mail(read, settle, time):
    settle()
    assert MAIL not in read()
    page = read("accepted")
    assert MAIL in page
    assert ASKS not in page
    settle()
    time.forward(seconds=60)
    settle()
    page = read()
    assert MAIL not in page
    assert ASKS not in page


def test_a_calendar_that_only_subscribes_may_still_ask(read, settle, database, meeting):
    with database.transaction() as session:
        invitation_of(session, meeting, ANNA).person.delivery = "subscription"
    settle()
    page = read("accepted")
    assert ASKS in page
    assert MAIL not in page


def test_a_change_that_was_taken_back_is_not_told(read, settle, database, meeting, time):
    settle()
    time.forward(seconds=1)
    with database.transaction() as session:
        plan = inputs.parse(MoveInput, {"start": "2027-02-11T13:00", "undo_seconds": 60})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    assert "The meeting has a new time" in read()
    with database.transaction() as session:
        change = session.query(MeetingChange).filter_by(kind="moved").one().id
        sending.undo(session, change, by=SYSTEM)
    assert "The meeting has a new time" not in read()
