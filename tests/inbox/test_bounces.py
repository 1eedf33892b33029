"""What follows when a letter comes back, and how is it mended?"""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from scheduler import outbox
from scheduler.actor import SYSTEM
from scheduler.errors import NotFound
from scheduler.inbox import Outcome
from scheduler.inputs import PersonInput, TextInput
from scheduler.model import EventRow, Incoming, Invitation, Letter, Meeting, Person
from scheduler.services import bounces, meetings, people
from tests.factories import an_actor, invitation_of
from tests.inbox.machines import DAEMON, WHOLE, WORDS, report, status
from tests.inbox.replies import ANNA, a_reply, everything, kept
from tests.inbox.shapes import places_of

NEW = "anna.ny@kumla.example"


def came_back(letter, **more):
    return report(WORDS, status(**more), WHOLE).raw(places_of(letter))


def person_of(session, meeting):
    return invitation_of(session, meeting, ANNA).person


def change_text(database, meeting, title):
    with database.transaction() as session:
        meetings.change_text(session, meeting, plan=TextInput(title=title), by=SYSTEM)


def letters_to(database, email):
    with database.reading() as session:
        rows = session.query(Letter).join(Person).filter(Person.email == email)
        return [(row.state, row.reason) for row in rows.order_by(Letter.sequence)]


def told(database, meeting):
    with database.reading() as session:
        one = invitation_of(session, meeting, ANNA)
        return one.told_sequence, one.told_answer


def test_a_letter_that_came_back_is_dead_and_says_why_without_naming_anybody(
    invited, take, database
):
    meeting, anna, _ = invited
    assert take(came_back(anna), anna.sender) is Outcome.TAKEN
    with database.reading() as session:
        person = person_of(session, meeting)
        [letter] = session.query(Letter).filter_by(person_id=person.id)
        [row] = session.query(Incoming)
        [fact] = session.query(EventRow).filter_by(kind="AddressBounced")
        words = "550 5.1.1 …: Recipient address rejected"
        assert (letter.state, letter.reason, letter.answer) == (
            "dead",
            bounces.TAKES_NO_MAIL,
            words,
        )
        assert (person.bounced_at is None, person.bounce) == (False, words)
        assert (row.kind, row.letter_id, row.meeting_id, row.text, row.sender) == (
            "bounce",
            letter.id,
            meeting,
            words,
            "",
        )
        assert (fact.subject, fact.body["letter"]) == (person.id, str(letter.id))


def test_what_the_person_was_told_is_what_the_letters_before_said(
    invited, take, database, settle, sender
):
    meeting, anna, _ = invited
    take(a_reply(anna), anna.sender)
    change_text(database, meeting, "Nytt namn")
    settle()
    second = sender.take()[0]
    assert told(database, meeting) == (1, "accepted")
    take(came_back(second), anna.sender)
    assert told(database, meeting) == (0, "accepted")


def test_of_somebody_who_was_told_once_nothing_is_known_afterwards(invited, take, database):
    meeting, anna, _ = invited
    take(came_back(anna), anna.sender)
    assert told(database, meeting) == (None, None)


def test_letters_to_a_dead_address_are_held_and_leave_when_it_is_tried_again(
    invited, take, database, settle, sender
):
    meeting, anna, bo = invited
    take(came_back(anna), anna.sender)
    change_text(database, meeting, "Nytt namn")
    settle()
    assert [mail.recipient for mail in sender.take()] == [bo.recipient]
    assert letters_to(database, ANNA)[1:] == [("held", outbox.DEAD_ADDRESS)]

    with database.transaction() as session:
        bounces.try_again(session, person_of(session, meeting).id, by=SYSTEM)
    settle()
    [late] = sender.take()
    assert (late.recipient, letters_to(database, ANNA)[1:]) == (ANNA, [("sent", "")])
    assert kept(database) == []
    with database.reading() as session:
        assert person_of(session, meeting).bounced_at is None


def test_a_new_address_takes_the_letters_that_were_held(invited, take, database, settle, sender):
    meeting, anna, _ = invited
    take(came_back(anna), anna.sender)
    change_text(database, meeting, "Nytt namn")
    settle()
    sender.take()
    with database.transaction() as session:
        person = person_of(session, meeting)
        plan = PersonInput(name="Anna", email=NEW, organisation="Kumla kommun", role="member")
        network = session.get_one(Meeting, meeting).network_id
        people.change(session, person.id, network_id=network, plan=plan, by=SYSTEM)
        assert (person.bounced_at, person.bounce) == (None, "")
    settle()
    [late] = sender.take()
    assert (late.recipient, f"mailto:{NEW}" in late.calendar, kept(database)) == (NEW, True, [])


def test_a_report_about_the_address_of_before_leaves_the_new_one_alone(
    invited, take, database, settle
):
    meeting, anna, _ = invited
    with database.transaction() as session:
        person_of(session, meeting).email = NEW
    take(came_back(anna), anna.sender)
    with database.reading() as session:
        assert invitation_of(session, meeting, NEW).person.bounced_at is None
    assert (kept(database), letters_to(database, NEW)) == (
        [("automatic", DAEMON, "")],
        [("dead", bounces.NOT_DELIVERED)],
    )


def test_a_report_that_comes_while_the_letter_is_being_sent_comes_again(invited, take, database):
    meeting, anna, _ = invited
    with database.transaction() as session:
        session.execute(text("UPDATE letter SET state = 'sending'"))
    before = everything(database)
    assert take(came_back(anna), anna.sender) is Outcome.LATER
    assert everything(database) == before
    with database.transaction() as session:
        session.execute(text("UPDATE letter SET state = 'sent'"))
    assert take(came_back(anna), anna.sender) is Outcome.TAKEN
    assert told(database, meeting) == (None, None)


def test_a_second_report_about_the_same_letter_changes_nothing(invited, take, database):
    _, anna, _ = invited
    take(came_back(anna), anna.sender)
    before = everything(database)
    assert take(came_back(anna, code="5.2.2"), anna.sender) is Outcome.TAKEN
    assert everything(database) == before


def test_an_address_is_tried_again_by_those_who_plan_the_person_s_meetings(invited, take, database):
    meeting, anna, _ = invited
    take(came_back(anna), anna.sender)
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        person = person_of(session, meeting).id
        for stranger in (an_actor(uuid4(), "coordinator"), an_actor(network, "secretary")):
            with pytest.raises(NotFound):
                bounces.try_again(session, person, by=stranger)
        with pytest.raises(NotFound):
            bounces.try_again(session, uuid4(), by=SYSTEM)
        assert person_of(session, meeting).bounced_at is not None
        bounces.try_again(session, person, by=an_actor(network, "coordinator"))
        bounces.try_again(session, person, by=an_actor(network, "coordinator"))
    with database.reading() as session:
        assert session.query(EventRow).filter_by(kind="AddressTriedAgain").count() == 1


def test_others_are_not_concerned(invited, take, database):
    _, anna, bo = invited
    take(came_back(anna), anna.sender)
    assert letters_to(database, bo.recipient) == [("sent", "")]
    with database.reading() as session:
        assert {one.told_sequence for one in session.query(Invitation)} == {None, 0}


def test_a_letter_without_a_calendar_part_takes_nothing_from_what_the_calendar_knows(
    invited, take, database
):
    meeting, anna, _ = invited
    with database.transaction() as session:
        session.execute(text("UPDATE letter SET method = ''"))
    take(came_back(anna), anna.sender)
    assert told(database, meeting) == (0, "needs-action")
    assert letters_to(database, ANNA) == [("dead", bounces.TAKES_NO_MAIL)]


@pytest.mark.parametrize("state", ["queued", "held", "dead", "withdrawn"])
def test_only_a_letter_that_has_left_can_come_back(invited, take, database, state):
    _, anna, _ = invited
    with database.transaction() as session:
        session.execute(text("UPDATE letter SET state = :state"), {"state": state})
    before = everything(database)
    with database.transaction() as session:
        letter = session.query(Letter).filter_by(message_id=anna.mail["Message-ID"]).one()
        bounces.bounced(session, letter, "550 5.1.1 gone", SYSTEM)
    assert take(came_back(anna), anna.sender) is Outcome.TAKEN
    assert everything(database) == before
