"""A called meeting with situation rounds, and short ways to fill and read them."""

from __future__ import annotations

from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import AgendaInput, RoundInput
from scheduler.model import Meeting, Organisation, Person
from scheduler.queries import entitled
from scheduler.queries import minutes as minutes_query
from scheduler.queries import rounds as query
from scheduler.services import agenda, rounds

ANNA, BO = "anna@kumla.example", "bo@nora.example"
KEEPER = entitled.Reader(SYSTEM)
QUIET = RoundInput(nothing_to_report=True)


class Round:
    """A called meeting with an open round, one for the circle, and one that is for Nora alone."""

    def __init__(self, database, meeting):
        self.database, self.meeting = database, meeting
        with database.transaction() as session:
            names = session.execute(select(Organisation.name, Organisation.id)).all()
            self.house = {name.removesuffix(" kommun"): key for name, key in names}
            self.people = dict(session.execute(select(Person.email, Person.id)).all())
            points = [
                {"title": "Inledning"},
                {"title": "Läget", "kind": "round", "minutes": 3},
                {"title": "Kretsen", "kind": "round", "class": "circle"},
                {
                    "title": "Nora",
                    "kind": "round",
                    "class": "circle",
                    "audience": [str(self.house["Nora"])],
                },
                {"title": "Bara talat", "kind": "round", "class": "spoken"},
            ]
            plan = AgendaInput.model_validate({"items": points})
            made = agenda.put(session, meeting, plan=plan, by=SYSTEM)
            self.network = session.get_one(Meeting, meeting).network_id
            self.items = {item.title: item.id for item in made}

    def by(self, email, kind="person", role="member"):
        """Somebody who is called, by page or by link."""
        who = self.people[email]
        roles = {} if kind == "link" else {self.network: frozenset({role})}
        return Actor(kind=kind, id=who, person_id=who, roles=roles)

    def write(self, text="", *, house="Kumla", item="Läget", seen=None, by=SYSTEM, plan=None):
        """Fill a slot."""
        with self.database.transaction() as session:
            return rounds.write(
                session,
                self.items[item],
                self.house[house],
                plan=plan or RoundInput(text=text),
                seen=seen,
                via="link" if by.kind == "link" else "page",
                by=by,
            )

    def order(self, *houses, by=SYSTEM, item="Läget"):
        """Set the order of a round."""
        with self.database.transaction() as session:
            ids = [self.house[name] for name in houses]
            rounds.order(session, self.items[item], ids, by=by)

    def of(self, item="Läget", reader=KEEPER):
        """Read one round."""
        with self.database.reading() as session:
            return query.of_item(session, self.items[item], reader)

    def titles(self, actor):
        """Which rounds somebody sees."""
        with self.database.reading() as session:
            reader = entitled.reader(session, actor)
            return [one.point.title for one in query.of_meeting(session, self.meeting, reader)]

    def read(self):
        """The minutes."""
        with self.database.reading() as session:
            return minutes_query.of_meeting(session, self.meeting)

    def compiled(self):
        """The rounds as notes, by title."""
        with self.database.reading() as session:
            found = query.compiled(session, self.meeting)
        return {title: found[key] for title, key in self.items.items() if key in found}


def said(one):
    return [(slot.organisation, slot.text, slot.nothing_to_report) for slot in one.slots]
