"""What has been said about circulated minutes, and through which versions have they gone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.clock import now
from scheduler.model import Minutes, MinutesComment, MinutesVersion, Person
from scheduler.queries import entitled
from scheduler.queries.entitled import Reader
from scheduler.queries.minutes_view import MinutesView


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """One comment; a protected writer is shown by role."""

    id: UUID
    meeting_id: UUID
    item_id: UUID | None
    person_id: UUID
    name: str
    round: int
    text: str
    via: str
    at: datetime
    state: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version that was kept; `name` is who made it, in words that may be shown."""

    number: int
    state: str
    at: datetime
    by: str
    name: str
    reason: str
    previous: str
    hash: str


def of_meeting(session: Session, meeting_id: UUID) -> list[CommentLine]:
    """Give all comments on a meeting's minutes, oldest first."""
    rows = session.scalars(
        select(MinutesComment)
        .join(Minutes, Minutes.id == MinutesComment.minutes_id)
        .where(Minutes.meeting_id == meeting_id)
        .options(joinedload(MinutesComment.person))
        .order_by(MinutesComment.at, MinutesComment.id)
    )
    return [
        CommentLine(
            id=row.id,
            meeting_id=meeting_id,
            item_id=row.item_id,
            person_id=row.person_id,
            name=row.person.public_name,
            round=row.round,
            text=row.text,
            via=row.via,
            at=row.at,
            state=row.state,
            answer=row.answer,
        )
        for row in rows
    ]


def for_reader(
    session: Session, comments: Sequence[CommentLine], view: MinutesView, reader: Reader
) -> list[CommentLine]:
    """Give the comments that a reader may read: those who write the minutes, and were there.

    They are working papers: whoever reads the minutes later reads the text alone. Comments on
    points that the reader may not read are left out; one's own stay.
    """
    meeting, own = view.meeting, reader.actor.person_id
    there = own is not None and entitled.attended(session, meeting.id, own)
    if not there and not reader.keeps(meeting.network_id):
        return []
    shown: set[UUID | None] = {None} | {
        point.id for point in view.points if reader.sees(meeting.network_id, meeting.id, point)
    }
    return [line for line in comments if line.item_id in shown or line.person_id == own]


def are_open(view: MinutesView) -> bool:
    """Tell whether minutes are out for comments at this moment."""
    until = view.comments_until
    return view.state == "circulated" and (until is None or now() < until)


def versions(session: Session, meeting_id: UUID) -> list[VersionLine]:
    """Give the versions of a meeting's minutes, oldest first."""
    rows = session.scalars(
        select(MinutesVersion)
        .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        .where(Minutes.meeting_id == meeting_id)
        .order_by(MinutesVersion.number)
    ).all()
    people = _names(session, {row.by for row in rows})
    return [
        VersionLine(
            number=row.number,
            state=row.state,
            at=row.at,
            by=row.by,
            name=people.get(row.by, ""),
            reason=row.reason,
            previous=row.previous,
            hash=row.hash,
        )
        for row in rows
    ]


def _names(session: Session, actors: set[str]) -> dict[str, str]:
    ids = {UUID(one.partition(":")[2]): one for one in actors if one.startswith("person:")}
    found = session.scalars(select(Person).where(Person.id.in_(ids)))
    return {ids[person.id]: person.public_name for person in found}
