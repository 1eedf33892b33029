"""Is an owner told of what is theirs, reminded in time, and left alone when it is done?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from scheduler import outbox
from scheduler.actor import SYSTEM
from scheduler.dispatch import record
from scheduler.events import MinutesPublished
from scheduler.inputs import AgendaInput, MinutesInput, NetworkInput
from scheduler.leaving import Leaving
from scheduler.model import Letter, Minutes
from scheduler.queries import membership
from scheduler.services import agenda, minutes, networks, people
from tests.factories import a_meeting, a_network, a_person
from tests.promised import NORA, belonging, change, person, planned, promise, tell

JANUARY_25 = datetime(2027, 1, 25, 7, tzinfo=UTC)  # 08:00 in Stockholm, a week before the date
FEBRUARY_2 = datetime(2027, 2, 2, 7, tzinfo=UTC)


def kind_of(session, sent):
    found = select(Letter.kind).where(Letter.message_id == sent.mail["Message-ID"])
    return session.scalars(found).one()


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def mailed(database, settle, sender, time):
    """Let all that is due by now be done, and tell who got which kind of letter."""

    def done(at=None):
        if at is not None:
            time.to(at)
        settle()
        with database.reading() as session:
            return [(one.recipient, kind_of(session, one)) for one in sender.take()]

    return done


def test_who_is_given_an_action_is_told_once(database, network, mailed):
    action = promise(database, network, owner=belonging(database, "anna@kumla.example"))
    assert mailed() == [("anna@kumla.example", "action_given")]
    change(database, action.id, text="Bjud in alla skolor")
    assert mailed() == []


def test_an_organisation_s_action_is_told_to_each_of_its_people_who_takes_part(
    database, network, mailed
):
    with database.transaction() as session:
        a_person(session, network.id, "bea@kumla.example")
        a_person(session, network.id, "olle@kumla.example", role="observer")
        gone = a_person(session, network.id, "curt@kumla.example")
        held = membership.of_person(session, network.id, gone.id, date(2027, 1, 4))
        assert held is not None
        people.leave(session, held.id, by=SYSTEM)
    promise(database, network)
    assert [to for to, _ in mailed()] == ["anna@kumla.example", "bea@kumla.example"]


def test_whoever_gets_it_next_is_told_and_the_first_is_left_alone(database, network, mailed):
    action = promise(database, network)
    mailed()
    change(database, action.id, owner=NORA)
    assert mailed() == [("bo@nora.example", "action_given")]
    assert mailed(JANUARY_25) == [("bo@nora.example", "action_due")]


def test_owners_are_reminded_before_the_day_and_every_fortnight_after_it(database, network, mailed):
    action = promise(database, network)
    mailed()
    assert planned(database, action.id) == [
        ("action_due", "2027-01-25 07:00"),
        ("action_overdue", "2027-02-02 07:00"),
    ]
    assert mailed(JANUARY_25) == [("anna@kumla.example", "action_due")]
    assert mailed(FEBRUARY_2) == [("anna@kumla.example", "action_overdue")]
    assert mailed(FEBRUARY_2.replace(day=15)) == []
    assert mailed(FEBRUARY_2.replace(day=16)) == [("anna@kumla.example", "action_overdue")]
    assert planned(database, action.id) == [("action_overdue", "2027-03-02 07:00")]


@pytest.mark.parametrize("state", ["done", "declined"])
def test_nobody_is_reminded_of_what_is_closed_until_it_is_opened_again(
    database, network, mailed, state
):
    action = promise(database, network)
    mailed()
    change(database, action.id, state=state)
    assert (mailed(JANUARY_25), planned(database, action.id)) == ([], [])
    change(database, action.id, state="reopened")
    mailed()
    assert planned(database, action.id) == [("action_overdue", "2027-02-02 07:00")]


def test_a_moved_date_moves_the_reminders(database, network, mailed):
    action = promise(database, network)
    mailed()
    change(database, action.id, due="2027-03-01")
    mailed()
    assert [day for _, day in planned(database, action.id)] == [
        "2027-02-22 07:00",
        "2027-03-02 07:00",
    ]
    assert mailed(FEBRUARY_2) == []
    change(database, action.id, due=None)
    mailed()
    assert planned(database, action.id) == []


def test_a_network_that_moves_to_another_zone_is_reminded_at_eight_there(database, network, mailed):
    action = promise(database, network)
    mailed()
    with database.transaction() as session:
        plan = NetworkInput(name="Länsnätverket", time_zone="America/Nuuk")
        networks.change(session, network.id, plan=plan, by=SYSTEM)
    mailed()
    assert [at for _, at in planned(database, action.id)] == [
        "2027-01-25 10:00",
        "2027-02-02 10:00",
    ]


def test_a_reminder_that_is_no_longer_true_is_withdrawn_with_the_reason(
    database, network, mailed, time
):
    action = promise(database, network)
    mailed()
    time.to(JANUARY_25)
    with database.transaction() as session:  # the reminder is written, and has not left
        outbox.post(
            session,
            key="late",
            kind="action_due",
            person=person(session, "anna@kumla.example"),
            network_id=network.id,
            leave=Leaving(JANUARY_25.replace(hour=9), held=False),
            body={"action": str(action.id), "generation": 0, "due": "2027-02-01"},
        )
    tell(database, action.id, state="done")
    mailed(JANUARY_25.replace(hour=9))
    with database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.key == "late")).one()
        assert (letter.state, letter.reason) == ("withdrawn", "Nothing is left to do.")


def test_of_what_a_draft_of_minutes_holds_nobody_is_told_before_it_goes_out(
    database, network, mailed
):
    with database.transaction() as session:
        meeting = a_meeting(session, network.id)
        plan = MinutesInput.model_validate(
            {
                "actions": [
                    {
                        "text": "Bjud in skolan",
                        "owner": {"organisation": "Kumla kommun"},
                        "due": "2027-02-01",
                    }
                ]
            }
        )
        minutes.save(session, meeting.id, plan=plan, version=None, by=SYSTEM)
    assert mailed() == []
    with database.transaction() as session:
        minutes_ = session.scalars(select(Minutes)).one()
        minutes_.state = "published"
        record(session, MinutesPublished(by="system", subject=meeting.id, network_id=network.id))
    assert ("anna@kumla.example", "action_given") in mailed()
    assert mailed() == []


@pytest.fixture
def hidden(database, network):
    """An action of Anna's from a point of class circle."""
    with database.transaction() as session:
        meeting = a_meeting(session, network.id)
        plan = AgendaInput.model_validate({"items": [{"title": "Hemligt", "class": "circle"}]})
        (item,) = agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
    return promise(
        database,
        network,
        meeting=meeting.id,
        item=str(item.id),
        text="Ring vittnet",
        owner=belonging(database, "anna@kumla.example"),
    )


def test_the_mail_about_a_circle_s_action_has_none_of_its_words(database, hidden, settle, sender):
    settle()
    (letter,) = sender.take()
    whole = letter.raw.decode() + letter.text
    assert f"/actions/{hidden.id}" in letter.text
    assert "/action/" not in letter.text
    for word in ("Ring", "vittnet", "Hemligt", "2027-02-01", "1 februari"):
        assert word not in whole


def test_an_open_action_s_mail_says_what_until_when_from_where_and_how_to_tell(
    database, network, settle, sender, keys
):
    with database.transaction() as session:
        meeting = a_meeting(session, network.id)
    action = promise(database, network, meeting=meeting.id)
    settle()
    (letter,) = sender.take()
    token = keys.token("action", action.id, 0)
    for words in (
        "Bjud in skolan",
        "1 februari 2027",
        "Länsnätverket, to 4 feb",
        f"http://127.0.0.1:8000/action/{token}",
    ):
        assert words in letter.text
    assert letter.mail["From"].addresses[0].username.startswith("svar+")
