"""When do letters leave that tell of several changes, and can those still be undone?"""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.leaving import Leaving
from scheduler.model import Meeting, MeetingChange
from scheduler.services import invitations, meetings, sending
from scheduler.services.sending import TooLateToUndo
from tests.changing import ANNA, BO, LATER, facts, letters, move
from tests.factories import a_called_meeting, a_meeting, a_network, a_person

HELD = Leaving(held=True)


@pytest.fixture
def planned(time, database) -> UUID:
    """A meeting that nobody has been called to."""
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id).id


def call(database, meeting: UUID, leave: Leaving = Leaving()) -> None:  # noqa: B008
    with database.transaction() as session:
        meetings.call(session, meeting, leave=leave, by=SYSTEM)


def latest(database, meeting: UUID):
    with database.reading() as session:
        found = session.scalars(
            select(MeetingChange.id)
            .where(MeetingChange.meeting_id == meeting)
            .order_by(MeetingChange.at.desc())
        ).first()
        assert found is not None
        return found


def test_a_notice_that_follows_a_move_at_once_cannot_be_undone_when_it_has_left(
    planned, time, database, settle, sender
):
    move(database, planned)
    time.forward(seconds=1)
    call(database, planned)  # before anything has followed from the move
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 1), (BO, "REQUEST", 1)]
    with pytest.raises(TooLateToUndo), database.transaction() as session:
        sending.undo(session, latest(database, planned), by=SYSTEM)


def test_a_notice_that_is_held_is_not_let_go_by_the_move_before_it(
    planned, time, database, settle, sender
):
    move(database, planned)
    time.forward(seconds=1)
    call(database, planned, HELD)
    settle()
    assert sender.take() == []
    assert [row[1:4] for row in letters(database)] == [("call", 1, "held")] * 2


def test_who_is_invited_while_a_move_is_held_is_called_when_it_is_let_go(
    time, database, settle, sender
):
    meeting = a_called_meeting(database)
    settle()
    sender.take()
    with database.transaction() as session:
        network_id = session.get_one(Meeting, meeting).network_id
        cia = a_person(session, network_id, "cia@hallsberg.example").id
        invitations.invite(session, meeting, people=[cia], by=SYSTEM)
    time.forward(seconds=1)
    with database.transaction() as session:
        meetings.move(session, meeting, plan=LATER, leave=HELD, by=SYSTEM)
    settle()
    assert sender.take() == []
    with database.transaction() as session:
        sending.let_go(session, latest(database, meeting), by=SYSTEM)
    settle()
    told = [("anna@kumla.example", "REQUEST", 1), (BO, "REQUEST", 1)]
    assert sorted(facts(sender.take())) == sorted([*told, ("cia@hallsberg.example", "REQUEST", 1)])
