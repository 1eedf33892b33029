"""Minutes on their way to hold: what tests do with them, and look at."""

from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import (
    CommentInput,
    MinutesInput,
)
from scheduler.model import MinutesVersion, Person
from scheduler.queries import minutes as read
from scheduler.queries.entitled import reader
from scheduler.services import comments, minutes, versions

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def save(database, meeting, version, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=version, by=SYSTEM)


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def person(database, email):
    with database.reading() as session:
        found = session.scalars(select(Person).where(Person.email == email)).one()
        return found.id


def member(database, meeting, email):
    one = person(database, email)
    network = view(database, meeting).meeting.network_id
    return Actor(kind="person", id=one, person_id=one, roles={network: frozenset({"member"})})


def comment(database, meeting, actor, text="Det var i oktober.", **plan):
    with database.transaction() as session:
        parsed = CommentInput.model_validate({"text": text, **plan})
        made = comments.add(
            session, meeting, plan=parsed, reader=reader(session, actor), via="page"
        )
    return made.id


def chain(database):
    with database.reading() as session:
        rows = session.scalars(select(MinutesVersion).order_by(MinutesVersion.number)).all()
        return [(row.number, row.state, row.reason) for row in rows], list(versions.broken(session))
