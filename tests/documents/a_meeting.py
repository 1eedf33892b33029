"""A meeting with a planted word wherever something can be written, for each who may read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs import AgendaInput, CirculateInput, MinutesInput
from scheduler.model import Meeting, Organisation, Person
from scheduler.queries import agenda as agenda_query
from scheduler.services import agenda, approval, attachments, minutes
from tests.factories import a_called_meeting

ANNA, BO, CIA = "anna@kumla.example", "bo@nora.example", "cia@laxa.example"
# The planted words by who may read them: everybody, the circle, Kumla alone, nobody but by title.
OPEN, CIRCLE, KUMLA, SPOKEN = "öppetord", "kretsord", "kumlaord", "talatord"
PDF = b"%PDF-1.7 underlag"


def a_held_meeting(database: Database) -> UUID:
    """Anna was there for Kumla, Bo not; nothing is published."""
    meeting = a_called_meeting(database)
    with database.transaction() as session:
        agenda.put(session, meeting, plan=AgendaInput.model_validate(_agenda(session)), by=SYSTEM)
    with database.transaction() as session:
        plan = MinutesInput.model_validate(_minutes(session, meeting))
        minutes.save(session, meeting, plan=plan, version=None, by=SYSTEM)
    return meeting


def circulate(database: Database, meeting: UUID) -> None:
    """Let the minutes out for comments."""
    with database.transaction() as session:
        approval.circulate(session, meeting, plan=CirculateInput(), by=SYSTEM)


def publish(database: Database, meeting: UUID) -> None:
    """Approve and publish."""
    with database.transaction() as session:
        approval.publish(session, meeting, by=SYSTEM)


def attach(database: Database, meeting: UUID, name: str, content: bytes = PDF) -> UUID:
    """Keep a paper with the meeting."""
    with database.transaction() as session:
        paper = attachments.add(
            session, meeting, name=name, content=content, megabytes=1, by=SYSTEM
        )
        return paper.id


def network_of(database: Database, meeting: UUID) -> UUID:
    """The network whose meeting it is."""
    with database.reading() as session:
        return session.get_one(Meeting, meeting).network_id


def house_of(database: Database, email: str) -> UUID:
    """The organisation that somebody sits for."""
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        assert person.organisation_id is not None
        return person.organisation_id


def _agenda(session: Any) -> dict[str, Any]:
    kumla = session.scalars(select(Organisation).where(Organisation.name == "Kumla kommun")).one()
    about = {"minutes": 20, "presenter": "Presentör"}
    points = [
        {"title": OPEN, "text": f"text {OPEN}", "presenter": "Presentör", "minutes": 10},
        {"title": CIRCLE, "text": f"text {CIRCLE}", "class": "circle"} | about,
        {"title": KUMLA, "class": "circle", "audience": [str(kumla.id)]} | about,
        {"title": SPOKEN, "class": "spoken"} | about,
    ]
    return {"items": points}


def _minutes(session: Any, meeting: UUID) -> dict[str, Any]:
    people = {one.email: one for one in session.scalars(select(Person))}
    anna, bo = people[ANNA], people[BO]
    owner = {"organisation": str(anna.organisation_id), "person": str(anna.id)}
    points = agenda_query.of_meeting(session, meeting).points[:3]
    return {
        "case_number": "2027/118",
        "attendance": [
            {"person": str(anna.id), "present": True, "arrived": "09:20"},
            {"name": "Gästen", "organisation": "Nora kommun", "for": str(bo.id), "present": True},
            {"person": str(bo.id), "present": False},
        ],
        "entries": [{"item": str(p.id), "text": f"anteckning {p.title}"} for p in points],
        "decisions": [{"item": str(p.id), "text": f"beslut {p.title}"} for p in points],
        "actions": [
            {"item": str(p.id), "text": f"åtgärd {p.title}", "owner": owner} for p in points
        ],
    }
