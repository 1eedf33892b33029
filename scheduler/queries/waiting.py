"""Which letters of a meeting's changes wait, until when, and can the change still be undone?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import outbox
from scheduler.clock import now
from scheduler.model import DueRow, EventRow, Letter, Meeting, MeetingChange

UNDOABLE = frozenset(
    {
        "called",
        "moved",
        "text",
        "cancelled",
        "restored",
        "invited",
        "removed",
        "substituted",
        "agenda",
        "resent",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingChange:
    """One change of a meeting and its letters that have not left, by name of the person.

    They leave at `leave_at`, or when somebody lets them go (`held`). `writing`: they are still
    being written, so that `count` may grow.
    """

    id: UUID
    kind: str
    at: datetime
    leave_at: datetime | None
    held: bool
    undone_at: datetime | None
    count: int
    names: tuple[str, ...]
    can_undo: bool
    writing: bool


def of_meeting(session: Session, meeting_id: UUID) -> list[WaitingChange]:
    """Give all changes of a meeting, the earliest first."""
    changes = session.scalars(
        select(MeetingChange)
        .where(MeetingChange.meeting_id == meeting_id)
        .order_by(MeetingChange.at, MeetingChange.sequence, MeetingChange.id)
    ).all()
    letters, written = _letters(session, meeting_id), being_written(session, meeting_id)
    return [
        _line(one, letters.get(one.id, ()), can=can_undo(session, one), writing=one.id in written)
        for one in changes
    ]


def changes(session: Session, meeting_id: UUID) -> list[WaitingChange]:
    """Give the changes of a meeting whose letters are held, or leave later."""
    moment = now()
    return [
        one
        for one in of_meeting(session, meeting_id)
        if one.undone_at is None
        and (one.count or one.writing)
        and (one.held or (one.leave_at is not None and one.leave_at > moment))
    ]


def can_undo(session: Session, change: MeetingChange) -> bool:
    """Tell whether a change is the meeting's latest and none of its letters has been tried."""
    if change.undone_at is not None or change.kind not in UNDOABLE:
        return False
    later = select(MeetingChange.id).where(
        MeetingChange.meeting_id == change.meeting_id,
        MeetingChange.undone_at.is_(None),
        (MeetingChange.at > change.at)
        | ((MeetingChange.at == change.at) & (MeetingChange.sequence > change.sequence)),
    )
    tried = select(Letter.id).where(
        Letter.change_id == change.id,
        (Letter.tries > 0) | Letter.state.not_in(("queued", "held", "withdrawn")),
    )
    return session.scalar(later.limit(1)) is None and session.scalar(tried.limit(1)) is None


def being_written(session: Session, meeting_id: UUID) -> set[UUID]:
    """Give the changes whose reactions that write letters are still to run."""
    network = select(Meeting.network_id).where(Meeting.id == meeting_id).scalar_subquery()
    rows = session.execute(
        select(EventRow.body, DueRow.body)
        .join(DueRow, DueRow.event_id == EventRow.id)
        .where(
            DueRow.kind == "react",
            DueRow.state.in_(("waiting", "claimed")),
            EventRow.network_id == network,
        )
    )
    return {UUID(fact["change"]) for fact, work in rows if _writes(fact, work)}


def _letters(session: Session, meeting_id: UUID) -> Mapping[UUID, Sequence[Letter]]:
    """Give the letters that wait for their time or for somebody, by change."""
    rows = session.scalars(
        select(Letter)
        .where(
            Letter.meeting_id == meeting_id,
            (Letter.state == "queued")
            | ((Letter.state == "held") & (Letter.reason == outbox.HELD)),
            Letter.tries == 0,
        )
        .options(joinedload(Letter.person))
    )
    found: dict[UUID, list[Letter]] = defaultdict(list)
    for row in rows:
        if row.change_id is not None:
            found[row.change_id].append(row)
    return found


def _writes(fact: Mapping[str, object], work: Mapping[str, object]) -> bool:
    return bool(fact.get("change")) and str(work.get("handler", "")).startswith("mail.")


def _line(
    change: MeetingChange, letters: Iterable[Letter], *, can: bool, writing: bool
) -> WaitingChange:
    names = sorted(letter.person.public_name for letter in letters)
    return WaitingChange(
        id=change.id,
        kind=change.kind,
        at=change.at,
        leave_at=change.leave_at,
        held=change.held,
        undone_at=change.undone_at,
        count=len(names),
        names=tuple(names),
        can_undo=can,
        writing=writing,
    )
