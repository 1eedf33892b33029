"""How do tests make, fill and read calendar addresses?"""

import icalendar

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import AnswerInput
from scheduler.inputs.invitation import FeedInput
from scheduler.queries import feed as served
from scheduler.services import answers, feeds, meetings, people
from tests.factories import a_meeting, invitation_of

ANNA = "anna@kumla.example"
BASE = "https://kallelse.example"


def add(database, network, **plan):
    with database.transaction() as session:
        return a_meeting(session, network.id, **plan)


def make(database, network_id=None, by=SYSTEM, **plan):
    with database.transaction() as session:
        asked = {"kind": "network", "level": "full", **plan}
        return feeds.create(session, network_id, plan=FeedInput(**asked), by=by)[1]


def own(database, person):
    actor = Actor(kind="link", id=person.id, person_id=person.id)
    return make(database, by=actor, kind="person", person=person.id)


def get(database, token):
    with database.reading() as session:
        return served.by_token(session, token, base_url=BASE).body


def events(database, token):
    calendar = icalendar.Calendar.from_ical(get(database, token))
    return list(calendar.walk("VEVENT"))


def titles(database, token):
    return [str(event["SUMMARY"]) for event in events(database, token)]


def shows(database, token):
    return [(str(event["SUMMARY"]), str(event["TRANSP"])) for event in events(database, token)]


def deliver(database, person, delivery):
    with database.transaction() as session:
        people.choose_delivery(session, person.id, delivery=delivery, by=SYSTEM)


def call(database, meeting):
    with database.transaction() as session:
        meetings.call(session, meeting.id, by=SYSTEM)


def answer(database, meeting, word):
    with database.transaction() as session:
        invitation = invitation_of(session, meeting.id, ANNA)
        answers.answer(session, invitation.id, plan=AnswerInput(answer=word), via="link", by=SYSTEM)
