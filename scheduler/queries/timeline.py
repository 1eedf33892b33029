"""What has been sent about a meeting, and what will be, when and to whom?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler.model import DueRow, Invitation, Letter, Meeting, MeetingChange, Reply

TOLD = ("called", "moved", "text", "cancelled", "restored")  # the others: by their letters
PLANNED = (
    "call_meeting",
    "send_agenda",
    "remind_silent",
    "send_brief",
    "remind_coming",
    "remind_minutes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line: letters of one kind, an answer, a change, or what is planned.

    `what`: letters | reply | change | planned; `kind`: the letter's, answer's, change's or due
    work's own word. `states` counts letters by state; `names` are those that may be shown.
    """

    at: datetime
    what: str
    kind: str
    count: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    text: str = ""
    sequence: int | None = None
    late: bool = False
    old_start: datetime | None = None
    new_start: datetime | None = None

    @property
    def future(self) -> bool:
        """Whether it is yet to come."""
        return self.what == "planned"


def of_meeting(session: Session, meeting_id: UUID) -> list[TimelineEntry]:
    """Give a meeting's timeline, the earliest first, what is planned last."""
    past = [
        *_letters(session, meeting_id),
        *_replies(session, meeting_id),
        *_changes(session, meeting_id),
    ]
    return sorted(past, key=lambda entry: entry.at) + _planned(session, meeting_id)


def _letters(session: Session, meeting_id: UUID) -> Iterable[TimelineEntry]:
    rows = session.scalars(
        select(Letter)
        .where(Letter.meeting_id == meeting_id)
        .options(joinedload(Letter.person))
        .order_by(Letter.kind, Letter.sequence, Letter.queued_at)
    )
    for (kind, sequence), group in groupby(rows, key=lambda row: (row.kind, row.sequence)):
        letters = list(group)
        yield TimelineEntry(
            at=min(letter.sent_at or letter.queued_at for letter in letters),
            what="letters",
            kind=kind,
            count=len(letters),
            states=Counter(letter.state for letter in letters),
            names=tuple(sorted(letter.person.public_name for letter in letters)),
            sequence=sequence,
        )


def _replies(session: Session, meeting_id: UUID) -> Iterable[TimelineEntry]:
    rows = session.execute(
        select(Reply, Invitation)
        .join(Invitation, Invitation.id == Reply.invitation_id)
        .where(Invitation.meeting_id == meeting_id)
        .options(joinedload(Invitation.person))
    )
    for reply, invitation in rows:
        yield TimelineEntry(
            at=reply.at,
            what="reply",
            kind="earlier_time" if reply.earlier_time else reply.answer,
            count=1,
            names=(invitation.person.public_name,),
            text=reply.comment,
            sequence=reply.sequence,
            late=reply.late,
        )


def _changes(session: Session, meeting_id: UUID) -> Iterable[TimelineEntry]:
    rows = session.scalars(
        select(MeetingChange).where(
            MeetingChange.meeting_id == meeting_id,
            MeetingChange.kind.in_(TOLD),
            MeetingChange.undone_at.is_(None),
        )
    )
    for change in rows:
        yield TimelineEntry(
            at=change.at,
            what="change",
            kind=change.kind,
            text=change.reason,
            sequence=change.sequence,
            old_start=change.old_start,
            new_start=change.new_start,
        )


def _planned(session: Session, meeting_id: UUID) -> list[TimelineEntry]:
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(selectinload(Meeting.invitations).joinedload(Invitation.person))
    ).one()
    rows = session.scalars(
        select(DueRow)
        .where(
            DueRow.meeting_id == meeting_id,
            DueRow.state == "waiting",
            DueRow.kind.in_(PLANNED),
        )
        .order_by(DueRow.due_at)
    )
    found = []
    for row in rows:
        names = tuple(sorted(_concerned(row.kind, meeting)))
        entry = TimelineEntry(
            at=row.due_at, what="planned", kind=row.kind, count=len(names), names=names
        )
        found.append(entry)
    return found


def _concerned(kind: str, meeting: Meeting) -> Iterable[str]:
    """Name those whom planned work would reach if it were done now."""
    for one in meeting.invitations:
        concerned = {
            "call_meeting": True,
            "send_agenda": one.answer != "declined",
            "remind_silent": one.answer == "needs-action",
            "send_brief": one.answer != "declined" and one.organisation_id is not None,
            "remind_coming": one.answer in {"accepted", "tentative"},
            "remind_minutes": False,
        }[kind]
        if one.active and concerned:
            yield one.person.public_name
