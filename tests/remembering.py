"""A network whose meetings follow each other: what do tests of its memory do at them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, MinutesInput, OutcomeInput
from scheduler.model import AgendaItem, Meeting
from scheduler.services import agenda, minutes, points, returning
from tests.factories import a_meeting, a_network

FEBRUARY = datetime(2027, 2, 4, 8, 0, tzinfo=UTC)


class Room:
    """A network whose meetings follow each other, and what is done at them."""

    def __init__(self, database, settle, time):
        self.database, self.settle, self.time = database, settle, time
        with database.transaction() as session:
            self.network = a_network(session, language="en").id

    def meeting(self, start="2027-02-04T09:00", **plan):
        with self.database.transaction() as session:
            made = a_meeting(session, self.network, start=start, **plan).id
        self.settle()
        return made

    def do(self, service, *args, **how):
        with self.database.transaction() as session:
            service(session, *args, by=SYSTEM, **how)
        self.settle()

    def write(self, meeting, *points_):
        """Write an agenda of titles, or of whole points."""
        items = [{"title": one} if isinstance(one, str) else one for one in points_]
        self.do(agenda.put, meeting, plan=AgendaInput.model_validate({"items": items}))

    def rows(self, meeting):
        """The agenda as a writer would send it back."""
        with self.database.reading() as session:
            return [
                {
                    "id": str(item.id),
                    "title": item.title,
                    "kind": item.kind,
                    "class": item.item_class,
                    "audience": item.audience,
                    "minutes": item.minutes,
                    "presenter": item.presenter,
                    "text": item.text,
                }
                for item in session.get_one(Meeting, meeting).agenda
            ]

    def leave(self, meeting, title, outcome, reason=""):
        """Say what a meeting made of the point with a title."""
        with self.database.reading() as session:
            found = select(AgendaItem.id).where(
                AgendaItem.meeting_id == meeting, AgendaItem.title == title
            )
            item = session.scalars(found).one()
        self.do(points.settle, item, plan=OutcomeInput(outcome=outcome, reason=reason))

    def titles(self, meeting):
        return [row["title"] for row in self.rows(meeting)]

    def sequence(self, meeting):
        with self.database.reading() as session:
            return session.get_one(Meeting, meeting).sequence

    def save(self, meeting, **plan):
        """Save a meeting's notes."""
        with self.database.transaction() as session:
            written = MinutesInput.model_validate(plan)
            minutes.save(session, meeting, plan=written, version=None, by=SYSTEM)
        self.settle()

    def hold(self, at=FEBRUARY):
        """Let a meeting of three hours begin at an instant, and end."""
        self.time.to(at + timedelta(hours=3))
        self.settle()

    def renew(self, *meetings_):
        """Renew what stands on agendas by itself, though nothing has happened."""
        with self.database.transaction() as session:
            for meeting in meetings_:
                returning.renew(session, meeting)
        self.settle()
