"""What is to be so after a mail has come?"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.model import Incoming, Invitation, Letter, Person
from tests.inbox.replies import ANNA, BO, SILENT

Waits = tuple[str, str, str, str]


@dataclass(frozen=True)
class After:
    """The whole state: the answer that counts, what waits, what became of the letter to Anna.

    `waits`: kind, sender, answer and proposed time; `mails`: how many mails Anna got for it.
    """

    answer: tuple[str, str, str | None] = SILENT
    waits: tuple[Waits, ...] = ()
    letter: str = "sent"
    bounced: bool = False
    told: int | None = 0
    mails: int = 0
    outcome: Outcome = Outcome.TAKEN
    bo: tuple[str, str, str | None] = SILENT
    people: int = 2


def state(database: Database, outcome: Outcome, mails: int, letter: str) -> After:
    """Read the state; `letter` is the Message-ID of the letter to Anna."""
    with database.reading() as session:
        calls = {one.person.email: one for one in session.query(Invitation)}
        anna, bo = (
            (calls[who].answer, calls[who].comment, calls[who].answered_via) for who in _WHO
        )
        person = session.query(Person).filter_by(email=ANNA).one()
        return After(
            answer=anna,
            bo=bo,
            waits=tuple(
                (row.kind, row.sender, row.answer, str(row.start or "")[:16])
                for row in session.query(Incoming).filter_by(state="open").order_by(Incoming.kind)
            ),
            letter=session.query(Letter).filter_by(message_id=letter).one().state,
            bounced=person.bounced_at is not None,
            told=calls[ANNA].told_sequence,
            mails=mails,
            outcome=outcome,
            people=len(calls),
        )


_WHO = (ANNA, BO)


def yes(comment: str = "") -> After:
    """The person has said yes by mail."""
    return After(answer=("accepted", comment, "mail"))


def no(comment: str = "") -> After:
    """The person has said no by mail."""
    return After(answer=("declined", comment, "mail"))


def perhaps(comment: str = "") -> After:
    """The person has said maybe by mail."""
    return After(answer=("tentative", comment, "mail"))


def waiting(kind: str, sender: str = ANNA, answer: str = "", start: str = "") -> After:
    """Nothing has changed but that one mail waits."""
    return After(waits=((kind, sender, answer, start),))
