"""What is there to find? One called meeting with one text of every kind and class."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.dispatch import record
from scheduler.events import AreaChanged
from scheduler.inputs import (
    ActionInput,
    AgendaInput,
    CirculateInput,
    MinutesInput,
    RoundInput,
)
from scheduler.model import Area, Meeting, Organisation, Person
from scheduler.queries import entitled, search
from scheduler.services import actions, agenda, approval, minutes, rounds
from tests.factories import a_called_meeting, a_person

ANNA, BO, CLARA = "anna@kumla.example", "bo@nora.example", "clara@laxa.example"
OWNER = {"organisation": "Kumla kommun"}


class Found:
    """One network with words planted in it, and people who look for them."""

    def __init__(self, database, settle, **meeting) -> None:
        self.database, self.settle = database, settle
        self.meeting: UUID = a_called_meeting(database, **meeting)
        with database.transaction() as session:
            self.network = session.get_one(Meeting, self.meeting).network_id
            a_person(session, self.network, CLARA)  # joined when all was called: not called
            self.people = dict(session.execute(select(Person.email, Person.id)).all())
            self.houses = dict(session.execute(select(Organisation.name, Organisation.id)).all())
        self.items: dict[str, UUID] = {}
        settle()

    def write_agenda(self, *points):
        """Write points; gives their ids by title."""
        with self.database.transaction() as session:
            plan = AgendaInput.model_validate({"items": list(points)})
            made = agenda.put(session, self.meeting, plan=plan, by=SYSTEM)
            self.items = {item.title: item.id for item in made}
        self.settle()
        return self.items

    def write_notes(self, version=None, **plan):
        """Save minutes at which Anna was and Bo was not."""
        there = [
            {"person": str(self.people[email]), "present": email == ANNA} for email in (ANNA, BO)
        ]
        with self.database.transaction() as session:
            values = MinutesInput.model_validate({"attendance": there} | plan)
            minutes.save(session, self.meeting, plan=values, version=version, by=SYSTEM)
        self.settle()

    def circulate(self):
        with self.database.transaction() as session:
            approval.circulate(session, self.meeting, plan=CirculateInput(), by=SYSTEM)
        self.settle()

    def publish(self):
        with self.database.transaction() as session:
            approval.publish(session, self.meeting, by=SYSTEM)
        self.settle()

    def promise(self, text):
        with self.database.transaction() as session:
            plan = ActionInput.model_validate({"text": text, "owner": OWNER})
            made = actions.add(session, network_id=self.network, plan=plan, by=SYSTEM)
        self.settle()
        return made.id

    def add_area(self, name, text=""):
        with self.database.transaction() as session:
            area = Area(network_id=self.network, position=1, name=name, text=text)
            session.add(area)
            session.flush()
            about = {"subject": area.id, "network_id": self.network}
            record(session, AreaChanged(by=SYSTEM.name, **about))
        self.settle()

    def report(self, item, text):
        with self.database.transaction() as session:
            house = self.houses["Kumla kommun"]
            plan = RoundInput(text=text)
            rounds.write(session, item, house, plan=plan, seen=None, via="page", by=SYSTEM)
        self.settle()

    def actor(self, email="", role="member", network=None):
        """Somebody signed in with a role in the network."""
        person = self.people[email] if email else None
        roles = {network or self.network: frozenset({role})} if role else {}
        return Actor(kind="person", id=person, person_id=person, roles=roles)

    def find(self, words, actor=None, **more):
        """Give what somebody finds (the coordinator, if nobody is named)."""
        with self.database.reading() as session:
            reader = entitled.reader(session, actor or self.actor(role="coordinator"))
            return search.find(session, reader, words, **more)

    def kinds(self, words, actor=None, **more):
        """Give the kinds and titles of what somebody finds."""
        rows = self.find(words, actor, **more).rows
        return [(row.kind, "".join(piece.text for piece in row.title)) for row in rows]
