"""What must not happen by itself after a backup has been brought back?

Whatever was on its way, or has fallen due since, may have been done by the service that the backup
was taken from. It waits for a person instead: nobody is mailed twice, or about an old time.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, and_, select, update
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_
from scheduler.model import DueRow, Letter, Meeting

HELD = N_("Brought back from a backup: it may have been sent already. Try it again, or let it be.")
AHEAD = 1_000  # more changes than a meeting has between a backup and its return
MAILING = (
    "call_meeting",
    "send_agenda",
    "remind_silent",
    "send_brief",
    "remind_coming",
    "remind_minutes",
    "action_due",
    "action_overdue",
)


class Quieted(NamedTuple):
    """How many letters are held, and how many calls and reminders will not happen."""

    letters: int
    steps: int


def quiet(session: Session) -> Quieted:
    """Hold every letter on its way, and drop what would have written one by now."""
    _raise_sequences(session)
    return Quieted(_hold_letters(session), _drop(session, _overdue()) + _drop(session, _writing()))


def _hold_letters(session: Session) -> int:
    unsent = select(Letter).where(Letter.state.in_(("queued", "sending", "doubt")))
    letters = session.scalars(unsent).all()
    for letter in letters:
        doubtful = letter.state != "queued" or (letter.body or {}).get("doubt", False)
        letter.body = {**(letter.body or {}), "doubt": doubtful}
        letter.state, letter.reason = "held", HELD
    return len(letters)


def _raise_sequences(session: Session) -> None:
    # Calendars may have been told more since the backup; what comes next must be newer for them.
    session.execute(
        update(Meeting)
        .where(Meeting.called_at.is_not(None), Meeting.starts_at > now())
        .values(sequence=Meeting.sequence + AHEAD)
        .execution_options(synchronize_session=False)
    )


def _overdue() -> ColumnElement[bool]:
    return and_(DueRow.kind.in_(MAILING), DueRow.due_at <= now())


def _writing() -> ColumnElement[bool]:
    return and_(DueRow.kind == "react", DueRow.body["handler"].as_string().startswith("mail."))


def _drop(session: Session, which: ColumnElement[bool]) -> int:
    undone = DueRow.state.in_(("waiting", "claimed"))
    dropped = update(DueRow).where(which, undone).values(state="cancelled", done_at=now())
    result = session.execute(dropped.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
