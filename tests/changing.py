"""How do tests change a called meeting, and read what was written and sent of it?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs import AnswerInput, CancelInput, MoveInput
from scheduler.model import Letter
from scheduler.services import answers, invitations, meetings
from tests.factories import invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
LATER = MoveInput.model_validate({"start": "2027-02-11T13:00", "reason": "Krock"})
LATER_STILL = MoveInput.model_validate({"start": "2027-02-18T13:00"})


def move(database: Database, meeting: UUID, plan: MoveInput = LATER) -> None:
    with database.transaction() as session:
        meetings.move(session, meeting, plan=plan, by=SYSTEM)


def cancel(database: Database, meeting: UUID) -> None:
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)


def restore(database: Database, meeting: UUID) -> None:
    with database.transaction() as session:
        meetings.restore(session, meeting, by=SYSTEM)


def remove(database: Database, meeting: UUID, email: str) -> None:
    with database.transaction() as session:
        invitations.remove(session, invitation_of(session, meeting, email).id, by=SYSTEM)


def answer(database: Database, meeting: UUID, email: str, word: str) -> None:
    with database.transaction() as session:
        one = invitation_of(session, meeting, email)
        plan = AnswerInput.model_validate({"answer": word})
        answers.answer(session, one.id, plan=plan, via="link", by=SYSTEM)


def letters(database: Database) -> list[tuple[str, str, int, str, str]]:
    """Every letter: for whom, its kind, SEQUENCE, state and why."""
    with database.reading() as session:
        rows = session.scalars(select(Letter).order_by(Letter.queued_at, Letter.sequence))
        found = [(r.person.email, r.kind, r.sequence, r.state, r.reason) for r in rows]
        return sorted(found, key=lambda row: (row[0], row[2], row[1]))


def facts(mails):
    """For whom, METHOD and SEQUENCE of each mail."""
    return [(one.recipient, one.method, int(one.property("SEQUENCE") or -1)) for one in mails]
