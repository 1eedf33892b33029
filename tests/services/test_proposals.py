"""What becomes of the points that people ask for?"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import (
    CancelInput,
    MinutesInput,
)
from scheduler.model import AgendaItem, Meeting
from scheduler.queries import proposals as read
from scheduler.services import approval, invitations, meetings, minutes, proposals
from scheduler.services.refusals import MeetingIsCancelled, MeetingIsOver, MinutesAreFixed
from tests.factories import an_actor, invitation_of
from tests.proposing import another, at_meeting, points, write


def test_whoever_is_called_asks_for_a_point_by_the_link(database, meeting, anna, propose):
    invitation, link = anna
    made = propose(invitation, by=link, text="Tre skolor", minutes=20)
    with database.reading() as session:
        (line,) = read.of_meeting(session, meeting)
        assert [one.id for one in read.of_person(session, meeting, link.person_id)] == [made]
        assert read.of_person(session, meeting, uuid4()) == []
    said = (line.title, line.text, line.minutes, line.person, line.organisation, line.state)
    assert said == ("Trygga skolvägar", "Tre skolor", 20, "Anna", "Kumla kommun", "open")


def test_somebody_elses_call_is_no_authority(database, meeting, anna, propose):
    invitation, link = anna
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    with pytest.raises(NotFound):
        propose(invitation, by=Actor(kind="link", id=uuid4(), person_id=uuid4()))
    with pytest.raises(NotFound):
        propose(invitation, by=Actor(kind="mail", id=link.id, person_id=link.person_id))
    with pytest.raises(NotAllowed):
        propose(invitation, by=an_actor(network_id, "member"))
    with pytest.raises(NotFound):
        propose(uuid4())
    propose(invitation, by=an_actor(network_id, "facilitator"))
    assert at_meeting(database, meeting) == [("Trygga skolvägar", "open")]


@pytest.mark.parametrize(
    ("days", "called", "until"),
    [
        (10, None, datetime(2027, 1, 25, 22, 59, 59, tzinfo=UTC)),
        (10, datetime(2027, 1, 25, 12, 0, tzinfo=UTC), datetime(2027, 1, 26, 12, 0, tzinfo=UTC)),
        (0, None, datetime(2027, 2, 4, 8, 0, tzinfo=UTC)),
        (60, datetime(2027, 2, 4, 7, 0, tzinfo=UTC), datetime(2027, 2, 4, 8, 0, tzinfo=UTC)),
    ],
)
def test_points_are_proposed_until_the_end_of_a_day_and_a_day_after_the_call(
    database, planned, days, called, until
):
    with database.reading() as session:
        meeting = session.get_one(Meeting, planned)
        meeting.network.proposal_days, meeting.called_at = days, called
        assert read.deadline(meeting) == until
        session.expunge_all()


def test_after_the_deadline_a_proposal_is_refused_with_its_moment(
    database, time, meeting, anna, propose
):
    time.to(datetime(2027, 1, 25, 22, 59, 59, tzinfo=UTC))
    propose(anna[0], by=anna[1])
    time.forward(seconds=1)
    with pytest.raises(proposals.TooLateToPropose) as refused:
        propose(anna[0], by=anna[1])
    assert f"{refused.value.params['until']:%Y-%m-%d %H:%M:%S}" == "2027-01-25 23:59:59"


def test_nothing_is_proposed_for_what_is_cancelled_or_over_or_by_whoever_is_not_called(
    database, time, meeting, anna, propose, do
):
    time.to(datetime(2027, 2, 4, 8, 0, tzinfo=UTC))
    with pytest.raises(MeetingIsOver):
        propose(anna[0], by=anna[1])
    time.to(datetime(2027, 1, 5, 8, 0, tzinfo=UTC))
    do(invitations.remove, anna[0])
    with pytest.raises(proposals.NotCalled):
        propose(anna[0], by=anna[1])
    with database.reading() as session:
        bo = invitation_of(session, meeting, "bo@nora.example").id
    do(meetings.cancel, meeting, plan=CancelInput())
    with pytest.raises(MeetingIsCancelled):
        propose(bo)


def test_twenty_open_proposals_of_one_person_are_enough(database, meeting, anna, propose, decide):
    made = [propose(anna[0], f"Punkt {number}", by=anna[1]) for number in range(20)]
    with pytest.raises(proposals.EnoughProposed) as refused:
        propose(anna[0], by=anna[1])
    assert refused.value.params == {"most": 20}
    decide(made[0], "returned", "Redan beslutat")
    propose(anna[0], by=anna[1])
    assert len(at_meeting(database, meeting)) == 21


def test_an_accepted_point_stands_before_the_last_one(database, meeting, anna, propose, decide):
    write(database, meeting, "Inledning", "Läget", "Avslutning")
    made = propose(anna[0], by=anna[1], text="Tre skolor", minutes=20)
    decide(made, "accepted")
    assert points(database, meeting) == ["Inledning", "Läget", "Trygga skolvägar", "Avslutning"]
    with database.reading() as session:
        (line,) = read.of_meeting(session, meeting)
        item = session.get_one(AgendaItem, line.item_id)
        assert (item.source, item.presenter, item.text, item.minutes, item.item_class) == (
            f"proposal:{made}",
            "Kumla kommun",
            "Tre skolor",
            20,
            "open",
        )
        assert session.get_one(Meeting, meeting).time_sequence == 0


def test_an_accepted_point_that_is_taken_off_leaves_its_proposal(
    database, meeting, anna, propose, decide
):
    decide(propose(anna[0], by=anna[1]), "accepted")
    write(database, meeting)
    with database.reading() as session:
        (line,) = read.of_meeting(session, meeting)
    assert (line.state, line.item_id) == ("accepted", None)


def test_a_postponed_point_waits_for_the_next_meeting_and_is_open_there(
    database, time, meeting, anna, propose, decide, settle
):
    made = propose(anna[0], by=anna[1])
    decide(made, "postponed", "Vi hinner inte")
    assert at_meeting(database, meeting) == [("Trygga skolvägar", "postponed")]
    time.to(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
    settle()
    march = another(database, settle)
    assert at_meeting(database, march) == [("Trygga skolvägar", "open")]


def test_a_point_postponed_to_a_known_meeting_moves_there_and_opens_when_it_is_the_next(
    database, time, meeting, anna, propose, decide, settle
):
    march = another(database, settle)
    decide(propose(anna[0], by=anna[1]), "postponed")
    assert at_meeting(database, meeting) == []
    assert at_meeting(database, march) == [("Trygga skolvägar", "postponed")]
    time.to(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
    settle()
    assert at_meeting(database, march) == [("Trygga skolvägar", "open")]
    with database.reading() as session:
        network_id = session.get_one(Meeting, march).network_id
        waiting = read.open_of_network(session, network_id)
    assert [(line.title, line.meeting_id) for line in waiting] == [("Trygga skolvägar", march)]


@pytest.mark.parametrize("how", ["cancelled", "held"])
def test_what_nobody_decided_waits_at_the_next_meeting(
    database, time, meeting, anna, propose, do, settle, how
):
    propose(anna[0], by=anna[1])
    march = another(database, settle)
    if how == "cancelled":
        do(meetings.cancel, meeting, plan=CancelInput())
    else:
        time.to(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
        settle()
    assert at_meeting(database, meeting) == []
    assert at_meeting(database, march) == [("Trygga skolvägar", "open")]


def test_a_no_needs_a_word_and_what_is_decided_stays_so(database, meeting, anna, propose, decide):
    made = propose(anna[0], by=anna[1])
    with pytest.raises(proposals.WordMissing) as refused:
        decide(made, "returned")
    assert refused.value.field == "answer"
    decide(made, "returned", "Tas i skolgruppen")
    with pytest.raises(proposals.AlreadyDecided):
        decide(made, "accepted")
    assert points(database, meeting) == []


def test_nothing_is_put_on_the_agenda_of_what_is_cancelled_or_approved(
    database, meeting, anna, propose, decide, do
):
    first, second = propose(anna[0], by=anna[1]), propose(anna[0], "Mer", by=anna[1])
    do(meetings.cancel, meeting, plan=CancelInput())
    with pytest.raises(MeetingIsCancelled):
        decide(first, "accepted")
    do(meetings.restore, meeting)
    with database.transaction() as session:
        minutes.save(session, meeting, plan=MinutesInput(), version=None, by=SYSTEM)
        approval.approve(session, meeting, by=SYSTEM)
    with pytest.raises(MinutesAreFixed):
        decide(second, "accepted")


def test_only_those_who_set_the_agenda_decide(database, meeting, anna, propose, decide):
    made = propose(anna[0], by=anna[1])
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    with pytest.raises(NotAllowed):
        decide(made, "accepted", by=an_actor(network_id, "facilitator"))
    with pytest.raises(NotFound):
        decide(made, "accepted", by=an_actor(meeting, "coordinator"))
    with pytest.raises(NotFound):
        decide(uuid4(), "accepted")
    decide(made, "accepted", by=an_actor(network_id, "secretary"))
    assert at_meeting(database, meeting) == [("Trygga skolvägar", "accepted")]
