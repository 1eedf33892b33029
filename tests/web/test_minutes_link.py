"""What does the mailed link to a meeting's notes open, for whom and how long?"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, MinutesInput
from scheduler.model import Person
from scheduler.queries import minutes as read
from scheduler.services import agenda, answers, approval, invitations, minutes
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of

ANNA = "anna@kumla.example"
CLOSED = "Det som sades i kretsen"


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [
            {"title": "Läget"},
            {"title": "Känsligt", "class": "circle"},
            {"title": "Tyst", "class": "spoken"},
        ]
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
        invitation = invitation_of(session, meeting_id, ANNA)
        yes = AnswerInput(answer="accepted")
        answers.answer(session, invitation.id, plan=yes, via="link", by=SYSTEM)
    return meeting_id


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def owner_of(database, email):
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        return f"{person.organisation_id}/{person.id}"


def publish(database, meeting, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=None, by=SYSTEM)
        approval.publish(session, meeting, by=SYSTEM)


def link(database, keys, meeting, email=ANNA):
    with database.reading() as session:
        return f"/m/{keys.token('minutes', invitation_of(session, meeting, email).id, 0)}"


def test_the_mailed_link_opens_open_points_without_names_and_nothing_else(
    client, database, keys, meeting
):
    open_point, closed_point, _ = view(database, meeting).points
    anna = owner_of(database, ANNA).split("/")
    publish(
        database,
        meeting,
        entries=[
            {"item": str(open_point.id), "text": "Lugnt"},
            {"item": str(closed_point.id), "text": CLOSED},
        ],
        decisions=[{"item": str(closed_point.id), "text": "Hemligt beslut"}],
        actions=[
            {"text": "Boka", "owner": {"organisation": anna[0], "person": anna[1]}},
            {"item": str(closed_point.id), "text": "Dold", "owner": {"organisation": anna[0]}},
        ],
    )
    shown = client.get(link(database, keys, meeting))
    page = shown.get_data(as_text=True)
    assert [w for w in ("Lugnt", "Boka", "Kumla kommun") if w not in page] == []
    hidden = (CLOSED, "Hemligt beslut", "Dold", "Känsligt", "Tyst", "Anna", "<script")
    assert [w for w in hidden if w in page] == []
    assert "Set-Cookie" not in shown.headers
    assert "no-store" in shown.headers["Cache-Control"]


def test_the_mailed_link_opens_nothing_before_publishing_and_90_days_after(
    client, database, keys, time, meeting
):
    address = link(database, keys, meeting)
    assert client.get(address).status_code == 404
    publish(database, meeting, entries=[{"text": "Klart"}])
    time.forward(days=90, seconds=-1)
    assert client.get(address).status_code == 200
    time.to(time.at + timedelta(seconds=1))
    ended = client.get(address, headers={"Accept-Language": "en"})
    assert ended.status_code == 404
    assert "it opens for 90 days" in text_of(ended)


def test_the_mailed_link_is_its_own_and_dies_with_the_call(client, database, keys, meeting):
    publish(database, meeting, entries=[{"text": "Klart"}])
    address = link(database, keys, meeting)
    with database.reading() as session:
        one = invitation_of(session, meeting, ANNA)
    assert client.get(f"/m/{keys.token('reply', one.id, 0)}").status_code == 404
    assert client.get(f"{address[:-2]}xx").status_code == 404
    with database.transaction() as session:
        invitations.remove(session, one.id, by=SYSTEM)
    assert client.get(address).status_code == 404


def test_hostile_notes_are_harmless_behind_the_link(client, database, keys, meeting):
    publish(database, meeting, entries=[{"text": "<script>x</script>[a](javascript:x)"}])
    page = client.get(link(database, keys, meeting)).data
    assert [mark for mark in (b"<script", b'href="javascript') if mark in page] == []
