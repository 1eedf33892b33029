"""What do tests of what can be done share? A called meeting, and a way to do one thing to it."""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import ProposalDecisionInput, ProposalInput
from scheduler.services import proposals
from tests.factories import a_called_meeting, a_meeting, a_network, invitation_of
from tests.proposing import ANNA
from tests.remembering import Room


@pytest.fixture
def meeting(time, database, settle, sender):
    """A meeting to which Anna and Bo have been called."""
    made = a_called_meeting(database)
    settle()
    sender.take()
    time.forward(seconds=1)
    return made


@pytest.fixture
def planned(time, database):
    """A meeting that nobody has been told of."""
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id).id


@pytest.fixture
def do(database, settle):
    """Do something to the meeting in a transaction, and let what follows be written."""

    def done(service, *args, **how):
        with database.transaction() as session:
            service(session, *args, by=SYSTEM, **how)
        settle()

    return done


@pytest.fixture
def anna(database, meeting):
    """Anna's call to the meeting, and Anna with the link that it came with."""
    with database.reading() as session:
        invitation = invitation_of(session, meeting, ANNA)
        person = invitation.person_id
        return invitation.id, Actor(kind="link", id=person, person_id=person)


@pytest.fixture
def propose(database, settle):
    """Ask for a point by the link of an invitation."""

    def done(invitation, title="Trygga skolvägar", by=SYSTEM, **plan):
        with database.transaction() as session:
            asked = ProposalInput(title=title, **plan)
            made = proposals.propose(session, invitation, plan=asked, by=by).id
        settle()
        return made

    return done


@pytest.fixture
def decide(database, settle):
    """Decide what becomes of a proposed point."""

    def done(proposal, state, answer="", by=SYSTEM):
        with database.transaction() as session:
            plan = ProposalDecisionInput(state=state, answer=answer)
            proposals.decide(session, proposal, plan=plan, by=by)
        settle()

    return done


@pytest.fixture
def room(database, settle, time):
    """A network whose meetings follow each other."""
    return Room(database, settle, time)
