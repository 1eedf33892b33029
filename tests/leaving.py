"""How do tests make changes whose letters wait, and look at what waits?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from scheduler import inputs
from scheduler.clock import now
from scheduler.inputs import CancelInput, MoveInput, TextInput
from scheduler.leaving import Leaving
from scheduler.model import Meeting, MeetingChange
from scheduler.services import sending
from tests.changing import letters
from tests.factories import a_person, invitation_of

CIA = "cia@laxa.example"


def soon(seconds=60):
    return Leaving(at=now() + timedelta(seconds=seconds))


def move(start="2027-02-11T13:00", **leave):
    return {"plan": inputs.parse(MoveInput, {"start": start, **(leave or {"undo_seconds": 60})})}


def text(**words):
    plan = {"title": "Länsnätverket", "place": "Residenset", "undo_seconds": 60, **words}
    return {"plan": inputs.parse(TextInput, plan)}


def cancelled(**leave):
    return {"plan": inputs.parse(CancelInput, leave or {"undo_seconds": 60})}


def state(database, meeting):
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        return row.status, row.start.isoformat(), row.title, row.place


def sequence(database, meeting):
    with database.reading() as session:
        return session.get_one(Meeting, meeting).sequence


def latest(database, meeting):
    """The last change that stands."""
    with database.reading() as session:
        return session.scalars(
            select(MeetingChange.id)
            .where(MeetingChange.meeting_id == meeting, MeetingChange.undone_at.is_(None))
            .order_by(MeetingChange.at.desc(), MeetingChange.sequence.desc())
        ).first()


def answer_of(database, meeting, email):
    with database.reading() as session:
        return invitation_of(session, meeting, email).answer


def invitation(database, meeting, email):
    with database.reading() as session:
        return invitation_of(session, meeting, email).id


def states(database):
    return [(email, kind, state) for email, kind, _, state, _ in letters(database)]


def undo(do, database, meeting):
    do(sending.undo, latest(database, meeting))


def later(time, settle, **span):
    time.forward(**span)
    settle()


def a_newcomer(database, meeting):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        return a_person(session, network, CIA).id
