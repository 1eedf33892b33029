"""What follows when somebody decides about a mail that waits?"""

from __future__ import annotations

from uuid import uuid4

import pytest

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import CancelInput, MoveInput, parse
from scheduler.model import Alias, EventRow, Incoming, Meeting
from scheduler.services import incoming, meetings
from scheduler.services.incoming import (
    AlreadyDealtWith,
    NothingProposed,
    NothingToCount,
    NoTimeProposed,
)
from scheduler.services.refusals import MeetingIsCancelled, TimeHasPassed
from tests.factories import an_actor
from tests.inbox.proposals import counter
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of, kept
from tests.inbox.shapes import places_of

BOSS = "boss@kumla.example"


@pytest.fixture
def coordinator(invited, database):
    """Somebody who plans the network's meetings."""
    with database.reading() as session:
        return an_actor(session.get_one(Meeting, invited[0]).network_id, "coordinator")


@pytest.fixture
def waiting(database):
    """Give the one mail that waits."""

    def one(kind):
        with database.reading() as session:
            return session.query(Incoming).filter_by(kind=kind, state="open").one().id

    return one


def proposed(anna, *times, **more):
    return counter("TENTATIVE", *times, **more).raw(places_of(anna))


def row_of(database, incoming_id):
    with database.reading() as session:
        row = session.get_one(Incoming, incoming_id)
        return row.state, row.dealt_by, row.subject, row.text, row.comment


def facts(database, kind):
    with database.reading() as session:
        return [row.body for row in session.query(EventRow).filter_by(kind=kind)]


def test_a_confirmed_answer_counts_as_the_person_s(invited, take, database, coordinator, waiting):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED", sender=BOSS, comment="Sjuk"), anna.sender)
    one = waiting("other_address")
    with database.transaction() as session:
        incoming.confirm(session, one, by=coordinator)
    assert answer_of(database, meeting) == ("declined", "Sjuk", "mail")
    assert row_of(database, one) == ("accepted", coordinator.name, "", "", "")
    assert [body["state"] for body in facts(database, "IncomingDealtWith")] == ["accepted"]
    take(a_reply(anna, sender=BOSS, stamp="20270104T090600Z"), anna.sender)
    assert kept(database) == [("other_address", BOSS, "accepted")]  # not remembered


def test_the_person_s_own_calendar_is_told_of_an_answer_that_was_confirmed(
    invited, take, database, coordinator, waiting, settle, sender, time
):
    _, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    with database.transaction() as session:
        incoming.confirm(session, waiting("other_address"), by=coordinator)
    settle()
    time.forward(minutes=1)
    settle()
    [told] = sender.take()
    assert (told.recipient, told.method) == (ANNA, "REQUEST")
    assert "PARTSTAT=ACCEPTED" in told.calendar


def test_a_remembered_address_answers_without_asking(invited, take, database, coordinator, waiting):
    meeting, anna, _ = invited
    take(a_reply(anna, "DECLINED", sender=BOSS), anna.sender)
    with database.transaction() as session:
        incoming.confirm(session, waiting("other_address"), remember=True, by=coordinator)
    again = a_reply(anna, sender="Boss@KUMLA.example", stamp="20270104T090600Z")
    take(again, anna.sender)
    assert (answer_of(database, meeting)[0], kept(database)) == ("accepted", [])
    assert answer_of(database, meeting, BO) == SILENT


def test_an_address_that_is_remembered_for_one_is_a_stranger_s_for_another(
    invited, take, database, coordinator, waiting
):
    meeting, anna, bo = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    with database.transaction() as session:
        incoming.confirm(session, waiting("other_address"), remember=True, by=coordinator)
    take(a_reply(bo, sender=BOSS), bo.sender)
    assert (answer_of(database, meeting, BO), kept(database)) == (
        SILENT,
        [("other_address", BOSS, "accepted")],
    )


@pytest.mark.parametrize("written", ["", f"{ANNA}, {BOSS}"])
def test_what_is_not_one_address_is_never_remembered(
    invited, take, database, coordinator, waiting, written
):
    _, anna, _ = invited
    take(a_reply(anna, sender=written), anna.sender)
    with database.transaction() as session:
        incoming.confirm(session, waiting("other_address"), remember=True, by=coordinator)
    with database.reading() as session:
        assert session.query(Alias).all() == []


def test_a_confirmed_answer_to_an_earlier_time_does_not_count(
    invited, take, database, coordinator, waiting, settle
):
    meeting, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    with database.transaction() as session:
        plan = parse(MoveInput, {"start": "2027-02-11T13:00"})
        meetings.move(session, meeting, plan=plan, by=SYSTEM)
    settle()
    with database.transaction() as session:
        incoming.confirm(session, waiting("other_address"), by=coordinator)
    assert answer_of(database, meeting) == SILENT


def test_a_dismissed_answer_never_counts_and_leaves_no_words(
    invited, take, database, coordinator, waiting
):
    meeting, anna, _ = invited
    take(a_reply(anna, sender=BOSS, comment="Sjuk"), anna.sender)
    one = waiting("other_address")
    with database.transaction() as session:
        incoming.dismiss(session, one, by=coordinator)
    assert row_of(database, one) == ("dismissed", coordinator.name, "", "", "")
    assert answer_of(database, meeting) == SILENT


def test_an_accepted_proposal_moves_the_meeting(invited, take, database, coordinator, waiting):
    meeting, anna, _ = invited
    times = ("DTSTART:20270205T090000Z", "DTEND:20270205T100000Z")
    take(proposed(anna, *times), anna.sender)
    one = waiting("counter")
    with database.transaction() as session:
        incoming.accept_counter(session, one, by=coordinator)
    with database.reading() as session:
        moved = session.get_one(Meeting, meeting)
        assert (moved.start.isoformat(), moved.minutes) == ("2027-02-05T10:00:00", 60)
    assert row_of(database, one)[0] == "accepted"
    assert len(facts(database, "MeetingMoved")) == 1


def test_a_declined_proposal_leaves_the_meeting_and_tells_of_it(
    invited, take, database, coordinator, waiting
):
    meeting, anna, _ = invited
    take(proposed(anna, "DTSTART:20270205T090000Z"), anna.sender)
    one = waiting("counter")
    with database.transaction() as session:
        incoming.decline_counter(session, one, by=coordinator)
    with database.reading() as session:
        assert session.get_one(Meeting, meeting).start.isoformat() == "2027-02-04T09:00:00"
    [told] = facts(database, "CounterDeclined")
    assert (told["meeting"], told["incoming"]) == (str(meeting), str(one))
    assert row_of(database, one)[0] == "declined"


def test_the_same_proposal_twice_is_one_and_a_newer_takes_its_place(
    invited, take, database, coordinator, waiting
):
    _, anna, _ = invited
    first = proposed(anna, "DTSTART:20270205T090000Z")
    take(first, anna.sender)
    take(first, anna.sender)
    one = waiting("counter")
    later = proposed(anna, "DTSTART:20270208T090000Z").replace(b"T090500Z", b"T091500Z")
    take(later, anna.sender)
    take(first, anna.sender)
    assert waiting("counter") != one
    assert row_of(database, one)[0] == "dismissed"


def test_a_proposal_of_no_known_time_keeps_its_words_and_cannot_be_accepted(
    invited, take, database, coordinator, waiting
):
    _, anna, _ = invited
    take(proposed(anna, "DTSTART;TZID=Nowhere:20270205T090000"), anna.sender)
    one = waiting("counter")
    assert row_of(database, one)[3] == "Kan vi ta fredagen?"
    with database.transaction() as session, pytest.raises(NoTimeProposed):
        incoming.accept_counter(session, one, by=coordinator)
    assert row_of(database, one)[0] == "open"


def test_a_proposal_of_a_time_that_has_passed_stays(invited, take, database, coordinator, waiting):
    _, anna, _ = invited
    take(proposed(anna, "DTSTART:20260205T090000Z"), anna.sender)
    one = waiting("counter")
    with database.transaction() as session, pytest.raises(TimeHasPassed):
        incoming.accept_counter(session, one, by=coordinator)
    assert row_of(database, one)[0] == "open"


def test_what_was_decided_once_is_decided(invited, take, database, coordinator, waiting):
    _, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    one = waiting("other_address")
    with database.transaction() as session:
        incoming.dismiss(session, one, by=coordinator)
    for verb in (incoming.confirm, incoming.dismiss, incoming.accept_counter):
        with database.transaction() as session, pytest.raises(AlreadyDealtWith):
            verb(session, one, by=coordinator)


def test_only_an_answer_can_be_counted_and_only_a_proposal_taken(
    invited, take, database, coordinator, waiting
):
    _, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    take(a_reply(anna, method="PUBLISH"), anna.sender)
    with database.transaction() as session:
        with pytest.raises(NothingToCount):
            incoming.confirm(session, waiting("mail"), by=coordinator)
        with pytest.raises(NothingProposed):
            incoming.accept_counter(session, waiting("mail"), by=coordinator)
        with pytest.raises(NothingProposed):
            incoming.decline_counter(session, waiting("other_address"), by=coordinator)


def test_only_who_plans_the_network_s_meetings_decides(
    invited, take, database, coordinator, waiting
):
    _, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    one = waiting("other_address")
    [network] = coordinator.roles
    verbs = (
        incoming.confirm,
        incoming.dismiss,
        incoming.accept_counter,
        incoming.decline_counter,
    )
    for verb in verbs:
        with database.transaction() as session:
            with pytest.raises(NotAllowed):
                verb(session, one, by=an_actor(network, "secretary"))
            with pytest.raises(NotFound):
                verb(session, one, by=an_actor(uuid4(), "coordinator"))
            with pytest.raises(NotFound):
                verb(session, uuid4(), by=coordinator)
    assert row_of(database, one)[0] == "open"


def test_an_answer_to_what_has_been_cancelled_stays_until_it_is_dismissed(
    invited, take, database, coordinator, waiting
):
    meeting, anna, _ = invited
    take(a_reply(anna, sender=BOSS), anna.sender)
    one = waiting("other_address")
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    with database.transaction() as session, pytest.raises(MeetingIsCancelled):
        incoming.confirm(session, one, by=coordinator)
    assert row_of(database, one)[0] == "open"
