"""Asking for points: what do tests of it share?"""

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import Meeting, Network
from scheduler.queries import proposals as read
from scheduler.services import agenda
from tests.factories import a_meeting

ANNA = "anna@kumla.example"
MARCH = "2027-03-04T09:00"


def at_meeting(database, meeting_id):
    with database.reading() as session:
        return [(one.title, one.state) for one in read.of_meeting(session, meeting_id)]


def points(database, meeting_id):
    with database.reading() as session:
        return [one.title for one in session.get_one(Meeting, meeting_id).agenda]


def another(database, settle, **plan):
    with database.transaction() as session:
        network = session.scalars(select(Network.id)).one()
        made = a_meeting(session, network, **{"start": MARCH, **plan}).id
    settle()
    return made


def write(database, meeting_id, *titles):
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": [{"title": title} for title in titles]})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
