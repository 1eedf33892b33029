"""What do mail clients send back, and what has it changed?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import UUID

from scheduler.database import Database
from scheduler.inbox import Outcome
from scheduler.model import Incoming
from tests.factories import invitation_of
from tests.fakes import Sent

ANNA, BO = "anna@kumla.example", "bo@nora.example"
STAMP = "20270104T090500Z"
SILENT = ("needs-action", "", None)
Take = Callable[..., Outcome]


def a_reply(to: Sent, word: str = "ACCEPTED", **more: Any) -> bytes:
    """A REPLY as a mail client sends it to the invitation `to`; `more` changes its parts."""
    said = {
        "sender": to.recipient,
        "recipient": to.sender,
        "method": "REPLY",
        "uid": to.property("UID"),
        "attendee": f"mailto:{to.recipient}",
        "sequence": to.property("SEQUENCE"),
        "stamp": STAMP,
        "comment": "",
        "sent_by": "",
        "headers": "",
        **more,
    }
    sent_by = f';SENT-BY="mailto:{said["sent_by"]}"' if said["sent_by"] else ""
    calendar = [
        *("BEGIN:VCALENDAR", "PRODID:-//A client//EN", "VERSION:2.0", f"METHOD:{said['method']}"),
        *("BEGIN:VEVENT", f"UID:{said['uid']}", f"SEQUENCE:{said['sequence']}"),
        *([f"DTSTAMP:{said['stamp']}"] if said["stamp"] else []),
        f"ATTENDEE;CN=A person;PARTSTAT={word}{sent_by}:{said['attendee']}",
        *([f"COMMENT:{said['comment']}"] if said["comment"] else []),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    head = [
        *(f"From: {said['sender']}", f"To: {said['recipient']}", "Subject: Sv: Länsnätverket"),
        *said["headers"].splitlines(),
        *("MIME-Version: 1.0", f"Content-Type: text/calendar; method={said['method']}"),
        *("Content-Transfer-Encoding: 8bit", ""),
    ]
    return "\r\n".join([*head, *calendar]).encode()


def answer_of(database: Database, meeting: UUID, email: str = ANNA) -> tuple[str, str, str | None]:
    """The answer that stands, its comment and how it came."""
    with database.reading() as session:
        one = invitation_of(session, meeting, email)
        return one.answer, one.comment, one.answered_via


def kept(database: Database) -> list[tuple[str, str, str]]:
    """What waits for somebody to look: its kind, the address it came from, the answer in it."""
    with database.reading() as session:
        waiting = session.query(Incoming).filter_by(state="open").order_by(Incoming.at, Incoming.id)
        return sorted((row.kind, row.sender, row.answer) for row in waiting)


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of the database, table by table."""
    with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as plain:
        names = [
            name
            for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith("search_text")  # an index, which holds nothing of its own
        ]
        return {name: plain.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608
