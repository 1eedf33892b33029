"""What will happen, and when?

The due table: the only place where the future lives. Each function is one statement (SQLAlchemy
Core). A row is claimed before it is worked on, and only the claim's holder may start its effect or
write its receipt, so two workers never do the same thing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Row, Select, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.model.log import DueRow

BATCH = 50
LEASE = timedelta(minutes=5)
_TABLE = DueRow.__table__


class Work(NamedTuple):
    """A claimed row, as its worker sees it."""

    id: int
    kind: str
    claim_id: str
    tries: int
    meeting_id: UUID | None
    letter_id: UUID | None
    event_id: int | None
    body: dict[str, Any]


def add(
    session: Session, *, kind: str, lane: str, key: str, due_at: datetime, **columns: Any
) -> None:
    """Write one row of work; a key that exists already is left as it is.

    `columns`: network_id, meeting_id, letter_id, event_id, body.
    """
    values = {"kind": kind, "lane": lane, "key": key, "due_at": due_at, **columns}
    session.flush()  # what the row points at comes first
    session.execute(_insert(session).values(**values).on_conflict_do_nothing())
    _ring_at(session, due_at)


def plan(
    session: Session, *, kind: str, lane: str, key: str, due_at: datetime, **columns: Any
) -> None:
    """Write or re-time one row; one that is done or under way is left as it is."""
    values = {"kind": kind, "lane": lane, "key": key, "due_at": due_at, **columns}
    session.flush()
    upsert = _insert(session).values(**values)
    session.execute(
        upsert.on_conflict_do_update(
            index_elements=["key"],
            set_={"due_at": due_at, "state": "waiting"},
            where=DueRow.state.in_(("waiting", "cancelled")),
        )
    )
    _ring_at(session, due_at)


def cancel(session: Session, meeting_id: UUID, *, kinds: tuple[str, ...], keep: str = "") -> int:
    """Cancel a meeting's waiting rows of these kinds, except keys that end in `keep`."""
    statement = (
        update(DueRow)
        .where(
            DueRow.meeting_id == meeting_id,
            DueRow.kind.in_(kinds),
            DueRow.state == "waiting",
        )
        .values(state="cancelled", done_at=now())
    )
    if keep:
        statement = statement.where(~DueRow.key.endswith(keep, autoescape=True))
    return _count(session, statement)


def cancel_about(session: Session, subject: UUID, *, kinds: tuple[str, ...]) -> int:
    """Cancel the waiting rows of these kinds whose key begins with "<kind>:<subject>:"."""
    keys = or_(*(DueRow.key.startswith(f"{kind}:{subject}:", autoescape=True) for kind in kinds))
    return _count(
        session,
        update(DueRow)
        .where(DueRow.kind.in_(kinds), DueRow.state == "waiting", keys)
        .values(state="cancelled", done_at=now()),
    )


def bring_forward(session: Session, letter_id: UUID) -> int:
    """Make a letter's waiting delivery due now; gives how many rows that was."""
    moment = now()
    _ring_at(session, moment)
    return _count(
        session,
        update(DueRow)
        .where(DueRow.letter_id == letter_id, DueRow.state == "waiting")
        .values(due_at=moment),
    )


def renew(
    session: Session, *, kind: str, lane: str, key: str, due_at: datetime, **columns: Any
) -> None:
    """Write one row, or make it wait again whatever became of it; one under way goes on."""
    values = {"kind": kind, "lane": lane, "key": key, "due_at": due_at, **columns}
    again = {"due_at": due_at, "state": "waiting", "claim_id": None, "done_at": None, "error": ""}
    session.flush()
    upsert = _insert(session).values(**values)
    session.execute(
        upsert.on_conflict_do_update(
            index_elements=["key"], set_=again, where=DueRow.state != "claimed"
        )
    )
    _ring_at(session, due_at)


def drop(session: Session, letter_id: UUID) -> int:
    """Cancel a letter's waiting delivery; gives how many rows that was."""
    return _count(
        session,
        update(DueRow)
        .where(DueRow.letter_id == letter_id, DueRow.state == "waiting")
        .values(state="cancelled", done_at=now()),
    )


def waits_until(session: Session, letter_id: UUID) -> datetime | None:
    """Tell when a letter's delivery is due; None if none waits."""
    return session.scalar(
        select(DueRow.due_at).where(DueRow.letter_id == letter_id, DueRow.state == "waiting")
    )


def hurry(session: Session, *, lane: str, error: str) -> int:
    """Make all rows of a lane that wait because of `error` due now; gives how many that was."""
    moment = now()
    hurried = _count(
        session,
        update(DueRow)
        .where(
            DueRow.lane == lane,
            DueRow.state == "waiting",
            DueRow.error == error,
            DueRow.due_at > moment,
        )
        .values(due_at=moment),
    )
    if hurried:
        _ring_at(session, moment)
    return hurried


def claim(session: Session, lane: str, *, at: datetime, limit: int = BATCH) -> list[Work]:
    """Take the earliest due rows of a lane; nobody else gets them until the lease ends."""
    chosen = (
        select(DueRow.id)
        .where(DueRow.state == "waiting", DueRow.lane == lane, DueRow.due_at <= at)
        .order_by(DueRow.due_at, DueRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(
        update(DueRow)
        .where(DueRow.id.in_(chosen))
        .values(state="claimed", claim_id=uuid4().hex, lease_until=at + LEASE)
        .returning(
            DueRow.id,
            DueRow.kind,
            DueRow.claim_id,
            DueRow.tries,
            DueRow.meeting_id,
            DueRow.letter_id,
            DueRow.event_id,
            DueRow.body,
        )
        .execution_options(synchronize_session=False)
    )
    return sorted((_work(row) for row in rows), key=lambda work: work.id)


def start(session: Session, work: Work) -> bool:
    """Begin the effect: true only for the claim's holder, and counts the try."""
    return bool(
        _count(
            session,
            _held(work).values(tries=DueRow.tries + 1, lease_until=now() + LEASE),
        )
    )


def held(session: Session, work: Work) -> bool:
    """Tell whether the claim is still its holder's, and keep it."""
    return bool(_count(session, _held(work).values(lease_until=now() + LEASE)))


def done(session: Session, work: Work, outcome: str = "") -> bool:
    """Write the receipt; false if the claim was lost meanwhile."""
    return bool(
        _count(session, _held(work).values(state="done", outcome=outcome, done_at=now(), error=""))
    )


def again(session: Session, work: Work, at: datetime, error: str = "") -> bool:
    """Give the row back to be tried at `at`."""
    _ring_at(session, at)
    return bool(
        _count(session, _held(work).values(state="waiting", claim_id=None, due_at=at, error=error))
    )


def dead(session: Session, work: Work, error: str) -> bool:
    """Give up on the row; it stays to be seen."""
    return bool(_count(session, _held(work).values(state="dead", error=error, done_at=now())))


def release(session: Session, *, before: datetime | None = None) -> int:
    """Give claimed rows back whose lease ended before `before` (None: all, at a start)."""
    statement = update(DueRow).where(DueRow.state == "claimed")
    if before is not None:
        statement = statement.where(DueRow.lease_until < before)
    freed = _count(session, statement.values(state="waiting", claim_id=None))
    if freed:
        _ring_at(session, now())
    return freed


def expired(at: datetime) -> Select[Any]:
    """Select the letters of claims whose lease has ended: their worker is gone."""
    return select(DueRow.letter_id).where(DueRow.state == "claimed", DueRow.lease_until < at)


def earliest(session: Session, *, after: datetime | None = None) -> datetime | None:
    """Tell when the next waiting row is due (`after`: of those that are not due by then)."""
    statement = select(func.min(DueRow.due_at)).where(DueRow.state == "waiting")
    return session.scalar(statement.where(DueRow.due_at > after) if after else statement)


def prune(session: Session, before: datetime) -> int:
    """Remove receipts older than `before`."""
    return _count(
        session,
        delete(DueRow).where(DueRow.state.in_(("done", "cancelled")), DueRow.done_at < before),
    )


def _held(work: Work) -> Any:
    return update(DueRow).where(
        DueRow.id == work.id, DueRow.claim_id == work.claim_id, DueRow.state == "claimed"
    )


def _work(row: Row[Any]) -> Work:
    return Work._make(row)


def _insert(session: Session) -> Any:
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(_TABLE)


def _count(session: Session, statement: Any) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount


def _ring_at(session: Session, due_at: datetime) -> None:
    known = session.info.get("earliest_due")
    session.info["earliest_due"] = due_at if known is None else min(known, due_at)
